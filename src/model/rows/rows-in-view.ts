import { setItem } from './row-items.ts';
import type { RowList } from './row-list.ts';
import type { TaskSets } from './task-sets.ts';

/**
 * What somebody looks at stays where it is while more comes. Siblings that were looked at one by one when they came to be many keep
 * rows of their own up to the last in view, and the others share one after them, until neither they nor that row are in view any more.
 *
 *     leaf            leaf                       ┄┄┄┄ scrolled out of view
 *     leaf      →     leaf                 →     leaf ×80 +
 *     leaf            leaf ×78 +                 twig
 *     ┄┄┄┄ end of the view
 */
export class RowsInView {
  #ids: readonly number[] = [];
  #lookedAt: readonly number[] = [];

  /** Rows in view, by id, and which of them have been for so long that somebody may have read them. */
  are(ids: readonly number[], lookedAt: readonly number[]): void {
    this.#ids = ids;
    this.#lookedAt = lookedAt;
  }

  /** Whether tasks that have rows of their own need not have them any more. */
  isDue(sets: TaskSets, list: RowList): boolean {
    for (const set of sets.withApart) if (isShared(set, list) && !this.#shows(set, sets)) return true;
    return false;
  }

  /** To be called before rows are laid out: says which tasks are to have rows of their own. `list` are the rows until now. */
  setApart(sets: TaskSets, list: RowList): void {
    for (const set of [...sets.withApart])
      if (!isShared(set, list) || !this.#shows(set, sets)) sets.setApart(set, -1);
    // In a group a row becomes one of many in its own place.
    if (sets.grouping !== 'tree') return;
    for (const task of this.#lookedAt) {
      const set = setOfTask(task, sets);
      if (set !== null && !isShared(set, list)) sets.setApart(set, this.#lastOf(set, sets));
    }
  }

  /** One of those with rows of their own, or the row of the others: all of them together may stand before what is between. */
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
