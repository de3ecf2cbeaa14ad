/** Numbers, choices and names by chance: the same number to begin with makes the same ones. */
export class Chance {
  #state: number;

  constructor(number: number) {
    this.#state = number;
  }

  /** mulberry32: a number from 0 to 1. */
  part(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below the limit. */
  upTo(limit: number): number {
    return Math.floor(this.part() * limit);
  }

  pick<T>(of: readonly T[]): T {
    return of[this.upTo(of.length)] as T;
  }
}
