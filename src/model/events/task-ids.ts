import { grown } from '../columns/columns.ts';

/**
 * A tracer numbers its tasks 1, 2, 3 …. An id is kept in a map instead where the array would be more than this many times as
 * long as there are tasks, or longer than this at first: it would take gigabytes of a file that names tasks as it likes.
 */
const MOST_A_TASK = 16;
const LONG_AT_FIRST = 1 << 16;

/** Knows which row of the task table a stream's task is: the only place where both kinds of number meet. */
export class TaskIds {
  /** Up to this id a task's row is its id - 1: for all tasks of a program with one thread. */
  #same = 0;
  /** Of a part of a recording: tasks up to this id that are not there were over before it. Later ones are counted from here. */
  over = 0;
  /** Row + 1 by id beyond that, so that zero is "not known". */
  #dense = new Uint32Array(0);
  #sparse = new Map<number, number>();

  /** The task's index, -1 for an id that never entered (and for 0, "no task"). */
  find(id: number): number {
    if (id <= this.#same) return id - 1;
    const later = id - this.over;
    if (later >= 0 && later < this.#dense.length) return this.#dense[later]! - 1;
    return this.#sparse.size === 0 ? -1 : (this.#sparse.get(id) ?? -1);
  }

  set(id: number, task: number): void {
    if (id === this.#same + 1 && task === this.#same) {
      this.#same = id;
      return;
    }
    const later = id - this.over;
    if (later < 0) {
      this.#sparse.set(id, task);
      return;
    }
    if (later >= this.#dense.length) {
      if (later > LONG_AT_FIRST + MOST_A_TASK * task) {
        this.#sparse.set(id, task);
        return;
      }
      this.#dense = grown(this.#dense, Math.max(this.#dense.length * 2, later + 1));
      for (const [known, row] of this.#sparse) {
        const at = known - this.over;
        if (at >= 0 && at < this.#dense.length) this.#dense[at] = row + 1;
      }
    }
    this.#dense[later] = task + 1;
  }
}
