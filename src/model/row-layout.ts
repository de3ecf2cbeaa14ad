import { failuresBelow } from './failures-below.ts';
import { Fold } from './fold.ts';
import type { Model } from './model.ts';
import { rootsOf } from './roots.ts';
import { Shown } from './row-filter.ts';
import type { Sorting } from './row-order.ts';
import type { Grouping, TaskSets } from './task-sets.ts';

/** Siblings that are alike stand for one another from this many on: two screens full of them. */
export const FOLDED_FROM = 50;

/** The only call of a function is told by its own bars; what is only one of its kind is still one of a kind. */
const LEAST_FOLDED: Readonly<Record<Grouping, number>> = {
  tree: FOLDED_FROM,
  function: 2,
  kind: 1,
  file: 1,
  thread: 1,
};

export interface Wanted {
  /** A `Shown` for every task; null where no filter is set. */
  readonly shown: Uint8Array | null;
  /** Only tasks that had begun by then. */
  readonly untilNs: number;
}

/**
 * What stands below what, and in which order, for one moment of the model. An item is a task, or a set of tasks as
 * -1 - its number. No member of a set that stays closed is looked at.
 */
export class RowLayout {
  readonly #model: Model;
  readonly #sets: TaskSets;
  readonly #sorting: Sorting;
  readonly #wanted: Wanted;
  readonly #isTree: boolean;
  /** By set, how many of its tasks are wanted. */
  readonly #sizes: Uint32Array;
  /** Those that were asked for, by set. */
  readonly #folds = new Map<number, Fold>();
  #failedBelow: Uint32Array | null = null;
  #failedVersion = -1;
  /** -1 while nobody asked. */
  #matchCount = -1;

  constructor(model: Model, sets: TaskSets, sorting: Sorting, wanted: Wanted) {
    this.#model = model;
    this.#sets = sets;
    this.#sorting = sorting;
    this.#wanted = wanted;
    this.#isTree = sets.grouping === 'tree';
    this.#sizes = this.#all ? sets.size : this.#countWanted();
  }

  get #all(): boolean {
    return this.#wanted.shown === null && this.#wanted.untilNs === Number.POSITIVE_INFINITY;
  }

  sizeOf(set: number): number {
    return this.#sizes[set] ?? 0;
  }

  isWanted(task: number): boolean {
    const { shown, untilNs } = this.#wanted;
    if (this.#model.tables.tasks.startNs[task]! > untilNs) return false;
    if (shown === null) return true;
    return this.#isTree ? shown[task] !== Shown.no : shown[task] === Shown.match;
  }

  /** Wanted for its own sake, not only for what it started. */
  isMatch(task: number): boolean {
    return this.isWanted(task) && (this.#wanted.shown === null || this.#wanted.shown[task] === Shown.match);
  }

  get matchCount(): number {
    if (this.#matchCount >= 0) return this.#matchCount;
    const { length } = this.#sets.members;
    this.#matchCount = 0;
    for (let task = 0; task < length; task++) if (this.isMatch(task)) this.#matchCount++;
    return this.#matchCount;
  }

  /** Below a task, or (-1) at the top level. */
  childrenOf(parent: number): number[] {
    const sets = this.#sets;
    const items: number[] = [];
    if (!this.#isTree && parent >= 0) return items;
    for (let set = sets.firstOf(parent); set >= 0; set = sets.nextSet[set]!) {
      if (this.#isFolded(set)) items.push(-1 - set);
    }
    if (this.#isTree && items.length === 0 && this.#sorting.order === 'start') return this.#siblings(parent);
    for (let set = sets.firstOf(parent); set >= 0; set = sets.nextSet[set]!) {
      if (!this.#isFolded(set)) this.#addWanted(set, items);
    }
    return this.#sorting.sort(items, sets);
  }

  membersOf(set: number): number[] {
    const items: number[] = [];
    this.#addWanted(set, items);
    return this.#sorting.sort(items, this.#sets);
  }

  /** The wanted tasks of a set. */
  foldOf(set: number): Fold {
    const known = this.#folds.get(set);
    if (known !== undefined) return known;
    const { next } = this.#sets.members;
    const members = new Int32Array(this.sizeOf(set));
    let length = 0;
    for (let task = this.#sets.first[set]!; task >= 0 && length < members.length; task = next[task]!) {
      if (this.isWanted(task)) members[length++] = task;
    }
    const fold = new Fold(this.#model, members);
    this.#folds.set(set, fold);
    return fold;
  }

  /** How many of the wanted tasks that a set's started were rejected. */
  failedBelow(set: number): number {
    if (!this.#isTree) return 0;
    if (this.#failedBelow === null || this.#failedVersion !== this.#model.version) {
      this.#failedVersion = this.#model.version;
      this.#failedBelow = failuresBelow(this.#model, this.#sets, (task) => this.isWanted(task));
    }
    return this.#failedBelow[set]!;
  }

  #isFolded(set: number): boolean {
    return this.sizeOf(set) >= LEAST_FOLDED[this.#sets.grouping];
  }

  #addWanted(set: number, items: number[]): void {
    for (const task of this.#sets.tasksOf(set)) if (this.isWanted(task)) items.push(task);
  }

  /** In order of start, which is the order they are chained in. */
  #siblings(parent: number): number[] {
    if (parent < 0) return rootsOf(this.#model).filter((task) => this.isWanted(task));
    const { firstChild, nextSibling } = this.#model.tables.tasks;
    const items: number[] = [];
    for (let task = firstChild[parent]!; task >= 0; task = nextSibling[task]!) {
      if (this.isWanted(task)) items.push(task);
    }
    return items;
  }

  #countWanted(): Uint32Array {
    const sizes = new Uint32Array(this.#sets.length);
    const { set, length } = this.#sets.members;
    for (let task = 0; task < length; task++) if (this.isWanted(task)) sizes[set[task]!]!++;
    return sizes;
  }
}
