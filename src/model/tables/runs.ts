import { FIRST_ROWS, Table } from './columns.ts';

/** Bits of `RunTable.flags`. */
export const RunFlag = {
  /** The run ended in a wait, not with the task. */
  wait: 1,
  /** The wait is at a `yield`: for the next request, not for anything awaited. */
  yield: 2,
  /** `readyNs` is known exactly; otherwise it is the earliest it can have been. */
  readyExact: 4,
  /** No `ready` was told before the task ran again: what it waited for was there already. */
  wasThere: 8,
} as const;

/**
 * One row a run together with the wait it ended in, since a task's life alternates between the two:
 *
 *     fromNs     toNs        readyNs      fromNs of `next`, or the task's end
 *       |  run    |  suspended  |  ready     |
 *
 * so that a run and its wait have the same index.
 */
export class RunTable extends Table {
  task = new Int32Array(FIRST_ROWS);
  /** The same task's next run, -1 for none so far. */
  next = new Int32Array(FIRST_ROWS);
  /** The run that held the loop when it began, and has it again afterwards: its caller. -1 for none. */
  outer = new Int32Array(FIRST_ROWS);
  /** In which turn of its stream's loop it began. */
  turn = new Int32Array(FIRST_ROWS);
  fromNs = new Float64Array(FIRST_ROWS);
  /** Infinity while it runs. */
  toNs = new Float64Array(FIRST_ROWS);
  flags = new Uint8Array(FIRST_ROWS);

  /** The tracer's id of the place of the wait, 0 for none. */
  site = new Uint32Array(FIRST_ROWS);
  /** An AwaitedKind. */
  awaited = new Uint8Array(FIRST_ROWS);
  /** The awaited task's index, or the timer's delay in milliseconds; -1 for neither. */
  reference = new Int32Array(FIRST_ROWS);
  /** What the awaited thing is called, as the index of a text; -1 for nothing; -2 - n for combination n, see `combination`. */
  about = new Int32Array(FIRST_ROWS);
  /** Infinity while what it waits for has not happened. */
  readyNs = new Float64Array(FIRST_ROWS);
  /** The task that was running when it happened, -1 for none. */
  waker = new Int32Array(FIRST_ROWS);

  add(task: number, turn: number, fromNs: number, outer: number): number {
    const run = this.addRow();
    this.task[run] = task;
    this.next[run] = -1;
    this.outer[run] = outer;
    this.turn[run] = turn;
    this.fromNs[run] = fromNs;
    this.toNs[run] = Number.POSITIVE_INFINITY;
    this.reference[run] = -1;
    this.about[run] = -1;
    this.readyNs[run] = Number.POSITIVE_INFINITY;
    this.waker[run] = -1;
    return run;
  }

  /** The combination that a run's wait is for, -1 where it is for one thing. */
  combination(run: number): number {
    return Math.max(-1, -2 - this.about[run]!);
  }

  setCombination(run: number, combination: number): void {
    this.about[run] = -2 - combination;
  }
}
