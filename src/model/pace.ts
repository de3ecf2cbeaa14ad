/** Keeps dear work to a part of the time: after it took t, it is not due again for `pause` times t. */
export class Pace {
  readonly #pause: number;
  readonly #now: () => number;
  #fromMs = 0;
  #tookMs = 0;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  /** `now` is a clock in milliseconds: the model has none. */
  constructor(pause: number, now: () => number) {
    this.#pause = pause;
    this.#now = now;
  }

  /** For how long it is not due yet, 0 when it is. */
  get waitMs(): number {
    return Math.max(0, this.#notBeforeMs - this.#now());
  }

  begin(): void {
    this.#fromMs = this.#now();
  }

  /** Something else is done until it begins again. */
  hold(): void {
    this.#tookMs += this.#now() - this.#fromMs;
  }

  done(): void {
    this.hold();
    this.#notBeforeMs = this.#now() + this.#tookMs * this.#pause;
    this.#tookMs = 0;
  }
}
