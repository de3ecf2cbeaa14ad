import { countAtMost, NO_FLOAT64, NO_UINT8, Table } from '../columns/columns.ts';

/** One row per pause of a stream's runtime, in order and without overlaps. Pauses are reported after they ended, and late. */
export class PauseTable extends Table {
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  /** A PauseKind. */
  kind = NO_UINT8;
  /** The total time of all pauses before it. */
  beforeNs = NO_FLOAT64;
  totalNs = 0;
  longestNs = 0;

  /** Cuts off what lies before the end of the last pause, whatever a recording claims. */
  add(kind: number, fromNs: number, toNs: number): void {
    const last = this.length - 1;
    const startNs = Math.max(fromNs, last < 0 ? 0 : this.toNs[last]!);
    const endNs = Math.max(startNs, toNs);
    const pause = this.addRow();
    this.fromNs[pause] = startNs;
    this.toNs[pause] = endNs;
    this.kind[pause] = kind;
    this.beforeNs[pause] = this.totalNs;
    this.totalNs += endNs - startNs;
    this.longestNs = Math.max(this.longestNs, endNs - startNs);
  }

  /** For how long the runtime was paused between two moments. */
  between(fromNs: number, toNs: number): number {
    return toNs > fromNs ? this.#until(toNs) - this.#until(fromNs) : 0;
  }

  #until(ns: number): number {
    const pause = countAtMost(this.fromNs, this.length, ns) - 1;
    return pause < 0 ? 0 : this.beforeNs[pause]! + Math.min(ns, this.toNs[pause]!) - this.fromNs[pause]!;
  }
}
