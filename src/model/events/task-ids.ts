import { NumbersById } from '../columns/numbers-by-id.ts';

/**
 * Converts a stream's task ids into rows of the task table. It is the only place that knows both kinds of number. A tracer numbers its tasks
 * 1, 2, 3 …
 */
export class TaskIds {
  /** Up to this id a task's row is its id - 1, which holds for all tasks of a program with one thread. */
  #same = 0;
  /** For a part of a recording: the unknown tasks up to this id ended before the part begins. Later ids are counted from here. */
  over = 0;
  /** Row + 1 for later ids, so that zero means "unknown". */
  readonly #rows = new NumbersById();

  /** The task's index, -1 for an id that never entered (and for 0, "no task"). */
  find(id: number): number {
    return id <= this.#same ? id - 1 : this.#rows.get(id - this.over) - 1;
  }

  set(id: number, task: number): void {
    if (id === this.#same + 1 && task === this.#same) this.#same = id;
    else this.#rows.set(id - this.over, task + 1);
  }
}
