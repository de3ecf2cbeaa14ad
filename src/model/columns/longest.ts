/** How many entries, or blocks of the level below, make a block. */
const FANOUT = 16;

/**
 * Finds the longest of any number of neighbouring entries without looking at each: it is known for every 16 entries, for every 16 of
 * those, and so on. Of equally long ones the first counts.
 */
export class Longest {
  readonly #lengthOf: (index: number) => number;
  /** By level, the longest entry of each complete block. */
  readonly #blocks: number[][] = [];
  #length = 0;

  /** An entry's length must not change after it was added. */
  constructor(lengthOf: (index: number) => number) {
    this.#lengthOf = lengthOf;
  }

  /** Adds the entries up to `length` (exclusive). */
  grow(length: number): void {
    for (; this.#length < length; this.#length++) {
      if (this.#length % FANOUT === FANOUT - 1) this.#addBlock(0, this.#longestOf(this.#length));
    }
  }

  /** The longest of the entries `from` to `to` (exclusive), at least one, which must have been added. */
  of(from: number, to: number): number {
    let longest = from;
    for (let at = from; at < to; ) {
      let level = -1;
      let width = 1;
      while (at % (width * FANOUT) === 0 && at + width * FANOUT <= to) {
        level++;
        width *= FANOUT;
      }
      longest = this.#longer(longest, level < 0 ? at : this.#blocks[level]![at / width]!);
      at += width;
    }
    return longest;
  }

  #addBlock(level: number, longest: number): void {
    this.#blocks[level] ??= [];
    const blocks = this.#blocks[level];
    blocks.push(longest);
    if (blocks.length % FANOUT !== 0) return;
    this.#addBlock(
      level + 1,
      blocks.slice(-FANOUT).reduce((one, other) => this.#longer(one, other)),
    );
  }

  /** The longest entry of the block that ends with `last`. */
  #longestOf(last: number): number {
    let longest = last - FANOUT + 1;
    for (let at = longest + 1; at <= last; at++) longest = this.#longer(longest, at);
    return longest;
  }

  #longer(one: number, other: number): number {
    return this.#lengthOf(other) > this.#lengthOf(one) ? other : one;
  }
}
