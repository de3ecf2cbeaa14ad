import type { RowIndex, TaskIndex } from '../protocol/units.ts';
import { grown } from './columns.ts';
import type { Model } from './model.ts';
import type { Pace } from './pace.ts';
import { rootsOf } from './roots.ts';
import { type FilterText, RowFilter } from './row-filter.ts';

/**
 * The rows of the chart: the tree of who started whom, depth first, siblings by start. A task keeps its place among
 * its siblings as others arrive. Collapsed tasks hide what they started. While a filter is set, only tasks that
 * match and their ancestors are shown, and what was collapsed before does not hide them. While a moment is set, only
 * tasks that had begun by then are.
 */
export class Rows {
  readonly #model: Model;
  readonly #collapsed = new Set<number>();
  readonly #collapsedWhileFiltered = new Set<number>();
  readonly #filter: RowFilter;
  readonly #pace: Pace | null;
  #untilNs = Number.POSITIVE_INFINITY;
  #tasks = new Int32Array(1024);
  #depths = new Uint16Array(1024);
  #length = 0;
  #version = 0;
  #changed = false;
  /** Row + 1 by task; valid for rows of the current order only. */
  #rowOf = new Uint32Array(1024);
  #builtTasks = -1;
  #builtVersion = -1;
  #stale = true;

  /** `pace`: how often new tasks may be taken in while more come, which takes 50 ms with a million of them. */
  constructor(model: Model, pace: Pace | null = null) {
    this.#model = model;
    this.#pace = pace;
    this.#filter = new RowFilter(model);
  }

  /** Changes whenever the rows do. */
  get version(): number {
    this.#update();
    return this.#version;
  }

  get count(): number {
    this.#update();
    return this.#length;
  }

  taskAt(row: RowIndex): TaskIndex {
    this.#update();
    return this.#tasks[row]! as TaskIndex;
  }

  /** Tasks have come, or changed, that the rows do not know of yet: it is not time. */
  get behind(): boolean {
    const filterMoved = this.#filter.active && this.#builtVersion !== this.#model.version;
    return this.#builtTasks !== this.#model.tables.tasks.length || filterMoved;
  }

  /** How many levels below a root. */
  depthAt(row: RowIndex): number {
    this.#update();
    return this.#depths[row]!;
  }

  /** A task's row, null while it is hidden. */
  rowOf(task: TaskIndex): RowIndex | null {
    this.#update();
    const row = (this.#rowOf[task] ?? 0) - 1;
    return row >= 0 && row < this.#length && this.#tasks[row] === task ? (row as RowIndex) : null;
  }

  /** The moment as of which rows are shown; Infinity for now. */
  get untilNs(): number {
    return this.#untilNs;
  }

  setUntil(untilNs: number): void {
    this.#untilNs = untilNs;
    this.#stale = true;
  }

  isCollapsed(task: TaskIndex): boolean {
    return this.#hidden.has(task);
  }

  setCollapsed(task: TaskIndex, collapsed: boolean): void {
    if (collapsed) this.#hidden.add(task);
    else this.#hidden.delete(task);
    this.#stale = true;
  }

  /** Collapses every task that started others, or none. */
  setAllCollapsed(collapsed: boolean): void {
    const { tasks } = this.#model.tables;
    this.#hidden.clear();
    for (let task = 0; collapsed && task < tasks.length; task++) {
      if (tasks.childCount[task]! > 0) this.#hidden.add(task);
    }
    this.#stale = true;
  }

  /** Opens whatever hides a task; its filter stays. */
  reveal(task: TaskIndex): void {
    const { parent } = this.#model.tables.tasks;
    for (let above = parent[task]!; above >= 0; above = parent[above]!) this.#hidden.delete(above);
    this.#stale = true;
  }

  /** Shows only tasks with this text and in one of these states; both empty shows all. */
  setFilter(filter: FilterText): void {
    this.#filter.set(filter);
    this.#collapsedWhileFiltered.clear();
    this.#stale = true;
  }

  get #hidden(): Set<number> {
    return this.#filter.active ? this.#collapsedWhileFiltered : this.#collapsed;
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
    const { tasks } = this.#model.tables;
    const shown = this.#filter.active ? this.#filter.shown() : null;
    const hidden = this.#hidden;
    this.#reserve(tasks.length);
    const lengthBefore = this.#length;
    this.#length = 0;
    this.#changed = false;
    for (const root of rootsOf(this.#model)) {
      let task = root;
      let depth = 0;
      while (true) {
        const begun = tasks.startNs[task]! <= this.#untilNs;
        const visible = begun && (shown === null || shown[task] === 1);
        if (visible) this.#add(task, depth);
        const child = visible && !hidden.has(task) ? tasks.firstChild[task]! : -1;
        if (child >= 0) {
          task = child;
          depth++;
          continue;
        }
        while (task !== root && tasks.nextSibling[task]! < 0) {
          task = tasks.parent[task]!;
          depth--;
        }
        if (task === root) break;
        task = tasks.nextSibling[task]!;
      }
    }
    if (this.#changed || this.#length !== lengthBefore) this.#version++;
  }

  #add(task: number, depth: number): void {
    const row = this.#length++;
    if (this.#tasks[row] !== task) this.#changed = true;
    this.#tasks[row] = task;
    this.#depths[row] = depth;
    this.#rowOf[task] = row + 1;
  }

  #reserve(rows: number): void {
    if (rows <= this.#tasks.length) return;
    const capacity = Math.max(rows, this.#tasks.length * 2);
    this.#tasks = grown(this.#tasks, capacity);
    this.#depths = grown(this.#depths, capacity);
    this.#rowOf = grown(this.#rowOf, capacity);
  }
}
