import { BitField, LongTable } from '../columns/long-table.ts';
import { FewColumn, Lengths, NearIndexColumn, NearRowColumn } from '../columns/near-columns.ts';
import { SparseIndexColumn } from '../columns/sparse-column.ts';
import { LaterColumn, MomentColumn, SoonColumn } from '../columns/time-columns.ts';

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
  /** The task that it waits for is the one that woke it. */
  byAwaited: 16,
} as const;

/**
 * One row a run together with the wait it ended in, since a task's life alternates between the two:
 *
 *     fromNs     toNs        readyNs      fromNs of `next`, or the task's end
 *       |  run    |  suspended  |  ready     |
 *
 * so that a run and its wait have the same index. Rows are in order of their beginning, within a stream. 20 bytes each, where what
 * they name is not far.
 */
export class RunTable extends LongTable {
  /** How many tasks there were. */
  readonly #tasks = new Lengths();
  readonly task = this.column(new NearIndexColumn(this.#tasks));
  /** The same task's next run, -1 for none so far. */
  readonly next = this.column(new NearRowColumn());
  /** The run that held the loop when it began, and has it again afterwards: its caller. -1 for none. */
  readonly outer = this.column(new NearRowColumn());
  readonly fromNs = this.column(new MomentColumn());
  /** Infinity while it runs. */
  readonly toNs = this.column(new SoonColumn(this.fromNs));
  readonly #wait = this.column(new FewColumn());
  readonly flags = new BitField(this.#wait, 24, 5);

  /** The tracer's id of the place of the wait, 0 for none. */
  readonly site = new BitField(this.#wait, 0, 20);
  /** An AwaitedKind. */
  readonly awaited = new BitField(this.#wait, 20, 4);
  /** The awaited task's index, or the timer's delay in milliseconds; -1 for neither. */
  readonly reference = this.column(new NearIndexColumn(this.#tasks));
  /** What the awaited thing is called, as the index of a text; -1 for nothing; -2 - n for combination n, see `combination`. */
  readonly about = this.column(new SparseIndexColumn());
  /** Infinity while what it waits for has not happened. */
  readonly readyNs = this.column(new LaterColumn(this.fromNs));
  /** The task that was running when it happened, -1 for none. */
  readonly waker = new Wakers(this, this.column(new SparseIndexColumn()));

  /** After `tasks` tasks. */
  add(task: number, fromNs: number, outer: number, tasks: number): number {
    const run = this.addRow();
    this.#tasks.note(run, tasks);
    this.task.set(run, task);
    this.fromNs.set(run, fromNs);
    if (outer >= 0) this.outer.set(run, outer);
    return run;
  }

  /** A run ended in a wait. `flags`: of RunFlag, and no others than these. */
  setWait(run: number, site: number, awaited: number, flags: number): void {
    this.#wait.set(run, site | (awaited << 20) | (flags << 24));
  }

  /** Sets some flags and clears others. */
  changeFlags(run: number, on: number, off = 0): void {
    this.#wait.set(run, (this.#wait.get(run) | (on << 24)) & ~(off << 24));
  }

  /** The combination that a run's wait is for, -1 where it is for one thing. */
  combination(run: number): number {
    return Math.max(-1, -2 - this.about.get(run));
  }

  setCombination(run: number, combination: number): void {
    this.about.set(run, -2 - combination);
  }
}

/** Mostly it is the task that was waited for, which `reference` names already. */
class Wakers {
  readonly #runs: RunTable;
  readonly #others: SparseIndexColumn;

  constructor(runs: RunTable, others: SparseIndexColumn) {
    this.#runs = runs;
    this.#others = others;
  }

  get(run: number): number {
    const { flags, reference } = this.#runs;
    return (flags.get(run) & RunFlag.byAwaited) !== 0 ? reference.get(run) : this.#others.get(run);
  }

  /** The wait's reference must not change afterwards. */
  set(run: number, waker: number): void {
    const byAwaited = waker >= 0 && this.#runs.reference.get(run) === waker;
    const wasBy = (this.#runs.flags.get(run) & RunFlag.byAwaited) !== 0;
    if (!byAwaited) this.#others.set(run, waker);
    if (byAwaited && !wasBy) this.#runs.changeFlags(run, RunFlag.byAwaited);
    if (wasBy && !byAwaited) this.#runs.changeFlags(run, 0, RunFlag.byAwaited);
  }
}
