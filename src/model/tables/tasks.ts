import { TaskState } from '../events/transitions.ts';
import { FIRST_ROWS, Table } from './columns.ts';

/** One row a task. Indices are -1 where there is none; `endNs` is Infinity while the task is alive. */
export class TaskTable extends Table {
  stream = new Uint16Array(FIRST_ROWS);
  /** What the tracer calls it. */
  id = new Uint32Array(FIRST_ROWS);
  /** A TaskKind. */
  kind = new Uint8Array(FIRST_ROWS);
  /** 1 for a callback that was asked to run before the loop goes on, ahead of microtasks. */
  isTick = new Uint8Array(FIRST_ROWS);
  /** The tracer's id of the place it is defined at, 0 for none. */
  site = new Uint32Array(FIRST_ROWS);

  /** Who started it, and whom it started, in order of start. */
  parent = new Int32Array(FIRST_ROWS);
  firstChild = new Int32Array(FIRST_ROWS);
  lastChild = new Int32Array(FIRST_ROWS);
  nextSibling = new Int32Array(FIRST_ROWS);
  childCount = new Uint32Array(FIRST_ROWS);

  /** A TaskState. */
  state = new Uint8Array(FIRST_ROWS);
  /** An Outcome; `pending` until it ends. */
  outcome = new Uint8Array(FIRST_ROWS);
  startNs = new Float64Array(FIRST_ROWS);
  endNs = new Float64Array(FIRST_ROWS);

  /** Time in each state, up to the last change of state; `running` includes the tasks it called. */
  runningNs = new Float64Array(FIRST_ROWS);
  readyNs = new Float64Array(FIRST_ROWS);
  suspendedNs = new Float64Array(FIRST_ROWS);
  /** Time it held the loop itself, without the tasks it called. */
  selfNs = new Float64Array(FIRST_ROWS);

  /** Its runs, chained by `RunTable.next`. */
  firstRun = new Int32Array(FIRST_ROWS);
  lastRun = new Int32Array(FIRST_ROWS);
  runCount = new Uint32Array(FIRST_ROWS);
  /** How often it was suspended, yields included. */
  suspensionCount = new Uint32Array(FIRST_ROWS);
  /** How often at a `yield`. */
  yieldCount = new Uint32Array(FIRST_ROWS);

  /** The tracer's id of the call that dropped its promise, 0 for none. */
  leftAt = new Uint32Array(FIRST_ROWS);

  /** Where its label is in the model's texts. */
  label = new Int32Array(FIRST_ROWS);

  /** The chain of tasks that nobody started, by `nextSibling`, in order of arrival. */
  firstRoot = -1;
  lastRoot = -1;

  add(stream: number, id: number, kind: number, site: number, parent: number, startNs: number): number {
    const task = this.addRow();
    this.stream[task] = stream;
    this.id[task] = id;
    this.kind[task] = kind;
    this.site[task] = site;
    this.parent[task] = parent;
    this.firstChild[task] = -1;
    this.lastChild[task] = -1;
    this.nextSibling[task] = -1;
    this.state[task] = TaskState.running;
    this.startNs[task] = startNs;
    this.endNs[task] = Number.POSITIVE_INFINITY;
    this.firstRun[task] = -1;
    this.lastRun[task] = -1;
    this.label[task] = -1;
    if (parent >= 0) this.#addChild(parent, task);
    else this.#addRoot(task);
    return task;
  }

  #addRoot(task: number): void {
    if (this.lastRoot < 0) this.firstRoot = task;
    else this.nextSibling[this.lastRoot] = task;
    this.lastRoot = task;
  }

  #addChild(parent: number, child: number): void {
    const last = this.lastChild[parent]!;
    if (last < 0) this.firstChild[parent] = child;
    else this.nextSibling[last] = child;
    this.lastChild[parent] = child;
    this.childCount[parent]!++;
  }
}
