import { countAtMost, FIRST_ROWS, Table } from '../columns/columns.ts';

/**
 * For how long the machine gave a thread no processor although it had work: one row a stretch in which it did, in order; none overlaps
 * another. How much of a stretch it was is known, and not which part: it was looked at from outside, every few milliseconds.
 */
export class WithheldTable extends Table {
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);
  /** How much of the stretch, at most all of it. */
  ns = new Float64Array(FIRST_ROWS);
  /** How much it was before the stretch. */
  beforeNs = new Float64Array(FIRST_ROWS);
  totalNs = 0;
  #seenNs = Number.NaN;
  #seenTotalNs = 0;

  /** By that moment it was so much in all, from whenever. What is older than the last, or no more, adds nothing. */
  add(atNs: number, totalNs: number): void {
    const isFirst = Number.isNaN(this.#seenNs);
    if (!isFirst && atNs <= this.#seenNs) return;
    const ns = isFirst ? 0 : Math.max(0, totalNs - this.#seenTotalNs);
    if (ns > 0) this.#addStretch(Math.min(this.#seenNs, atNs - ns), atNs, ns);
    this.#seenNs = atNs;
    this.#seenTotalNs = Math.max(this.#seenTotalNs, totalNs);
  }

  /** How much of the time between two moments it was, as if it had been even in each stretch: parts add up. */
  between(fromNs: number, toNs: number): number {
    return toNs > fromNs ? this.#until(toNs) - this.#until(fromNs) : 0;
  }

  /** How much of the time between two moments it can have been at the most. */
  mostBetween(fromNs: number, toNs: number): number {
    let ns = 0;
    for (let row = countAtMost(this.toNs, this.length, fromNs); row < this.length; row++) {
      // What is counted when it is over may have begun before the stretch.
      const beganNs = this.fromNs[row]! - this.ns[row]!;
      if (beganNs >= toNs) break;
      ns += Math.min(this.ns[row]!, Math.min(this.toNs[row]!, toNs) - Math.max(beganNs, fromNs));
    }
    return Math.max(0, Math.min(ns, toNs - fromNs));
  }

  /** How much of the time between two moments the thread had a processor, or wanted none, at the least. */
  leastGiven(fromNs: number, toNs: number): number {
    return toNs - fromNs - this.mostBetween(fromNs, toNs);
  }

  /**
   * A wait that was counted when it was over has begun before the last look, and may have begun before what was counted last, where that was
   * in the middle of it: then both are one stretch. What is recorded begins at zero.
   */
  #addStretch(fromNs: number, toNs: number, ns: number): void {
    let [startNs, sumNs] = [fromNs, ns];
    for (; this.length > 0 && sumNs > toNs - this.#endNs(); this.length--) {
      const last = this.length - 1;
      startNs = Math.min(startNs, this.fromNs[last]!);
      sumNs += this.ns[last]!;
      this.totalNs -= this.ns[last]!;
    }
    startNs = Math.min(toNs, Math.max(startNs, this.#endNs()));
    const row = this.addRow();
    this.fromNs[row] = startNs;
    this.toNs[row] = toNs;
    this.ns[row] = Math.min(sumNs, toNs - startNs);
    this.beforeNs[row] = this.totalNs;
    this.totalNs += this.ns[row]!;
  }

  /** Where the last stretch ends, 0 before the first. */
  #endNs(): number {
    return this.length > 0 ? this.toNs[this.length - 1]! : 0;
  }

  #until(ns: number): number {
    const row = countAtMost(this.fromNs, this.length, ns) - 1;
    if (row < 0) return 0;
    const lengthNs = this.toNs[row]! - this.fromNs[row]!;
    const part = lengthNs > 0 ? Math.min(1, (ns - this.fromNs[row]!) / lengthNs) : 1;
    return this.beforeNs[row]! + part * this.ns[row]!;
  }
}
