/** Calls back in a later turn of the loop, after the messages that are already waiting, and without a timer's delay. */
export class NextTurn {
  readonly #channel = new MessageChannel();
  #scheduled = false;

  constructor(work: () => void) {
    this.#channel.port1.onmessage = () => {
      this.#scheduled = false;
      work();
    };
  }

  schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#channel.port2.postMessage(null);
  }
}
