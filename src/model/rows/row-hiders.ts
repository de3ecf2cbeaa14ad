import type { RowIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { Fold } from '../picture/fold.ts';
import { allOf, type Work } from '../work.ts';
import { setItem, threadItem } from './row-items.ts';
import type { RowLayout } from './row-layout.ts';
import { type Listed, NOTHING_LISTED, type RowList } from './row-list.ts';
import { rowTreeOf } from './row-tree.ts';
import { Standings, UNKNOWN } from './standings.ts';
import type { TaskSets } from './task-sets.ts';

/** Tasks looked at before something else may be answered: 1 ms, and ten times that in code that has hardly run yet. */
const PIECE = 8192;

/** Rows, and what they were laid out by. */
export interface LaidOut {
  readonly list: RowList;
  readonly sets: TaskSets;
  readonly layout: RowLayout;
}

/**
 * In which row a task is that may have none of its own: in the nearest that stands for it, or for who started it; and so
 * what a closed row stands for.
 *
 *     ▸ leaf ×2,000 +4,000      a set: its members, and what they started
 *     ▸ order +12               a collapsed task: what it started, directly or not
 *
 * Where one task is, is looked for when somebody asks. What closed rows stand for is known after all tasks that are wanted
 * were looked at, once; as more come only they are, unless a row has gone since. What is known while all tasks are wanted is
 * kept while a filter is set.
 */
export class RowHiders {
  readonly #model: Model;
  readonly #laidOut: () => LaidOut;
  #ofAll: Standings;
  #listed: Listed = NOTHING_LISTED;
  /** While only some tasks are wanted. */
  #ofSome: Standings | null = null;
  #changes = 0;

  /** `laidOut` lays rows out first, where that is due. */
  constructor(model: Model, laidOut: () => LaidOut) {
    this.#model = model;
    this.#laidOut = laidOut;
    this.#ofAll = new Standings(model, null);
  }

  /** The rows of which is known what they stand for, all tasks being wanted. */
  get listed(): Listed {
    return this.#listed;
  }

  /** Changes when rows stand for others than before, besides those that are new. */
  get changes(): number {
    return this.#changes;
  }

  /** Sets are others now. */
  forget(): void {
    this.#ofAll = new Standings(this.#model, null);
    this.#ofSome = null;
    this.#listed = NOTHING_LISTED;
  }

  /** To be told when rows were laid out; of a tree of all tasks also which, and whether they are others than `listed`. */
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

  /** Null where none shows it. */
  rowOf(task: number): RowIndex | null {
    const laidOut = this.#laidOut();
    const { list, sets } = laidOut;
    const tree = rowTreeOf(this.#model);
    let known = task;
    // What rows do not know of yet is where who started it is.
    while (known >= sets.members.length && known >= 0) known = tree.above(known);
    return list.find(known < 0 ? this.#threadOf(task) : this.#itemOf(known, laidOut));
  }

  /** How many tasks a closed row hides that no other tells of: its own, and a set's own, are not among them. */
  hiddenIn(id: number): number {
    allOf(this.#taking());
    return this.#standings.get(id)?.hidden ?? 0;
  }

  /** Whether a row stands for a task that is not its own. */
  isIn(id: number, task: number): boolean {
    const laidOut = this.#laidOut();
    const { sets, layout } = laidOut;
    if (task === id || task >= sets.members.length || this.#itemOf(task, laidOut) !== id) return false;
    return id === setItem(sets.members.set.get(task)) ? layout.isWanted(task) : layout.isMatch(task);
  }

  /** All that it stands for, members of its own set among them. */
  foldOf(id: number): Fold {
    allOf(this.gathering(id));
    return this.#standings.get(id)!.fold!;
  }

  /** Gathers and sums up what a row stands for, where that is more than itself, in pieces. */
  *gathering(id: number): Work<void> {
    yield* this.#taking();
    yield* this.#standings.gathering(id);
  }

  get #standings(): Standings {
    return this.#ofSome ?? this.#ofAll;
  }

  /** Takes in tasks that are new, in pieces. */
  *#taking(): Work<void> {
    for (;;) {
      const laidOut = this.#laidOut();
      const { sets, layout } = laidOut;
      const standings = this.#standings;
      const { length } = sets.members;
      // A group hides none but its own.
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

  /** What stands for a task: itself where it has a row. */
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
    // A chain of tasks is climbed once, however many of them are asked for.
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
