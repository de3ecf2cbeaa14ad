import { countAtMost, FIRST_ROWS, Table } from '../columns/columns.ts';

/** How much of a thread's time tracing had taken by some moments, about, in order: one row a moment. */
export class TracingTable extends Table {
  atNs = new Float64Array(FIRST_ROWS);
  /** From the thread's beginning. */
  totalNs = new Float64Array(FIRST_ROWS);

  /** What is older than the last is left out: another thread may tell of it. */
  add(atNs: number, totalNs: number): void {
    const last = this.length - 1;
    if (last >= 0 && (atNs < this.atNs[last]! || totalNs < this.totalNs[last]!)) return;
    const row = last >= 0 && atNs === this.atNs[last] ? last : this.addRow();
    this.atNs[row] = atNs;
    this.totalNs[row] = totalNs;
  }

  /** How much of the time between two moments it took, as if that had been even from one known moment to the next: parts add up. */
  between(fromNs: number, toNs: number): number {
    return toNs > fromNs ? Math.min(toNs - fromNs, this.#until(toNs) - this.#until(fromNs)) : 0;
  }

  /** Nothing before the first known moment, and nothing after the last. */
  #until(ns: number): number {
    if (this.length === 0) return 0;
    const row = countAtMost(this.atNs, this.length, ns) - 1;
    if (row < 0) return this.totalNs[0]!;
    if (row === this.length - 1) return this.totalNs[row]!;
    const part = (ns - this.atNs[row]!) / (this.atNs[row + 1]! - this.atNs[row]!);
    return this.totalNs[row]! + part * (this.totalNs[row + 1]! - this.totalNs[row]!);
  }
}
