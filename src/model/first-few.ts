/**
 * Keeps the first few of any number of things, in the order that a stable sort of all of them would give. A thing that is not among them
 * costs one comparison.
 */
export class FirstFew<T> {
  readonly few: T[] = [];
  /** How many have been added. */
  count = 0;
  readonly #most: number;
  readonly #compare: (one: T, other: T) => number;

  /** `most` is at least 1; `compare` says, as for sorting, which of two comes first. */
  constructor(most: number, compare: (one: T, other: T) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  /** Returns the one that is left out: the new one, or the one it displaced; null when there was room for it. */
  add(one: T): T | null {
    this.count++;
    const { few } = this;
    let at = few.length;
    if (at === this.#most && this.#compare(few[at - 1]!, one) <= 0) return one;
    while (at > 0 && this.#compare(few[at - 1]!, one) > 0) at--;
    few.splice(at, 0, one);
    return few.length > this.#most ? few.pop()! : null;
  }
}
