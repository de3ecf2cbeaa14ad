import type { RowIndex, TaskIndex } from '../protocol/units.ts';
import { grown } from './columns.ts';
import type { Fold } from './fold.ts';
import type { Model } from './model.ts';
import type { Pace } from './pace.ts';
import { NO_FILTER, RowFilter, type TaskFilter } from './row-filter.ts';
import { RowLayout } from './row-layout.ts';
import { type RowOrder, Sorting } from './row-order.ts';
import { type Grouping, TaskSets } from './task-sets.ts';

export interface RowArrangement {
  readonly order: RowOrder;
  readonly grouping: Grouping;
  readonly filter: TaskFilter;
}

/**
 * The rows of the chart: the tree of who started whom, depth first, siblings by start; or groups of tasks. A row is a
 * task, or stands for a set of them: many siblings that are alike, or a group. A set is closed until it is opened. A
 * task keeps its place among its siblings as others arrive. Collapsed tasks hide what they started.
 *
 * While a filter is set, only tasks that match are shown, in the tree with their ancestors, and what was collapsed
 * before does not hide them. While a moment is set, only tasks that had begun by then are.
 */
export class Rows {
  readonly filter: RowFilter;
  readonly #model: Model;
  readonly #collapsed = new Set<number>();
  readonly #collapsedWhileFiltered = new Set<number>();
  readonly #pace: Pace | null;
  /** Sets that were opened, of the grouping there is. */
  readonly #open = new Set<number>();
  #sets: TaskSets;
  #sorting: Sorting;
  #layout: RowLayout | null = null;
  #untilNs = Number.POSITIVE_INFINITY;
  /** What stands in a row: a task, or a set as -1 - its number. */
  #items = new Int32Array(1024);
  #depths = new Uint16Array(1024);
  #length = 0;
  #version = 0;
  #layouts = 0;
  #changed = false;
  /** Row + 1 by task, and by set; valid for rows of the current order only. */
  #rowOf = new Uint32Array(1024);
  readonly #rowOfSet = new Map<number, number>();
  #builtTasks = -1;
  #builtVersion = -1;
  #stale = true;
  // What is yet to be laid out, the next one last.
  readonly #waiting: number[] = [];
  readonly #waitingDepths: number[] = [];

  /** `pace`: how often new tasks may be taken in while more come, which takes 50 ms with a million of them. */
  constructor(model: Model, pace: Pace | null = null) {
    this.#model = model;
    this.#pace = pace;
    this.filter = new RowFilter(model);
    this.#sets = new TaskSets(model, 'tree');
    this.#sorting = new Sorting(model, 'start');
  }

  /** Changes whenever the rows do. */
  get version(): number {
    this.#update();
    return this.#version;
  }

  /** Changes whenever they were laid out anew, whether or not that changed them. */
  get layouts(): number {
    this.#update();
    return this.#layouts;
  }

  get count(): number {
    this.#update();
    return this.#length;
  }

  /** The task of a row; of a set the first. */
  taskAt(row: RowIndex): TaskIndex {
    this.#update();
    const item = this.#items[row]!;
    return (item >= 0 ? item : this.#sets.first[-1 - item]!) as TaskIndex;
  }

  /** What a row is called while others come and go: its task's index, or -1 - the number of the set it stands for. */
  idAt(row: RowIndex): number {
    this.#update();
    return this.#items[row]!;
  }

  /** The set that a row stands for; null for a task. */
  setAt(row: RowIndex): number | null {
    const id = this.idAt(row);
    return id >= 0 ? null : -1 - id;
  }

  get grouping(): Grouping {
    return this.#sets.grouping;
  }

  /** Whether rows are the tree of who started whom. */
  get isNested(): boolean {
    return this.#sets.grouping === 'tree';
  }

  /** Tasks have come, or changed, that the rows do not know of yet: it is not time. */
  get behind(): boolean {
    const filterMoved = this.filter.active && this.#builtVersion !== this.#model.version;
    return this.#builtTasks !== this.#model.tables.tasks.length || filterMoved;
  }

  /** How many levels below a root. */
  depthAt(row: RowIndex): number {
    this.#update();
    return this.#depths[row]!;
  }

  /** The row that is called so, null while it is hidden. */
  rowOf(id: number): RowIndex | null {
    this.#update();
    const row = id >= 0 ? (this.#rowOf[id] ?? 0) - 1 : (this.#rowOfSet.get(-1 - id) ?? -1);
    return row >= 0 && row < this.#length && this.#items[row] === id ? (row as RowIndex) : null;
  }

  /** The row that a row is indented below; null at the top level. */
  rowAbove(row: RowIndex): RowIndex | null {
    const depth = this.depthAt(row);
    for (let above = row - 1; above >= 0; above--) if (this.#depths[above]! < depth) return above as RowIndex;
    return null;
  }

  /** The row that stands for a task: its own, else that of the set or the task that hides it; null for none. */
  rowShowing(task: number): RowIndex | null {
    const { parent } = this.#model.tables.tasks;
    const { members } = this.#sets;
    for (let hidden = task; hidden >= 0; hidden = this.isNested ? parent[hidden]! : -1) {
      const row =
        this.rowOf(hidden) ?? (hidden < members.length ? this.rowOf(-1 - members.set[hidden]!) : null);
      if (row !== null) return row;
    }
    return null;
  }

  setLabel(set: number): string {
    return this.#sets.labelOf(set);
  }

  /** A set's tasks that pass the filter. */
  foldOf(set: number): Fold {
    this.#update();
    return this.#layout!.foldOf(set);
  }

  /** How many of the tasks that a set's started, directly or not, were rejected; 0 where rows are not nested. */
  failedBelow(set: number): number {
    this.#update();
    return this.#layout?.failedBelow(set) ?? 0;
  }

  /** Whether a task is one of them. */
  isIn(set: number, task: number): boolean {
    const { members } = this.#sets;
    return task < members.length && members.set[task] === set && this.#layout?.isWanted(task) === true;
  }

  /** How many those are. */
  sizeOf(set: number): number {
    this.#update();
    return this.#layout?.sizeOf(set) ?? 0;
  }

  /** The moment as of which rows are shown; Infinity for now. */
  get untilNs(): number {
    return this.#untilNs;
  }

  setUntil(untilNs: number): void {
    this.#untilNs = untilNs;
    this.#stale = true;
  }

  /** Whether a task hides what it started, or a set its tasks; by the row's id. */
  isCollapsed(id: number): boolean {
    return id >= 0 ? this.#hidden.has(id) : !this.#open.has(-1 - id);
  }

  setCollapsed(id: number, collapsed: boolean): void {
    if (id < 0 && collapsed) this.#open.delete(-1 - id);
    else if (id < 0) this.#open.add(-1 - id);
    else if (collapsed) this.#hidden.add(id);
    else this.#hidden.delete(id);
    this.#stale = true;
  }

  /** Collapses every task that started others, or none; closes or opens every set. */
  setAllCollapsed(collapsed: boolean): void {
    const { tasks } = this.#model.tables;
    this.#hidden.clear();
    this.#open.clear();
    for (let task = 0; collapsed && task < tasks.length; task++) {
      if (tasks.childCount[task]! > 0) this.#hidden.add(task);
    }
    this.#sets.update();
    for (let set = 0; !collapsed && set < this.#sets.length; set++) this.#open.add(set);
    this.#stale = true;
  }

  /** Opens whatever hides a task; its filter stays. */
  reveal(task: TaskIndex): void {
    const { parent } = this.#model.tables.tasks;
    const { members } = this.#sets.update();
    this.#open.add(members.set[task]!);
    for (let above = parent[task]!; above >= 0 && this.isNested; above = parent[above]!) {
      this.#hidden.delete(above);
      this.#open.add(members.set[above]!);
    }
    this.#stale = true;
  }

  /** How many tasks pass the filter, whether or not they have a row. */
  get matchCount(): number {
    this.#update();
    return this.#layout?.matchCount ?? 0;
  }

  isMatch(task: TaskIndex): boolean {
    this.#update();
    return this.#layout?.isMatch(task) === true;
  }

  /** All tasks that pass the filter, in the order they would have if everything were open. */
  *inOrder(): Generator<TaskIndex> {
    this.#update();
    const layout = this.#layout;
    const waiting = layout?.childrenOf(-1).reverse() ?? [];
    for (let item = waiting.pop(); item !== undefined && layout !== null; item = waiting.pop()) {
      if (item >= 0 && layout.isMatch(item)) yield item as TaskIndex;
      const below = item >= 0 ? layout.childrenOf(item) : layout.membersOf(-1 - item);
      for (let at = below.length - 1; at >= 0; at--) waiting.push(below[at]!);
    }
  }

  /** What is left out stays as it is. Sorts anew, even by the same. */
  arrange({ order = this.#sorting.order, grouping, filter }: Partial<RowArrangement>): void {
    this.#sorting = new Sorting(this.#model, order);
    if (grouping !== undefined && grouping !== this.#sets.grouping) {
      this.#sets = new TaskSets(this.#model, grouping);
      this.#open.clear();
    }
    if (filter !== undefined) {
      this.filter.set({ ...NO_FILTER, ...filter });
      this.#collapsedWhileFiltered.clear();
    }
    this.#stale = true;
  }

  get #hidden(): Set<number> {
    return this.filter.active ? this.#collapsedWhileFiltered : this.#collapsed;
  }

  #update(): void {
    const due = this.#pace === null || this.#model.finished || this.#pace.waitMs === 0;
    if (!this.#stale && !(due && this.behind)) return;
    this.#pace?.begin();
    this.#stale = false;
    this.#builtTasks = this.#model.tables.tasks.length;
    this.#builtVersion = this.#model.version;
    this.#build();
    this.#pace?.done();
  }

  #build(): void {
    this.#sets.update();
    this.#layout = new RowLayout(this.#model, this.#sets, this.#sorting, {
      shown: this.filter.active ? this.filter.shown() : null,
      untilNs: this.#untilNs,
    });
    this.#reserve(this.#model.tables.tasks.length + this.#sets.length);
    const lengthBefore = this.#length;
    this.#length = 0;
    this.#changed = false;
    this.#layouts++;
    this.#rowOfSet.clear();
    this.#push(this.#layout.childrenOf(-1), 0);
    for (let item = this.#waiting.pop(); item !== undefined; item = this.#waiting.pop()) {
      const depth = this.#waitingDepths.pop()!;
      this.#add(item, depth);
      if (this.isCollapsed(item)) continue;
      const below = item >= 0 ? this.#layout.childrenOf(item) : this.#layout.membersOf(-1 - item);
      this.#push(below, depth + 1);
    }
    if (this.#changed || this.#length !== lengthBefore) this.#version++;
  }

  #push(items: readonly number[], depth: number): void {
    for (let at = items.length - 1; at >= 0; at--) {
      this.#waiting.push(items[at]!);
      this.#waitingDepths.push(depth);
    }
  }

  #add(item: number, depth: number): void {
    const row = this.#length++;
    if (this.#items[row] !== item) this.#changed = true;
    this.#items[row] = item;
    this.#depths[row] = depth;
    if (item >= 0) this.#rowOf[item] = row + 1;
    else this.#rowOfSet.set(-1 - item, row);
  }

  #reserve(rows: number): void {
    if (rows <= this.#items.length) return;
    const capacity = Math.max(rows, this.#items.length * 2);
    this.#items = grown(this.#items, capacity);
    this.#depths = grown(this.#depths, capacity);
    this.#rowOf = grown(this.#rowOf, capacity);
  }
}
