import { SEVERAL_REACTIONS } from '../../protocol/events.ts';
import { NS_PER_US } from '../../protocol/units.ts';
import { countAtMost, FIRST_ROWS, Table } from '../columns/columns.ts';

const US_BITS = 12;
const US_MASK = (1 << US_BITS) - 1;

/** Of one stream: a row for a function that a promise called and that is no task, or for several short ones of the same function. In order of time. */
export class ReactionTable extends Table {
  /** The tracer's id of the function. */
  site = new Uint32Array(FIRST_ROWS);
  /** On whose behalf it ran, -1 for nobody known. */
  task = new Int32Array(FIRST_ROWS);
  fromNs = new Float64Array(FIRST_ROWS);
  toNs = new Float64Array(FIRST_ROWS);
  /** How often it ran in that time. */
  count = new Uint32Array(FIRST_ROWS);

  /** As a `reaction` record says it. Several of one function may have had others between them, which are told already: then they count from there. */
  add(argument: number, a: number, task: number, toNs: number): void {
    const before = this.length === 0 ? 0 : this.toNs[this.length - 1]!;
    const isOne = argument < SEVERAL_REACTIONS;
    const ns = (isOne ? a : a & US_MASK) * NS_PER_US;
    const reaction = this.addRow();
    this.site[reaction] = argument % SEVERAL_REACTIONS;
    this.task[reaction] = task;
    this.fromNs[reaction] = Math.max(before, toNs - ns);
    this.toNs[reaction] = toNs;
    this.count[reaction] = isOne ? 1 : a >>> US_BITS;
  }

  /** The first that ended after a moment. */
  firstAfter(ns: number): number {
    return countAtMost(this.toNs, this.length, ns);
  }
}
