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
    const first = Math.max(0, countAtMost(this.atNs, this.length, fromNs) - 1);
    const last = Math.min(this.length - 1, countAtMost(this.atNs, this.length, toNs));
    return last > first && this.atNs[first]! < toNs ? this.totalNs[last]! - this.totalNs[first]! : 0;
  }

  /** For how long it had one between two moments at the least, as far as moments are known: before the first and after the last it had one all the time. */
  leastBetween(fromNs: number, toNs: number): number {
    if (!(toNs > fromNs)) return 0;
    const first = Math.max(0, countAtMost(this.atNs, this.length, fromNs) - 1);
    const last = Math.min(this.length - 1, countAtMost(this.atNs, this.length, toNs));
    if (last <= first) return toNs - fromNs;
    // What of a stretch between two moments is not within may all have been run, of as much as was; but where nobody was asked for long,
    // nothing was withheld.
    const leastOf = (at: number): number => {
      const [startNs, endNs] = [this.atNs[at]!, this.atNs[at + 1]!];
      const ranNs = this.totalNs[at + 1]! - this.totalNs[at]!;
      const outsideNs = Math.max(0, fromNs - startNs) + Math.max(0, endNs - toNs);
      if (endNs - startNs >= QUIET_NS) return Math.min(ranNs, endNs - startNs - outsideNs);
      return Math.max(0, ranNs - outsideNs);
    };
    const unknownNs = Math.max(0, this.atNs[first]! - fromNs) + Math.max(0, toNs - this.atNs[last]!);
    if (last - first === 1) return leastOf(first) + unknownNs;
    return (
      leastOf(first) + this.totalNs[last - 1]! - this.totalNs[first + 1]! + leastOf(last - 1) + unknownNs
    );
  }
}
