import { countAtMost, NO_FLOAT64, Table } from '../columns/columns.ts';

/** An estimate of how much of a thread's time tracing had taken by certain moments, one row each, in order. */
export class TracingTable extends Table {
  atNs = NO_FLOAT64;
  /** Counted from the thread's beginning. */
  totalNs = NO_FLOAT64;

  /** Ignores what is older than the last row, because another thread may report it. */
  add(atNs: number, totalNs: number): void {
    const last = this.length - 1;
    if (last >= 0 && (atNs < this.atNs[last]! || totalNs < this.totalNs[last]!)) return;
    const row = last >= 0 && atNs === this.atNs[last] ? last : this.addRow();
    this.atNs[row] = atNs;
    this.totalNs[row] = totalNs;
  }

  /** How much time tracing took between two moments, spread evenly between known ones, so that parts add up. */
  between(fromNs: number, toNs: number): number {
    return toNs > fromNs ? Math.min(toNs - fromNs, this.#until(toNs) - this.#until(fromNs)) : 0;
  }

  /** How much it had taken by a moment: nothing before the first known one, and no more after the last. */
  #until(ns: number): number {
    if (this.length === 0) return 0;
    const row = countAtMost(this.atNs, this.length, ns) - 1;
    if (row < 0) return this.totalNs[0]!;
    if (row === this.length - 1) return this.totalNs[row]!;
    const part = (ns - this.atNs[row]!) / (this.atNs[row + 1]! - this.atNs[row]!);
    return this.totalNs[row]! + part * (this.totalNs[row + 1]! - this.totalNs[row]!);
  }
}
