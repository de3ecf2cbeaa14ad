import { SEVERAL_REACTIONS } from '../../protocol/events.ts';
import { NS_PER_US } from '../../protocol/units.ts';
import { countAtMost, NO_FLOAT64, NO_INT32, NO_UINT32, Table } from '../columns/columns.ts';

const US_BITS = 12;
const US_MASK = (1 << US_BITS) - 1;

/** For one stream, one row per call of a function that a promise called and that is not a task, or for several short calls of it. In order of time. */
export class ReactionTable extends Table {
  /** The tracer's id of the function. */
  site = NO_UINT32;
  /** The task on whose behalf it ran, -1 if unknown. */
  task = NO_INT32;
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  /** How many calls the row stands for. */
  count = NO_UINT32;

  /**
   * Adds what a `reaction` record says. Between several short calls of a function, others may have run that already have rows. Then the row
   * begins after those.
   */
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

  /** The first row that ended after a moment. */
  firstAfter(ns: number): number {
    return countAtMost(this.toNs, this.length, ns);
  }
}
