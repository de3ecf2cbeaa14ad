import { TaskState } from '../events/transitions.ts';
import { BitField, IndexColumn, Int32Column, LongTable, Uint8Column } from './long-table.ts';
import { LaterColumn, LengthColumn, MomentColumn } from './time-columns.ts';

/** One row a task. Indices are -1 where there is none; `endNs` is Infinity while the task is alive. 58 bytes each, and 4 for each of what most programs have not: several threads, a `yield`, a label. */
export class TaskTable extends LongTable {
  readonly stream = this.column(new Int32Column());
  /** By how much the tracer's id of it, which counts from 1, is more than its row's number would have it. */
  readonly #idAhead = this.column(new Int32Column());
  readonly #bits = this.column(new Uint8Column());
  /** A TaskKind. */
  readonly kind = new BitField(this.#bits, 0, 3);
  /** 1 for a callback that was asked to run before the loop goes on, ahead of microtasks. */
  readonly isTick = new BitField(this.#bits, 3, 1);
  /** An Outcome; `pending` until it ends. */
  readonly outcome = new BitField(this.#bits, 4, 2);
  /** A TaskState. */
  readonly state = this.column(new Uint8Column());
  /** The tracer's id of the place it is defined at, 0 for none. */
  readonly site = this.column(new Int32Column());

  /** Who started it, and how many it started. */
  readonly parent = this.column(new IndexColumn());
  readonly childCount = this.column(new Int32Column());
  /** The last one that it started. */
  readonly lastChild = this.column(new IndexColumn());
  /** In order of start; after the last comes the first. */
  readonly #afterChild = this.column(new IndexColumn());

  readonly startNs = this.column(new MomentColumn());
  readonly endNs = this.column(new LaterColumn(this.startNs));

  /** Time in each state, up to the last change of state; `running` includes the tasks it called. */
  readonly runningNs = this.column(new LengthColumn());
  readonly readyNs = this.column(new LengthColumn());
  readonly suspendedNs = this.column(new LengthColumn());
  /** Time it held the loop itself, without the tasks it called. */
  readonly selfNs = this.column(new LengthColumn());

  /** Its runs, chained by `RunTable.next`. */
  readonly firstRun = this.column(new IndexColumn());
  readonly lastRun = this.column(new IndexColumn());
  readonly runCount = this.column(new Int32Column());
  /** How often it was suspended at a `yield`. */
  readonly yieldCount = this.column(new Int32Column());

  /** The tracer's id of the call that dropped its promise, 0 for none. */
  readonly leftAt = this.column(new Int32Column());

  /** Where its label is in the model's texts. */
  readonly label = this.column(new IndexColumn());

  /** The chain of tasks that nobody started, by `nextSibling`, in order of arrival. */
  firstRoot = -1;
  #lastRoot = -1;

  add(stream: number, id: number, kind: number, site: number, parent: number, startNs: number): number {
    const task = this.addRow();
    if (stream !== 0) this.stream.set(task, stream);
    if (id !== task + 1) this.#idAhead.set(task, id - task - 1);
    this.kind.set(task, kind);
    this.state.set(task, TaskState.running);
    this.site.set(task, site);
    this.startNs.set(task, startNs);
    if (parent >= 0) this.#addChild(parent, task);
    else this.#addRoot(task);
    return task;
  }

  /** What the tracer calls it. */
  idOf(task: number): number {
    return (task + 1 + this.#idAhead.get(task)) >>> 0;
  }

  /** The first one that a task started, -1 for none. */
  firstChild(task: number): number {
    const last = this.lastChild.get(task);
    return last < 0 ? -1 : this.#afterChild.get(last);
  }

  /** The one that was started next by the same task, or by nobody; -1 for none. */
  nextSibling(task: number): number {
    const parent = this.parent.get(task);
    return parent >= 0 && this.lastChild.get(parent) === task ? -1 : this.#afterChild.get(task);
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
