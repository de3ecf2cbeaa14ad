import type { RowIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { Fold } from '../picture/fold.ts';
import { Int32Column, LongTable } from '../tables/long-table.ts';
import { allOf, type Work } from '../work.ts';
import { setItem, threadItem } from './row-items.ts';
import type { RowLayout } from './row-layout.ts';
import { GOLDEN, type RowList } from './row-list.ts';
import { rowTreeOf } from './row-tree.ts';
import type { TaskSets } from './task-sets.ts';

/** Tasks looked at before something else may be answered: 2 to 3 ms. */
const PIECE = 32_768;

/** What rows were laid out by. */
export interface LaidOut {
  readonly sets: TaskSets;
  readonly layout: RowLayout;
}

/** What one row stands for besides itself. */
interface Standing {
  /** How many that are no members of its own set. */
  hidden: number;
  /** All of them, and a sum that tells others from them. */
  count: number;
  sum: number;
}

/** Those tasks, up to one; `standing` is of them. */
interface Gathered {
  readonly fold: Fold;
  readonly standing: Standing;
  until: number;
}

/**
 * In which row a task is that may have none of its own: in the nearest that stands for it, or for who started it; and so
 * what a closed row stands for.
 *
 *     ▸ leaf ×2,000 +4,000      a set: its members, and what they started
 *     ▸ order +12               a collapsed task: what it started, directly or not
 *
 * By task there is the item of that row; a task's own where it has one. As more come only they are looked at, unless a row
 * has gone since.
 */
export class RowHiders {
  readonly #model: Model;
  readonly #list: RowList;
  readonly #laidOut: () => LaidOut;
  readonly #items = new Items();
  #standing = new Map<number, Standing>();
  #gathered = new Map<number, Gathered>();
  /** Whether what was gathered is still what the rows stand for. */
  #isSure = true;

  /** `laidOut` lays rows out first, where that is due. */
  constructor(model: Model, list: RowList, laidOut: () => LaidOut) {
    this.#model = model;
    this.#list = list;
    this.#laidOut = laidOut;
  }

  /** Rows have gone, or stand for others than before. */
  forget(): void {
    this.#items.clear();
    this.#standing = new Map();
    this.#isSure = false;
  }

  /** Null where none shows it. */
  rowOf(task: number): RowIndex | null {
    allOf(this.taking());
    const tree = rowTreeOf(this.#model);
    let known = task;
    // What rows do not know of yet is where who started it is.
    while (known >= this.#items.length && known >= 0) known = tree.above(known);
    return this.#list.find(known < 0 ? this.#threadOf(task) : this.#items.item.get(known));
  }

  /** How many tasks a closed row hides that no other tells of: its own, and a set's own, are not among them. */
  hiddenIn(id: number): number {
    allOf(this.taking());
    return this.#standing.get(id)?.hidden ?? 0;
  }

  /** Whether a row stands for a task that is not its own. */
  isIn(id: number, task: number): boolean {
    return (
      task !== id && task < this.#items.length && this.#items.item.get(task) === id && this.#counts(task)
    );
  }

  /** All that it stands for, members of its own set among them. */
  foldOf(id: number): Fold {
    allOf(this.gathering(id));
    return this.#gathered.get(id)!.fold;
  }

  /** Takes in tasks that are new, in pieces. */
  *taking(): Work<void> {
    const { sets } = this.#laidOut();
    while (this.#items.length + PIECE < sets.members.length) {
      this.#takeIn(this.#items.length + PIECE);
      yield;
    }
    this.#takeIn(sets.members.length);
    if (!this.#isSure) this.#keepGathered();
  }

  /** Gathers and sums up what a row stands for, where that is more than itself, in pieces. */
  *gathering(id: number): Work<void> {
    yield* this.taking();
    if (this.hiddenIn(id) === 0) return;
    const known = this.#gathered.get(id) ?? {
      fold: new Fold(this.#model, new Int32Array(0)),
      standing: { hidden: 0, count: 0, sum: 0 },
      until: 0,
    };
    this.#gathered.set(id, known);
    const found = new Int32Array(PIECE);
    while (known.until < this.#items.length) {
      const until = Math.min(known.until + PIECE, this.#items.length);
      const { item } = this.#items;
      let length = 0;
      for (let task = known.until; task < until; task++) {
        if (item.get(task) !== id || task === id || !this.#counts(task)) continue;
        found[length++] = task;
        add(known.standing, task);
      }
      known.until = until;
      if (length > 0) known.fold.add(found.slice(0, length));
      if (until < this.#items.length) yield;
    }
    yield* known.fold.summing();
  }

  /** After all were looked at again: what rows stand for the same tasks need not be summed up again. */
  #keepGathered(): void {
    this.#isSure = true;
    for (const [id, { standing, until }] of this.#gathered) {
      const now = this.#standing.get(id);
      const isSame =
        until === this.#items.length && now?.count === standing.count && now.sum === standing.sum;
      if (!isSame) this.#gathered.delete(id);
    }
  }

  #takeIn(until: number): void {
    const tree = rowTreeOf(this.#model);
    const { sets, layout } = this.#laidOut();
    const isTree = sets.grouping === 'tree';
    const { set } = sets.members;
    let id = Number.NaN;
    let standing: Standing = { hidden: 0, count: 0, sum: 0 };
    for (let task = this.#items.length; task < until; task++) {
      if (this.#list.find(task) !== null) {
        this.#items.add(task);
        continue;
      }
      const own = setItem(set.get(task));
      const above = isTree ? tree.above(task) : -1;
      const isMember = this.#list.find(own) !== null;
      const item = isMember ? own : above < 0 ? this.#threadOf(task) : this.#items.item.get(above);
      this.#items.add(item);
      if (!(isMember ? layout.isWanted(task) : layout.isMatch(task))) continue;
      if (item !== id) {
        id = item;
        standing = this.#standing.get(id) ?? { hidden: 0, count: 0, sum: 0 };
        this.#standing.set(id, standing);
      }
      add(standing, task);
      if (!isMember) standing.hidden++;
    }
  }

  /** Of those that a row stands for: whether it is wanted. */
  #counts(task: number): boolean {
    const { sets, layout } = this.#laidOut();
    if (layout.isAll) return true;
    const isMember = this.#items.item.get(task) === setItem(sets.members.set.get(task));
    return isMember ? layout.isWanted(task) : layout.isMatch(task);
  }

  #threadOf(task: number): number {
    const { tasks, threads } = this.#model.tables;
    return threadItem(threads.ofStream(tasks.stream.get(task)));
  }
}

function add(standing: Standing, task: number): void {
  standing.count++;
  standing.sum = (standing.sum + Math.imul(task + 1, GOLDEN)) | 0;
}

class Items extends LongTable {
  readonly item = this.column(new Int32Column());

  add(item: number): void {
    this.item.set(this.addRow(), item);
  }

  clear(): void {
    this.length = 0;
  }
}
