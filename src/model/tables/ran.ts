import { NS_PER_MS } from '../../protocol/units.ts';
import { countAtMost, FIRST_ROWS, Table } from '../columns/columns.ts';

/** While a machine is busy a thread is looked at every 4 to 16 ms, or later where who looks gets no processor either. */
const QUIET_NS = 250 * NS_PER_MS;

/** For how long a thread had a processor by some moments, in order: one row a moment. From outside it is known a few milliseconds late. */
export class RanTable extends Table {
  atNs = new Float64Array(FIRST_ROWS);
  /** From whenever. */
  totalNs = new Float64Array(FIRST_ROWS);

  /** What is older than the last is left out. */
  add(atNs: number, totalNs: number): void {
    const last = this.length - 1;
    if (last >= 0 && atNs <= this.atNs[last]!) return;
    const row = this.addRow();
    this.atNs[row] = atNs;
    this.totalNs[row] = last < 0 ? totalNs : Math.max(totalNs, this.totalNs[last]!);
  }

  /** For how long it had one from the last moment known before a stretch to the first one behind it; 0 where none is. */
  around(fromNs: number, toNs: number): number {
    const [first, last] = this.#around(fromNs, toNs);
    return last > first && this.atNs[first]! < toNs ? this.totalNs[last]! - this.totalNs[first]! : 0;
  }

  /**
   * For how long it had one between two moments at the least, as far as moments are known: before the first and after the last it had one all
   * the time, and where nobody was asked for long nothing was withheld.
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

  /** The same, whatever it did when nobody looked. */
  provenBetween(fromNs: number, toNs: number): number {
    const [first, last] = this.#around(fromNs, toNs);
    return last > first && toNs > fromNs
      ? this.#sum(first, last, (at) => this.#leastWithin(at, fromNs, toNs))
      : 0;
  }

  /** The last moment before a stretch and the first one behind it, or those nearest to it. */
  #around(fromNs: number, toNs: number): readonly [first: number, last: number] {
    const first = Math.max(0, countAtMost(this.atNs, this.length, fromNs) - 1);
    return [first, Math.min(this.length - 1, countAtMost(this.atNs, this.length, toNs))];
  }

  /** From one moment to a later one: those in between are known, of the first and the last part as much as `leastOf` says. */
  #sum(first: number, last: number, leastOf: (at: number) => number): number {
    if (last - first === 1) return leastOf(first);
    return leastOf(first) + this.totalNs[last - 1]! - this.totalNs[first + 1]! + leastOf(last - 1);
  }

  #ranIn(at: number): number {
    return this.totalNs[at + 1]! - this.totalNs[at]!;
  }

  /** What of a part between two moments is not within a stretch may all have been run, of as much as was. */
  #leastWithin(at: number, fromNs: number, toNs: number): number {
    const outsideNs = Math.max(0, fromNs - this.atNs[at]!) + Math.max(0, this.atNs[at + 1]! - toNs);
    return Math.max(0, this.#ranIn(at) - outsideNs);
  }
}
