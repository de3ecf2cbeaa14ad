import { RecordType } from '../../protocol/events.ts';
import { countAtMost, NO_FLOAT64, Table } from '../columns/columns.ts';

/** Records which show that the program's code goes on, so the file that was being loaded is loaded. */
const ENDS_LOADING: ReadonlySet<RecordType> = new Set([
  RecordType.enter,
  RecordType.suspend,
  RecordType.resume,
  RecordType.end,
  RecordType.loaded,
  RecordType.bye,
]);

/** The files that were loaded during a stretch of time. */
export interface Loaded {
  readonly files: number;
  readonly ns: number;
  /** The file that took longest, without the files that it loaded itself; null if unknown. */
  readonly longest: { readonly name: string; readonly ns: number } | null;
}

/**
 * One row per file that a stream's thread loaded, in order, including files of packages: from when loading it began until the next file
 * began, or the program's code went on. Rows do not overlap.
 */
export class LoadingTable extends Table {
  fromNs = NO_FLOAT64;
  /** Infinity while it goes on. */
  toNs = NO_FLOAT64;
  /** The total time of all rows before it. */
  beforeNs = NO_FLOAT64;
  /** '' if the name is unknown. */
  readonly names: string[] = [];
  goesOn = false;

  begin(name: string, atNs: number): void {
    this.end(atNs);
    const last = this.length - 1;
    const beforeNs = last < 0 ? 0 : this.beforeNs[last]! + this.toNs[last]! - this.fromNs[last]!;
    const row = this.addRow();
    this.fromNs[row] = atNs;
    this.toNs[row] = Number.POSITIVE_INFINITY;
    this.beforeNs[row] = beforeNs;
    this.names.push(name);
    this.goesOn = true;
  }

  /** To be called with each record of the stream. */
  heard(type: RecordType, atNs: number): void {
    if (this.goesOn && ENDS_LOADING.has(type)) this.end(atNs);
  }

  end(atNs: number): void {
    if (!this.goesOn) return;
    this.goesOn = false;
    const last = this.length - 1;
    this.toNs[last] = Math.max(atNs, this.fromNs[last]!);
  }

  /** For how long files were loaded between two moments. */
  nsBetween(fromNs: number, toNs: number): number {
    return toNs > fromNs ? this.#until(toNs) - this.#until(fromNs) : 0;
  }

  between(fromNs: number, toNs: number): Loaded {
    let files = 0;
    let longest: { name: string; ns: number } | null = null;
    const first = countAtMost(this.toNs, this.length, fromNs);
    for (let row = first; row < this.length && this.fromNs[row]! < toNs; row++) {
      files++;
      const ns = Math.min(this.toNs[row]!, toNs) - Math.max(this.fromNs[row]!, fromNs);
      const name = this.names[row]!;
      if (name !== '' && (longest === null || ns > longest.ns)) longest = { name, ns };
    }
    return { files, ns: this.nsBetween(fromNs, toNs), longest };
  }

  #until(ns: number): number {
    const row = countAtMost(this.fromNs, this.length, ns) - 1;
    return row < 0 ? 0 : this.beforeNs[row]! + Math.min(ns, this.toNs[row]!) - this.fromNs[row]!;
  }
}
