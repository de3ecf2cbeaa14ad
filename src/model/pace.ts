/** Limits expensive work to a part of the time: after work that took t, it is not due again for `pause` times t. */
export class Pace {
  readonly #pause: number;
  readonly #now: () => number;
  #fromMs = 0;
  #tookMs = 0;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  /** `now` reads a clock in milliseconds: the model itself has none. */
  constructor(pause: number, now: () => number) {
    this.#pause = pause;
    this.#now = now;
  }

  /** How long until the work is due; 0 when it is due. */
  get waitMs(): number {
    return Math.max(0, this.#notBeforeMs - this.#now());
  }

  begin(): void {
    this.#fromMs = this.#now();
  }

  /** Stops the clock while other work is done, until it begins again. */
  hold(): void {
    this.#tookMs += this.#now() - this.#fromMs;
  }

  done(): void {
    this.hold();
    this.#notBeforeMs = this.#now() + this.#tookMs * this.#pause;
    this.#tookMs = 0;
  }
}
