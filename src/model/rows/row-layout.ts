import type { TaskIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { Fold } from '../picture/fold.ts';
import { allOf, type Work } from '../work.ts';
import { failuresBelow, failuresBelowApart } from './hidden/failures-below.ts';
import { rootsOf } from './roots.ts';
import { Shown } from './row-filter.ts';
import { setItem, setOf, taskOf, threadOf } from './row-items.ts';
import type { Sorting } from './row-order.ts';
import { type RowTree, rowTreeOf } from './row-tree.ts';
import type { Grouping, TaskSets } from './task-sets.ts';
import { ThreadRows } from './thread-rows.ts';

/** From this many on, two screens full, similar siblings share one row. */
export const FOLDED_FROM = 50;

/** A function with a single call needs no group, but a kind, a file or a thread with a single task does. */
const LEAST_FOLDED: Readonly<Record<Grouping, number>> = {
  tree: FOLDED_FROM,
  function: 2,
  kind: 1,
  file: 1,
  thread: 1,
};

/** Tasks of a set are gathered and sorted in pieces of this many: 2 ms. */
const MANY = 32_768;

const NOTHING: readonly number[] = [];

export interface Wanted {
  /** A `Shown` for every task; null if no filter is set. */
  readonly shown: Uint8Array | null;
  /** Only tasks that had begun by then. */
  readonly untilNs: number;
}

/**
 * Which items (row-items.ts) stand below which, and in which order, for one moment of the model. Does not look at the members of sets
 * that stay closed.
 */
export class RowLayout {
  readonly #model: Model;
  readonly #sets: TaskSets;
  readonly #sorting: Sorting;
  readonly #wanted: Wanted;
  readonly #isTree: boolean;
  readonly #isAll: boolean;
  readonly #tree: RowTree;
  /** Null if rows are not nested. */
  readonly #threads: ThreadRows | null;
  /** How many tasks there were. Tasks that come later are not in this layout. */
  readonly #length: number;
  /** By set, how many of its tasks match the filter; null if all do. */
  readonly #sizes: Uint32Array | null;
  /** The folds that were asked for, by set. */
  readonly #folds = new Map<number, Fold>();
  #failedBelow: Uint32Array | null = null;
  #failedVersion = -1;
  /** -1 until it is asked for. */
  #matchCount = -1;

  constructor(model: Model, sets: TaskSets, sorting: Sorting, wanted: Wanted) {
    this.#model = model;
    this.#sets = sets;
    this.#sorting = sorting;
    this.#wanted = wanted;
    this.#isTree = sets.grouping === 'tree';
    this.#isAll = wanted.shown === null && wanted.untilNs === Number.POSITIVE_INFINITY;
    this.#tree = rowTreeOf(model);
    this.#length = sets.members.length;
    this.#threads = this.#isTree ? new ThreadRows(model, sets, wanted.untilNs) : null;
    this.#sizes = this.#isAll ? null : this.#countWanted();
  }

  /** Whether all tasks are shown, so that none has to be looked at. */
  get isAll(): boolean {
    return this.#isAll;
  }

  /** When there will be more rows even if no task comes; Infinity for never. */
  get moreAtNs(): number {
    return this.#threads?.moreAtNs ?? Number.POSITIVE_INFINITY;
  }

  sizeOf(set: number): number {
    return this.#sizes === null ? this.#sets.sizeOf(set) : (this.#sizes[set] ?? 0);
  }

  /** Whether an item exists by the layout's moment, whatever the filter. */
  has(item: number): boolean {
    const { tasks, threads } = this.#model.tables;
    const set = setOf(item);
    if (set !== null) return this.sizeOf(set) > 0;
    const thread = threadOf(item);
    const startNs = thread === null ? tasks.startNs.get(item) : threads.all[thread]!.startNs;
    return startNs <= this.#wanted.untilNs;
  }

  isWanted(task: number): boolean {
    if (this.#isAll) return true;
    const { shown, untilNs } = this.#wanted;
    // The filter is asked first: it decides most cases, and in a tenth of the time that reading a task's start takes.
    if (shown !== null && (this.#isTree ? shown[task] === Shown.no : shown[task] !== Shown.match))
      return false;
    return untilNs === Number.POSITIVE_INFINITY || this.#model.tables.tasks.startNs.get(task) <= untilNs;
  }

  /** Whether a task matches itself, not only as the ancestor of one that does. */
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

  /** The items directly below an item, or (null) at the top level. */
  below(item: number | null): readonly number[] {
    // Most tasks started none. This spares a million of them everything below.
    if (item !== null && item >= 0 && this.#isLeaf(item)) return NOTHING;
    const set = item === null ? null : setOf(item);
    if (set !== null && this.sizeOf(set) > MANY) return allOf(this.#manyBelow(set));
    if (set !== null) return this.#sorted(this.#wantedOf([set]));
    if (!this.#isTree) return item === null ? this.#children(this.#setsBelow(-1)) : [];
    return this.#withBars(item, this.#tasksBelow(item));
  }

  /** The same, in pieces. */
  *gatheringBelow(item: number): Work<readonly number[]> {
    const set = setOf(item);
    return set !== null && this.sizeOf(set) > MANY ? yield* this.#manyBelow(set) : this.below(item);
  }

  *#manyBelow(set: number): Work<number[]> {
    const tasks: number[] = [];
    let left = MANY;
    for (const task of this.#sets.tasksOf(set)) {
      if (this.isWanted(task)) tasks.push(task);
      if (--left > 0) continue;
      left = MANY;
      yield;
    }
    yield* this.#sorting.sorting(tasks, this.#sets);
    return tasks;
  }

  /** All tasks that match, depth first; undefined between pieces of work. */
  *inOrder(): Generator<TaskIndex | undefined> {
    const waiting = [...this.below(null)].reverse();
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const task = taskOf(item);
      if (task !== null && this.isMatch(task)) yield task;
      const below = item < 0 ? yield* this.gatheringBelow(item) : this.below(item);
      for (let at = below.length - 1; at >= 0; at--) waiting.push(below[at]!);
    }
  }

  #isLeaf(task: number): boolean {
    return !this.#isTree || (this.#tree.countBelow(task) === 0 && this.barsBelow(task).length === 0);
  }

  /** The untraced processes that have a row below an item. */
  barsBelow(item: number | null): readonly number[] {
    return this.#wanted.shown === null ? (this.#threads?.barsBelow(item) ?? []) : [];
  }

  #tasksBelow(item: number | null): number[] {
    const { groups } = this.#threads!;
    if (item === null && groups.length > 0) return groups.filter((group) => this.#hasWanted(group));
    const thread = item === null ? null : threadOf(item);
    if (thread !== null) return this.#children(this.#threads!.setsOf(thread));
    const parent = item ?? -1;
    if (!this.#hasFolded(parent)) {
      const siblings = this.#siblings(parent);
      // Siblings are chained in order of start.
      return this.#sorting.order === 'start' ? siblings : this.#sorted(siblings);
    }
    return this.#children(this.#setsBelow(parent));
  }

  #withBars(item: number | null, tasks: number[]): number[] {
    const bars = this.barsBelow(item);
    if (bars.length === 0) return tasks;
    const items = [...tasks, ...bars];
    // Threads' groups have an order of their own.
    return item === null && this.#threads!.groups.length > 0 ? items : this.#sorted(items);
  }

  /** Whether a thread has tasks that match the filter. Without a filter a thread is shown even if it has no tasks. */
  #hasWanted(group: number): boolean {
    if (this.#wanted.shown === null) return true;
    return this.#threads!.setsOf(threadOf(group)!).some((set) => this.#wholeSize(set) > 0);
  }

  #hasFolded(parent: number): boolean {
    for (let set = this.#sets.firstOf(parent); set >= 0; set = this.#sets.nextSet.get(set))
      if (this.#isFolded(set)) return true;
    return false;
  }

  #setsBelow(parent: number): number[] {
    const below: number[] = [];
    for (let set = this.#sets.firstOf(parent); set >= 0; set = this.#sets.nextSet.get(set)) below.push(set);
    return below;
  }

  #children(sets: readonly number[]): number[] {
    const folded = sets.filter((set) => this.#isFolded(set));
    const others = sets.filter((set) => !this.#isFolded(set));
    return this.#sorted([...folded.map(setItem), ...this.#apartOf(sets), ...this.#wantedOf(others)]);
  }

  #wantedOf(sets: readonly number[]): number[] {
    const items: number[] = [];
    for (const set of sets)
      for (const task of this.#sets.tasksOf(set)) if (this.isWanted(task)) items.push(task);
    return items;
  }

  /** The members of these sets that have rows of their own beside the shared one. */
  #apartOf(sets: readonly number[]): number[] {
    const items: number[] = [];
    for (const set of sets) {
      if (this.#sets.lastApart(set) < 0) continue;
      for (const task of this.#sets.apartOf(set)) if (this.isWanted(task)) items.push(task);
    }
    return items;
  }

  #sorted(items: number[]): number[] {
    return this.#sorting.sort(items, this.#sets);
  }

  /** The tasks of a set that match the filter. */
  foldOf(set: number): Fold {
    if (this.#isAll) return this.#sets.foldOf(set);
    const known = this.#folds.get(set);
    if (known !== undefined) return known;
    const { next } = this.#sets.members;
    const members = new Int32Array(this.sizeOf(set));
    let length = 0;
    for (
      let task = this.#sets.firstSharing(set);
      task >= 0 && length < members.length;
      task = next.get(task)
    ) {
      if (this.isWanted(task)) members[length++] = task;
    }
    const fold = new Fold(this.#model, members);
    this.#folds.set(set, fold);
    return fold;
  }

  /** Prepares the fold of a set in pieces, if all of its tasks match. */
  *folding(set: number): Work<void> {
    if (this.#isAll) yield* this.#sets.folding(set);
  }

  /** How many matching tasks were rejected among those that the tasks sharing a set's row started. */
  failedBelow(set: number): number {
    if (!this.#isTree) return 0;
    const below = this.#isAll ? this.#sets.failedBelow(set) : this.#wantedFailures()[set]!;
    if (this.#sets.lastApart(set) < 0) return below;
    return below - failuresBelowApart(this.#model, this.#sets, set, (task) => this.isWanted(task));
  }

  #wantedFailures(): Uint32Array {
    if (this.#failedBelow === null || this.#failedVersion !== this.#model.version) {
      this.#failedVersion = this.#model.version;
      this.#failedBelow = failuresBelow(this.#model, this.#sets, (task) => this.isWanted(task));
    }
    return this.#failedBelow;
  }

  #isFolded(set: number): boolean {
    return this.sizeOf(set) > 0 && this.#wholeSize(set) >= LEAST_FOLDED[this.#sets.grouping];
  }

  /** How many of a set's tasks match, including those that have rows of their own. */
  #wholeSize(set: number): number {
    const apart = this.#sets.lastApart(set) < 0 ? 0 : this.#apartOf([set]).length;
    return this.sizeOf(set) + apart;
  }

  #siblings(parent: number): number[] {
    if (parent < 0) return rootsOf(this.#model).filter((task) => task < this.#length && this.isWanted(task));
    const all = this.#tree.below(parent);
    while (all.length > 0 && all[all.length - 1]! >= this.#length) all.pop();
    return this.#isAll ? all : all.filter((task) => this.isWanted(task));
  }

  #countWanted(): Uint32Array {
    const sizes = new Uint32Array(this.#sets.length);
    const { set, length } = this.#sets.members;
    for (let task = 0; task < length; task++)
      if (this.isWanted(task) && !this.#sets.isApart(task)) sizes[set.get(task)]!++;
    return sizes;
  }
}
