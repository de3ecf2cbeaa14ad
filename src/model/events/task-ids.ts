import { grown } from '../columns/columns.ts';

/**
 * A tracer numbers its tasks 1, 2, 3 …, so an array serves. An id goes into a map instead if the array would have to be longer than
 * `LONG_AT_FIRST` plus `MOST_A_TASK` times the number of tasks: a file with arbitrary ids could make it take gigabytes.
 */
const MOST_A_TASK = 16;
const LONG_AT_FIRST = 1 << 16;

/** Converts a stream's task ids into rows of the task table. It is the only place that knows both kinds of number. */
export class TaskIds {
  /** Up to this id a task's row is its id - 1, which holds for all tasks of a program with one thread. */
  #same = 0;
  /** For a part of a recording: the unknown tasks up to this id ended before the part begins. Later ids are counted from here. */
  over = 0;
  /** Row + 1 for later ids, so that zero means "unknown". */
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
