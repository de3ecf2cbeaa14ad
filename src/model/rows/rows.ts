import type { RowIndex, TaskIndex, ThreadIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { Pace } from '../pace.ts';
import type { Fold } from '../picture/fold.ts';
import type { Work } from '../work.ts';
import { HiddenFailures } from './hidden/hidden-failures.ts';
import { RowHiders } from './hidden/row-hiders.ts';
import { LaidRows } from './laid-rows.ts';
import { LoadingModules } from './loading-modules.ts';
import type { RowArrangement } from './row-arrangement.ts';
import { RowCollapse } from './row-collapse.ts';
import { NO_FILTER, RowFilter, Shown } from './row-filter.ts';
import { setItem, setOf, taskOf, threadItem, threadOf } from './row-items.ts';
import { RowLayout } from './row-layout.ts';
import { Sorting } from './row-order.ts';
import { RowPins } from './row-pins.ts';
import { rowTreeOf } from './row-tree.ts';
import { RowsInView } from './rows-in-view.ts';
import { type Grouping, TaskSets } from './task-sets.ts';

/** How many of the rows around a task are opened before other questions may be answered: 3 ms. */
const CLIMBED_AT_ONCE = 8192;

/**
 * The rows of the chart: either the tree of who started whom (row-tree.ts), depth first, siblings by start, with a group for each of the
 * program's threads; or groups of tasks. A row is a task, a thread, or stands for a set of tasks: many similar siblings, or a group. A set
 * is closed until it is opened. A task keeps its place among its siblings when others arrive. Collapsed tasks hide what they started.
 *
 * Pinned rows stand above all others, together with what is below them, whatever the filter.
 *
 * While a filter is set, only matching tasks are shown, in the tree with their ancestors, even inside of collapsed rows. While a moment is
 * set, only tasks that had begun by then are shown.
 */
export class Rows {
  readonly filter: RowFilter;
  readonly hidden: HiddenFailures;
  readonly hiders: RowHiders;
  readonly #model: Model;
  readonly #collapse: RowCollapse;
  readonly #pins = new RowPins();
  readonly #inView = new RowsInView();
  readonly #laid = new LaidRows();
  readonly #pace: Pace | null;
  #sets: TaskSets;
  #sorting: Sorting;
  #untilNs = Number.POSITIVE_INFINITY;
  /** The layout under way in pieces; dropped when other rows are asked for. */
  #building: Work<void> | null = null;
  #stale = true;
  #arrangements = 0;

  /** `pace` limits how often new tasks are added while more come, which takes 50 ms with a million tasks. */
  constructor(model: Model, pace: Pace | null = null) {
    this.#model = model;
    this.#pace = pace;
    this.filter = new RowFilter(model);
    this.#collapse = new RowCollapse(new LoadingModules(model));
    this.hidden = new HiddenFailures(model, this);
    this.hiders = new RowHiders(model, () => {
      this.#update();
      return { list: this.#laid.list, sets: this.#sets, layout: this.#laid.layout! };
    });
    this.#sets = new TaskSets(model, 'tree');
    this.#sorting = new Sorting(model, 'start');
  }

  /** Changes whenever the rows do. */
  get version(): number {
    this.#update();
    return this.#laid.version;
  }

  /** Changes whenever another arrangement was asked for. */
  get arrangements(): number {
    return this.#arrangements;
  }

  /** Changes whenever the rows were laid out anew, whether or not that changed them. */
  get layouts(): number {
    this.#update();
    return this.#laid.layouts;
  }

  get count(): number {
    this.#update();
    return this.#laid.list.length;
  }

  /** How many tasks the rows know of. */
  get taskCount(): number {
    this.#update();
    return this.#laid.taskCount;
  }

  /** How many of the first rows are pinned, or below a pinned one. */
  get pinned(): number {
    this.#update();
    return this.#laid.pinned;
  }

  /** Sets which rows are in view, by id, and which of them have been in view long enough to have been read. */
  lookAt(ids: readonly number[], lookedAt: readonly number[]): void {
    this.#inView.are(ids, lookedAt);
    if (this.#inView.isDue(this.#sets, this.#laid.list)) this.#arranged();
  }

  /** Pins the row with this id, or unpins it. */
  togglePin(id: number): void {
    this.#pins.toggle(id, this.grouping);
    this.#arranged();
  }

  unpinAll(): void {
    this.#pins.clear();
    this.#arranged();
  }

  /** The task of a row; for a set its first one, for a thread null. */
  taskAt(row: RowIndex): TaskIndex | null {
    const item = this.idAt(row);
    const set = setOf(item);
    return set === null ? taskOf(item) : (this.#sets.firstSharing(set) as TaskIndex);
  }

  /** The id of a row, which says what it stands for and stays the same while other rows come and go: see row-items.ts. */
  idAt(row: RowIndex): number {
    this.#update();
    return this.#laid.list.itemAt(row);
  }

  /** The set that a row stands for; null for others. */
  setAt(row: RowIndex): number | null {
    return setOf(this.idAt(row));
  }

  /** The thread that a row is; null for others. */
  threadAt(row: RowIndex): ThreadIndex | null {
    return threadOf(this.idAt(row));
  }

  get grouping(): Grouping {
    return this.#sets.grouping;
  }

  /** Whether rows are the tree of who started whom. */
  get isNested(): boolean {
    return this.#sets.grouping === 'tree';
  }

  /** Whether tasks or threads have come or changed since the rows that were asked for were laid out. */
  get behind(): boolean {
    return this.#laid.isBehind(this.#model, this.filter.active);
  }

  /** How many levels below a root. */
  depthAt(row: RowIndex): number {
    this.#update();
    return this.#laid.list.depthAt(row);
  }

  /** The row with this id, null while it is hidden. */
  rowOf(id: number): RowIndex | null {
    this.#update();
    return this.#laid.list.find(id);
  }

  /** The row that shows a task or a thread: its own, or else the one that hides it; null for none. */
  rowShowing(id: number): RowIndex | null {
    this.#update();
    return this.#laid.list.find(id) ?? (id < 0 ? null : this.hiders.rowOf(id));
  }

  /** The row that hides a task which neither has a row of its own nor is in the set of one, in the latest layout. */
  rowHiding(task: TaskIndex): RowIndex | null {
    if (this.#laid.list.find(task) !== null || this.#laid.layout?.isMatch(task) !== true) return null;
    const row = this.hiders.rowOf(task);
    const set = row === null ? null : setOf(this.#laid.list.itemAt(row));
    return set !== null && this.isIn(set, task) ? null : row;
  }

  /** How many processes, which have rows without tasks, stand below a row. */
  barsBelow(row: RowIndex): number {
    return this.#laid.layout?.barsBelow(this.idAt(row)).length ?? 0;
  }

  setLabel(set: number): string {
    return this.#sets.labelOf(set);
  }

  /** A set's tasks that pass the filter. */
  foldOf(set: number): Fold {
    this.#update();
    return this.#laid.layout!.foldOf(set);
  }

  /** Lays the rows out in pieces if that is due. Otherwise it would be done at once when the rows are needed. */
  *layingOut(): Work<void> {
    while (this.#isDue) {
      if (this.#building === null) {
        const { arrangements } = this;
        yield* this.#sets.updating();
        yield* this.filter.updating();
        // Meanwhile the rows may have been laid out already, or another arrangement may have been requested.
        if (arrangements !== this.#arrangements || !this.#isDue) continue;
      }
      this.#proceed();
      if (this.#building !== null) yield;
    }
  }

  /** Sums up in pieces what some rows stand for. Otherwise it would be done at once when that is needed. */
  *folding(rows: Iterable<number>): Work<void> {
    for (const row of rows) {
      const id = row < this.count ? this.idAt(row as RowIndex) : null;
      const set = id === null ? null : setOf(id);
      if (set !== null) yield* this.#laid.layout!.folding(set);
      if (id !== null && this.isCollapsed(id)) yield* this.hiders.gathering(id);
    }
  }

  /** How many of the tasks started by a set's tasks, directly or not, were rejected; 0 where rows are not nested. */
  failedBelow(set: number): number {
    this.#update();
    return this.#laid.layout?.failedBelow(set) ?? 0;
  }

  /** Whether a task belongs to a set. */
  isIn(set: number, task: number): boolean {
    const { members } = this.#sets;
    if (task >= members.length || members.set.get(task) !== set || this.#sets.isApart(task)) return false;
    return this.#laid.layout?.isWanted(task) === true;
  }

  /** How many tasks belong to a set. */
  sizeOf(set: number): number {
    this.#update();
    return this.#laid.layout?.sizeOf(set) ?? 0;
  }

  /** The moment as of which rows are shown; Infinity for now. */
  get untilNs(): number {
    return this.#untilNs;
  }

  setUntil(untilNs: number): void {
    this.#untilNs = untilNs;
    this.#arranged();
  }

  /** Whether the row with this id hides what is below it. */
  isCollapsed(id: number): boolean {
    return this.#collapse.isCollapsed(id, this.filter.active);
  }

  setCollapsed(id: number, collapsed: boolean): void {
    this.#collapse.set(id, { collapsed, filtered: this.filter.active });
    this.#arranged();
  }

  /** Collapses every task and every thread, or none; closes or opens every set. */
  setAllCollapsed(collapsed: boolean): void {
    this.#collapse.setAll({ collapsed, filtered: this.filter.active });
    this.#inView.release();
    this.#arranged();
  }

  /** Opens in pieces whatever hides a task or a thread; the filter stays. */
  *revealing(id: number): Work<void> {
    const { tasks, threads } = this.#model.tables;
    const thread = threads.all[threadOf(id) ?? -1];
    // Only an untraced process stands below another row.
    if (thread !== undefined && (thread.stream >= 0 || thread.starter < 0)) return;
    yield* this.#sets.updating();
    const open = (item: number): void => {
      if (this.isCollapsed(item))
        this.#collapse.set(item, { collapsed: false, filtered: this.filter.active });
    };
    const tree = rowTreeOf(this.#model);
    const task = thread?.starter ?? id;
    let climbed = 0;
    for (let one = task; one >= 0; one = this.isNested ? tree.above(one) : -1) {
      if (one !== id) open(one);
      open(setItem(this.#sets.update().members.set.get(one)));
      if (++climbed % CLIMBED_AT_ONCE === 0) yield;
    }
    open(threadItem(threads.ofStream(tasks.stream.get(task))));
    this.#arranged();
  }

  /** How many tasks pass the filter, whether or not they have a row. */
  get matchCount(): number {
    // Laying out a million rows takes longer than counting them.
    if (this.#untilNs === Number.POSITIVE_INFINITY) return this.filter.count();
    this.#update();
    return this.#laid.layout?.matchCount ?? 0;
  }

  isMatch(task: TaskIndex): boolean {
    if (this.#untilNs === Number.POSITIVE_INFINITY)
      return !this.filter.active || this.filter.shown()[task] === Shown.match;
    this.#update();
    return this.#laid.layout?.isMatch(task) === true;
  }

  /** All tasks that pass the filter, in the order they would have if everything were open; undefined between pieces of work. */
  *inOrder(): Generator<TaskIndex | undefined> {
    this.#update();
    yield* this.#laid.layout!.inOrder();
  }

  /** Sets how rows are arranged; what is not given stays as it is. Sorts again even if the order is the same. */
  arrange({ order = this.#sorting.order, grouping, filter }: Partial<RowArrangement>): void {
    this.#sorting = new Sorting(this.#model, order);
    this.#inView.release();
    if (grouping !== undefined && grouping !== this.#sets.grouping) {
      this.#sets = new TaskSets(this.#model, grouping);
      this.hiders.forget();
      this.#collapse.closeSets();
    }
    if (filter !== undefined) {
      this.filter.set({ ...NO_FILTER, ...filter });
      this.#collapse.refiltered();
    }
    this.#arranged();
  }

  #arranged(): void {
    this.#stale = true;
    this.#building = null;
    this.#arrangements++;
  }

  get #isDue(): boolean {
    const inTime = this.#pace === null || this.#model.finished || this.#pace.waitMs === 0;
    return this.#stale || this.#building !== null || (inTime && this.behind);
  }

  #update(): void {
    if (!this.#isDue) return;
    do this.#proceed();
    while (this.#building !== null);
  }

  /** Does the next piece of laying rows out. */
  #proceed(): void {
    this.#pace?.begin();
    this.#building ??= this.#build();
    if (this.#building.next().done === true) {
      this.#building = null;
      this.#pace?.done();
    } else this.#pace?.hold();
  }

  /** Tasks that come meanwhile are left for the next time. */
  *#build(): Work<void> {
    this.#stale = false;
    const { version, tables } = this.#model;
    const sets = this.#sets.update();
    const shown = this.filter.active ? this.filter.shown() : null;
    const from = {
      tasks: sets.members.length,
      sets: sets.length,
      threads: tables.threads.changes,
      version,
    };
    yield* this.#sorting.taking(sets);
    this.#inView.setApart(sets, this.#laid.list);
    const layout = new RowLayout(this.#model, sets, this.#sorting, { shown, untilNs: this.#untilNs });
    yield* this.#laid.laying(layout, from, {
      pins: this.#pins.in(this.grouping),
      isCollapsed: (item) => this.isCollapsed(item),
      listed: this.hiders.listed,
    });
    this.#inView.laidOut();
    const { list } = this.#laid;
    const listed = { tasks: from.tasks, sets: from.sets, sum: list.sum };
    this.hiders.rowsAre(layout.isAll && this.isNested ? listed : null, list.isOther);
  }
}
