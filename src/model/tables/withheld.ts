import { countAtMost, NO_FLOAT64, Table } from '../columns/columns.ts';

/**
 * For how long the machine gave a thread no processor although it had work. One row per stretch in which that happened, in order and
 * without overlaps. How much of a stretch it was is known, but not which parts, because the thread is observed from outside every few
 * milliseconds.
 */
export class WithheldTable extends Table {
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  /** How much of the stretch was withheld, at most all of it. */
  ns = NO_FLOAT64;
  /** How much was withheld before the stretch. */
  beforeNs = NO_FLOAT64;
  totalNs = 0;
  #seenNs = Number.NaN;
  #seenTotalNs = 0;

  /** By this moment this much had been withheld in total, counted from some fixed moment. Ignored if it is older than the last, or no more. */
  add(atNs: number, totalNs: number): void {
    const isFirst = Number.isNaN(this.#seenNs);
    if (!isFirst && atNs <= this.#seenNs) return;
    const ns = isFirst ? 0 : Math.max(0, totalNs - this.#seenTotalNs);
    if (ns > 0) this.#addStretch(Math.min(this.#seenNs, atNs - ns), atNs, ns);
    this.#seenNs = atNs;
    this.#seenTotalNs = Math.max(this.#seenTotalNs, totalNs);
  }

  /** How much was withheld between two moments, spread evenly over each stretch, so that parts add up. */
  between(fromNs: number, toNs: number): number {
    return toNs > fromNs ? this.#until(toNs) - this.#until(fromNs) : 0;
  }

  /** How much can have been withheld between two moments at most. */
  mostBetween(fromNs: number, toNs: number): number {
    let ns = 0;
    for (let row = countAtMost(this.toNs, this.length, fromNs); row < this.length; row++) {
      // Withheld time is counted only when it is over, so it may have begun before the stretch.
      const beganNs = this.fromNs[row]! - this.ns[row]!;
      if (beganNs >= toNs) break;
      ns += Math.min(this.ns[row]!, Math.min(this.toNs[row]!, toNs) - Math.max(beganNs, fromNs));
    }
    return Math.max(0, Math.min(ns, toNs - fromNs));
  }

  /** For how long the thread had a processor, or needed none, between two moments, at least. */
  leastGiven(fromNs: number, toNs: number): number {
    return toNs - fromNs - this.mostBetween(fromNs, toNs);
  }

  /**
   * A wait for the processor that is counted when it is over began before the last look. If it began before the previous stretch ended,
   * both become one stretch. Nothing begins before zero.
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
