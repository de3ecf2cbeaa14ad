import { BitField, LongTable } from '../columns/long-table.ts';
import { FewColumn, Lengths, NearIndexColumn, NearRowColumn } from '../columns/near-columns.ts';
import { SparseIndexColumn } from '../columns/sparse-column.ts';
import { LaterColumn, MomentColumn, SoonColumn } from '../columns/time-columns.ts';

/** Bits of `RunTable.flags`. */
export const RunFlag = {
  /** The run ended in a wait, not with the task's end. */
  wait: 1,
  /** The wait is at a `yield`: it waits for the next request and not for something awaited. */
  yield: 2,
  /** `readyNs` is exact; otherwise it is the earliest possible moment. */
  readyExact: 4,
  /** No `ready` was recorded before the task ran again: what it waited for had already happened. */
  wasThere: 8,
  /** The task that it waited for is the one that woke it. */
  byAwaited: 16,
} as const;

/**
 * One row per run, together with the wait that it ended in, since a task's life alternates between the two:
 *
 *     fromNs     toNs        readyNs      fromNs of `next`, or the task's end
 *       |  run    |  suspended  |  ready     |
 *
 * So a run and its wait have the same index. The rows of a stream are in order of their beginning. A row takes 20 bytes if the rows and
 * moments that it refers to are near.
 */
export class RunTable extends LongTable {
  /** How many tasks there were when each run began. */
  readonly #tasks = new Lengths();
  readonly task = this.column(new NearIndexColumn(this.#tasks));
  /** The next run of the same task, -1 for none so far. */
  readonly next = this.column(new NearRowColumn());
  /** Its caller: the run that held the loop when it began, and goes on afterwards. -1 for none. */
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
  /** When what it waits for happened; Infinity until then. */
  readonly readyNs = this.column(new LaterColumn(this.fromNs));
  /** The task that was running when that happened, -1 for none. */
  readonly waker = new Wakers(this, this.column(new SparseIndexColumn()));

  /** Adds a run; `tasks` is how many tasks there are. */
  add(task: number, fromNs: number, outer: number, tasks: number): number {
    const run = this.addRow();
    this.#tasks.note(run, tasks);
    this.task.set(run, task);
    this.fromNs.set(run, fromNs);
    if (outer >= 0) this.outer.set(run, outer);
    return run;
  }

  /** A run has ended in a wait. `flags` (of RunFlag) replaces all flags that it had. */
  setWait(run: number, site: number, awaited: number, flags: number): void {
    this.#wait.set(run, site | (awaited << 20) | (flags << 24));
  }

  /** Sets some flags and clears others. */
  changeFlags(run: number, on: number, off = 0): void {
    this.#wait.set(run, (this.#wait.get(run) | (on << 24)) & ~(off << 24));
  }

  /** The combination that a run's wait is for, -1 if it waits for a single thing. */
  combination(run: number): number {
    return Math.max(-1, -2 - this.about.get(run));
  }

  setCombination(run: number, combination: number): void {
    this.about.set(run, -2 - combination);
  }
}

/** The waker of each wait. It is mostly the task that was awaited, which `reference` names already. */
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
