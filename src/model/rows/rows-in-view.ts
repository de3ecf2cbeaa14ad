import { setItem } from './row-items.ts';
import type { RowList } from './row-list.ts';
import type { TaskSets } from './task-sets.ts';

/**
 * Keeps the rows that the user looks at in their places while more tasks come. When siblings become so many that they would share one
 * row, those up to the last one in view keep rows of their own, and the others share a row after them. That lasts until none of these
 * rows is in view.
 *
 *     leaf            leaf                       ┄┄┄┄ scrolled out of view
 *     leaf      →     leaf                 →     leaf ×80 +
 *     leaf            leaf ×78 +                 twig
 *     ┄┄┄┄ end of the view
 */
export class RowsInView {
  #ids: readonly number[] = [];
  #lookedAt: readonly number[] = [];
  #isReleased = false;

  /** Sets the ids of the rows in view, and of those that have been in view long enough to have been read. */
  are(ids: readonly number[], lookedAt: readonly number[]): void {
    this.#ids = ids;
    this.#lookedAt = lookedAt;
  }

  /**
   * To be called when the user asks for other rows: none has to keep its place in the next layout. What is in view is told anew only
   * with a picture of that, so until then it still names rows of the old one.
   */
  release(): void {
    this.#isReleased = true;
  }

  /** To be called when a layout is complete. */
  laidOut(): void {
    this.#isReleased = false;
  }

  /** Whether tasks that were given rows of their own can share one again. */
  isDue(sets: TaskSets, list: RowList): boolean {
    for (const set of sets.withApart) if (isShared(set, list) && !this.#shows(set, sets)) return true;
    return false;
  }

  /** To be called before rows are laid out: decides which tasks get rows of their own. `list` has the present rows. */
  setApart(sets: TaskSets, list: RowList): void {
    if (this.#isReleased) {
      sets.shareAll();
      return;
    }
    for (const set of [...sets.withApart])
      if (!isShared(set, list) || !this.#shows(set, sets)) sets.setApart(set, -1);
    // In a flat grouping, tasks that fold do not move other rows.
    if (sets.grouping !== 'tree') return;
    for (const task of this.#lookedAt) {
      const set = setOfTask(task, sets);
      if (set !== null && !isShared(set, list)) sets.setApart(set, this.#lastOf(set, sets));
    }
  }

  /** Whether a set's shared row, or the row of one of its tasks, is in view. */
  #shows(set: number, sets: TaskSets): boolean {
    return this.#ids.some((id) => id === setItem(set) || (setOfTask(id, sets) === set && sets.isApart(id)));
  }

  #lastOf(set: number, sets: TaskSets): number {
    return Math.max(...this.#ids.filter((id) => setOfTask(id, sets) === set));
  }
}

const isShared = (set: number, list: RowList): boolean => list.find(setItem(set)) !== null;

function setOfTask(id: number, { members }: TaskSets): number | null {
  return id >= 0 && id < members.length ? members.set.get(id) : null;
}
