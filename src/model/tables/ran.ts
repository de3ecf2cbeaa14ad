import { NS_PER_MS } from '../../protocol/units.ts';
import { countAtMost, NO_FLOAT64, Table } from '../columns/columns.ts';

/** On a busy machine the observer looks at a thread every 4 to 16 ms, or later when the observer gets no processor either. */
const QUIET_NS = 250 * NS_PER_MS;

/** For how long a thread had had a processor by certain moments, one row each, in order. It is observed from outside, a few milliseconds late. */
export class RanTable extends Table {
  atNs = NO_FLOAT64;
  /** Counted from some fixed moment. */
  totalNs = NO_FLOAT64;

  /** Ignores what is older than the last row. */
  add(atNs: number, totalNs: number): void {
    const last = this.length - 1;
    if (last >= 0 && atNs <= this.atNs[last]!) return;
    const row = this.addRow();
    this.atNs[row] = atNs;
    this.totalNs[row] = last < 0 ? totalNs : Math.max(totalNs, this.totalNs[last]!);
  }

  /** For how long it had a processor between the last known moment before a stretch and the first one after it; 0 if there is none. */
  around(fromNs: number, toNs: number): number {
    const [first, last] = this.#around(fromNs, toNs);
    return last > first && this.atNs[first]! < toNs ? this.totalNs[last]! - this.totalNs[first]! : 0;
  }

  /**
   * For how long it had a processor between two moments, at least. Before the first known moment, after the last, and where moments are far
   * apart because nothing was withheld, it counts as having had one all the time.
   */
  leastBetween(fromNs: number, toNs: number): number {
    if (!(toNs > fromNs)) return 0;
    const [first, last] = this.#around(fromNs, toNs);
    if (last <= first) return toNs - fromNs;
    const leastOf = (at: number): number => {
      const insideNs = Math.min(toNs, this.atNs[at + 1]!) - Math.max(fromNs, this.atNs[at]!);
      const isLong = this.atNs[at + 1]! - this.atNs[at]! >= QUIET_NS;
      return isLong ? Math.min(this.#ranIn(at), insideNs) : this.#leastWithin(at, fromNs, toNs);
    };
    const unknownNs = Math.max(0, this.atNs[first]! - fromNs) + Math.max(0, toNs - this.atNs[last]!);
    return this.#sum(first, last, leastOf) + unknownNs;
  }

  /** The same, but times without observations do not count. */
  provenBetween(fromNs: number, toNs: number): number {
    const [first, last] = this.#around(fromNs, toNs);
    return last > first && toNs > fromNs
      ? this.#sum(first, last, (at) => this.#leastWithin(at, fromNs, toNs))
      : 0;
  }

  /** The last moment before a stretch and the first one after it, or else the nearest ones. */
  #around(fromNs: number, toNs: number): readonly [first: number, last: number] {
    const first = Math.max(0, countAtMost(this.atNs, this.length, fromNs) - 1);
    return [first, Math.min(this.length - 1, countAtMost(this.atNs, this.length, toNs))];
  }

  /** The sum from one known moment to a later one. For the first and the last part it counts what `leastOf` says. */
  #sum(first: number, last: number, leastOf: (at: number) => number): number {
    if (last - first === 1) return leastOf(first);
    return leastOf(first) + this.totalNs[last - 1]! - this.totalNs[first + 1]! + leastOf(last - 1);
  }

  #ranIn(at: number): number {
    return this.totalNs[at + 1]! - this.totalNs[at]!;
  }

  /** The least of a part between two known moments that lies within a stretch: the rest of the part may have had a processor all the time. */
  #leastWithin(at: number, fromNs: number, toNs: number): number {
    const outsideNs = Math.max(0, fromNs - this.atNs[at]!) + Math.max(0, this.atNs[at + 1]! - toNs);
    return Math.max(0, this.#ranIn(at) - outsideNs);
  }
}
