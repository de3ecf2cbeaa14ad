import { BitField, Int32Column, LongTable } from '../columns/long-table.ts';
import {
  CountColumn,
  FewColumn,
  Lengths,
  MOST_AHEAD,
  NearIndexColumn,
  NearRowColumn,
} from '../columns/near-columns.ts';
import { SparseColumn, SparseIndexColumn } from '../columns/sparse-column.ts';
import { LaterColumn, LengthColumn, MomentColumn, ShortLengthColumn } from '../columns/time-columns.ts';
import { TaskState } from '../events/transitions.ts';
import type { RunTable } from './runs.ts';

/** One row per task. Indices are -1 for none; `endNs` is Infinity while the task is alive. A row takes 32 bytes, and more for what few tasks have. */
export class TaskTable extends LongTable {
  readonly #runs: RunTable;
  readonly stream = this.column(new Int32Column());
  /** How much larger the tracer's id, which counts from 1, is than the row's number + 1. */
  readonly #idAhead = this.column(new SparseColumn());
  readonly #bits = this.column(new FewColumn());
  /** The tracer's id of the site where it is defined, 0 for none. */
  readonly site = new BitField(this.#bits, 0, 20);
  /** A TaskKind. */
  readonly kind = new BitField(this.#bits, 20, 3);
  /** 1 for a callback that was asked to run before the loop goes on, ahead of microtasks. */
  readonly isTick = new BitField(this.#bits, 23, 1);
  /** An Outcome; `pending` until it ends. */
  readonly outcome = new BitField(this.#bits, 24, 2);
  /** A TaskState. */
  readonly state = new BitField(this.#bits, 26, 3);

  /** The task that started it, and how many tasks it started. */
  readonly parent = this.column(new NearRowColumn());
  readonly childCount = this.column(new CountColumn());
  /** The last task that it started. */
  readonly lastChild = this.column(new NearRowColumn());
  /** The next sibling in order of start; after the last comes the first. */
  readonly #afterChild = this.column(new NearRowColumn());

  /** Its first run says the same, but reading that is slower, and every sum over tasks needs it. */
  readonly startNs = this.column(new MomentColumn());
  readonly endNs = this.column(new LaterColumn(this.startNs));

  /** Time in each state up to its last change of state. `runningNs` includes the tasks that it called. */
  readonly runningNs: Remainders;
  readonly readyNs = this.column(new LengthColumn());
  readonly suspendedNs = this.column(new LengthColumn());
  /** For how long it held the loop itself, without the tasks that it called. */
  readonly selfNs = this.column(new ShortLengthColumn());

  /** How many runs there were when each task began. */
  readonly #runsBefore = new Lengths();
  /** Its first and last run; runs are chained by `RunTable.next`. */
  readonly firstRun = this.column(new NearIndexColumn(this.#runsBefore));
  readonly lastRun = this.column(new NearIndexColumn(this.#runsBefore, MOST_AHEAD));
  readonly runCount = this.column(new CountColumn());
  /** How often it was suspended at a `yield`. */
  readonly yieldCount = this.column(new SparseColumn());

  /** The tracer's id of the call that dropped its promise, 0 for none. */
  readonly leftAt = this.column(new SparseColumn());

  /** The index of its label in the model's texts. */
  readonly label = this.column(new SparseIndexColumn());

  /** The first of the tasks that no other one started. They are chained by `nextSibling`, in order of arrival. */
  firstRoot = -1;
  #lastRoot = -1;

  constructor(runs: RunTable) {
    super();
    this.#runs = runs;
    this.runningNs = new Remainders(this, runs);
  }

  /** Adds a task. Its first run must be added right afterwards. */
  add(stream: number, id: number, kind: number, site: number, parent: number, startNs: number): number {
    const task = this.addRow();
    if (stream !== 0) this.stream.set(task, stream);
    if (id !== task + 1) this.#idAhead.set(task, id - task - 1);
    this.#bits.set(task, site | (kind << 20) | (TaskState.running << 26));
    this.startNs.set(task, startNs);
    this.#runsBefore.note(task, this.#runs.length);
    if (parent >= 0) this.#addChild(parent, task);
    else this.#addRoot(task);
    return task;
  }

  /** The tracer's id of a task. */
  idOf(task: number): number {
    return (task + 1 + this.#idAhead.get(task)) >>> 0;
  }

  /** The first task that a task started, -1 for none. */
  firstChild(task: number): number {
    const last = this.lastChild.get(task);
    return last < 0 ? -1 : this.#afterChild.get(last);
  }

  /** The task that was started next by the same task, or by none; -1 for none. */
  nextSibling(task: number): number {
    const parent = this.parent.get(task);
    return parent >= 0 && this.lastChild.get(parent) === task ? -1 : this.#afterChild.get(task);
  }

  /** The tasks that a task started (for -1: that no task started), in order of arrival. */
  children(task: number): number[] {
    const children: number[] = [];
    const last = task < 0 ? this.#lastRoot : this.lastChild.get(task);
    if (last < 0) return children;
    let child = task < 0 ? this.firstRoot : this.#afterChild.get(last);
    for (; child !== last; child = this.#afterChild.get(child)) children.push(child);
    children.push(last);
    return children;
  }

  #addRoot(task: number): void {
    if (this.#lastRoot < 0) this.firstRoot = task;
    else this.#afterChild.set(this.#lastRoot, task);
    this.#lastRoot = task;
  }

  #addChild(parent: number, child: number): void {
    this.parent.set(child, parent);
    const last = this.lastChild.get(parent);
    this.#afterChild.set(child, last < 0 ? child : this.#afterChild.get(last));
    if (last >= 0) this.#afterChild.set(last, child);
    this.lastChild.set(parent, child);
    this.childCount.increment(parent);
  }
}

/** A column that is computed from others: what remains of a task's life. */
class Remainders {
  readonly #tasks: TaskTable;
  readonly #runs: RunTable;

  constructor(tasks: TaskTable, runs: RunTable) {
    this.#tasks = tasks;
    this.#runs = runs;
  }

  get(task: number): number {
    const { startNs, readyNs, suspendedNs } = this.#tasks;
    return this.#changedNs(task) - startNs.get(task) - readyNs.get(task) - suspendedNs.get(task);
  }

  /** The moment up to which a task's times are added up. */
  #changedNs(task: number): number {
    const state = this.#tasks.state.get(task);
    if (state === TaskState.over) return this.#tasks.endNs.get(task);
    const run = this.#tasks.lastRun.get(task);
    return state === TaskState.running ? this.#runs.fromNs.get(run) : this.#runs.toNs.get(run);
  }
}
