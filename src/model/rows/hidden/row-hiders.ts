import type { RowIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import type { Fold } from '../../picture/fold.ts';
import { allOf, type Work } from '../../work.ts';
import { setItem, threadItem } from '../row-items.ts';
import type { RowLayout } from '../row-layout.ts';
import { type Listed, NOTHING_LISTED, type RowList } from '../row-list.ts';
import { rowTreeOf } from '../row-tree.ts';
import type { TaskSets } from '../task-sets.ts';
import { Standings, UNKNOWN } from './standings.ts';

/** Tasks looked at before other questions may be answered: 1 ms, and ten times that in code that is not optimised yet. */
const PIECE = 8192;

/** The rows, and what they were laid out from. */
export interface LaidOut {
  readonly list: RowList;
  readonly sets: TaskSets;
  readonly layout: RowLayout;
}

/**
 * Knows in which row a task is that has none of its own: in the row that stands for it, or else for the nearest of its ancestors. And so
 * it knows which tasks a closed row stands for.
 *
 *     ▸ leaf ×2,000 +4,000      a set: its members, and all that they started
 *     ▸ order +12               a collapsed task: all that it started, directly or not
 *
 * The row of a single task is searched when it is asked for. What closed rows stand for takes one pass over all tasks that match the
 * filter; when more tasks come only those are added, unless a row has disappeared. The result without a filter is kept while one is set.
 */
export class RowHiders {
  readonly #model: Model;
  readonly #laidOut: () => LaidOut;
  #ofAll: Standings;
  #listed: Listed = NOTHING_LISTED;
  /** The result while a filter is set. */
  #ofSome: Standings | null = null;
  #changes = 0;

  /** `laidOut` lays the rows out first if necessary. */
  constructor(model: Model, laidOut: () => LaidOut) {
    this.#model = model;
    this.#laidOut = laidOut;
    this.#ofAll = new Standings(model, null);
  }

  /** The rows for which the result without a filter holds. */
  get listed(): Listed {
    return this.#listed;
  }

  /** Changes when a row stands for other tasks than before, not counting new ones. */
  get changes(): number {
    return this.#changes;
  }

  /** To be called when the sets have changed. */
  forget(): void {
    this.#ofAll = new Standings(this.#model, null);
    this.#ofSome = null;
    this.#listed = NOTHING_LISTED;
  }

  /** To be called when rows were laid out: with the rows, if they are a tree without a filter, and whether they differ from `listed`. */
  rowsAre(listed: Listed | null, isOther: boolean): void {
    const wereAll = this.#ofSome === null;
    if (listed === null) this.#ofSome = new Standings(this.#model, this.#ofSome);
    else {
      this.#ofSome = null;
      this.#listed = listed;
      if (isOther) this.#ofAll = new Standings(this.#model, this.#ofAll);
    }
    if (listed === null || isOther || !wereAll) this.#changes++;
  }

  /** The row of a task; null if none shows it. */
  rowOf(task: number): RowIndex | null {
    const laidOut = this.#laidOut();
    const { list, sets } = laidOut;
    const tree = rowTreeOf(this.#model);
    let known = task;
    // A task that the rows do not know of yet is shown where its starter is.
    while (known >= sets.members.length && known >= 0) known = tree.above(known);
    return list.find(known < 0 ? this.#threadOf(task) : this.#itemOf(known, laidOut));
  }

  /** How many tasks a closed row hides that no other row shows, besides its own task or those of its own set. */
  hiddenIn(id: number): number {
    allOf(this.#taking());
    return this.#standings.get(id)?.hidden ?? 0;
  }

  /** Whether a row hides a task (not its own). */
  isIn(id: number, task: number): boolean {
    const laidOut = this.#laidOut();
    const { sets, layout } = laidOut;
    if (task === id || task >= sets.members.length || this.#itemOf(task, laidOut) !== id) return false;
    return id === setItem(sets.members.set.get(task)) ? layout.isWanted(task) : layout.isMatch(task);
  }

  /** All tasks that a row stands for, including the members of its own set. */
  foldOf(id: number): Fold {
    allOf(this.gathering(id));
    return this.#standings.get(id)!.fold!;
  }

  /** Gathers and sums up, in pieces, what a row stands for besides itself. */
  *gathering(id: number): Work<void> {
    yield* this.#taking();
    yield* this.#standings.gathering(id);
  }

  get #standings(): Standings {
    return this.#ofSome ?? this.#ofAll;
  }

  /** Adds new tasks, in pieces. */
  *#taking(): Work<void> {
    for (;;) {
      const laidOut = this.#laidOut();
      const { sets, layout } = laidOut;
      const standings = this.#standings;
      const { length } = sets.members;
      // In a flat grouping, a group hides only its own tasks.
      if (sets.grouping !== 'tree' || standings.taken === length) return;
      const until = Math.min(length, standings.taken + PIECE);
      for (let task = standings.taken; task < until; task++) {
        if (!layout.isWanted(task)) continue;
        const item = this.#itemOf(task, laidOut);
        if (item === task) continue;
        const isMember = item === setItem(sets.members.set.get(task));
        if (isMember || layout.isMatch(task)) standings.add(item, task, isMember);
      }
      standings.taken = until;
      if (until === length) return;
      yield;
    }
  }

  /** The item that stands for a task: the task itself if it has a row. */
  #itemOf(task: number, laidOut: LaidOut): number {
    const { items } = this.#standings;
    const known = items.get(task);
    if (known !== UNKNOWN) return known;
    const tree = rowTreeOf(this.#model);
    const isTree = laidOut.sets.grouping === 'tree';
    let top = task;
    let item = UNKNOWN;
    for (;;) {
      item = this.#ownItemOf(top, laidOut);
      if (item !== UNKNOWN) break;
      const above = isTree ? tree.above(top) : -1;
      if (above < 0) {
        item = this.#threadOf(top);
        break;
      }
      item = items.get(above);
      if (item !== UNKNOWN) break;
      top = above;
    }
    // Results are kept along the way up, so a chain of tasks is climbed only once.
    for (let one = task; ; one = tree.above(one)) {
      items.set(one, item);
      if (one === top) return item;
    }
  }

  #ownItemOf(task: number, { list, sets }: LaidOut): number {
    if (list.find(task) !== null) return task;
    const set = setItem(sets.members.set.get(task));
    return list.find(set) === null ? UNKNOWN : set;
  }

  #threadOf(task: number): number {
    const { tasks, threads } = this.#model.tables;
    return threadItem(threads.ofStream(tasks.stream.get(task)));
  }
}
