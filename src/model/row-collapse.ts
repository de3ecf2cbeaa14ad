import { setOf, threadOf } from './row-items.ts';

/** The main thread's group and so many more are open at first: with more, their headers alone fill a screen. */
const OPEN_THREADS = 8;

/**
 * Which rows hide what is below them. A task does when it was collapsed; a set until it was opened; a thread either way,
 * by its number. While a filter is set, none of it counts: then only what was collapsed since does.
 */
export class RowCollapse {
  readonly #collapsed = new Set<number>();
  readonly #opened = new Set<number>();
  /** Of tasks and threads. */
  readonly #collapsedWhileFiltered = new Set<number>();

  isCollapsed(item: number, filtered: boolean): boolean {
    if (setOf(item) !== null) return !this.#opened.has(item);
    if (filtered) return this.#collapsedWhileFiltered.has(item);
    const thread = threadOf(item);
    if (thread === null || thread <= OPEN_THREADS) return this.#collapsed.has(item);
    return !this.#opened.has(item);
  }

  set(item: number, collapsed: boolean, filtered: boolean): void {
    const hidden = filtered ? this.#collapsedWhileFiltered : this.#collapsed;
    if (setOf(item) === null) put(hidden, item, collapsed);
    if (setOf(item) !== null || (threadOf(item) !== null && !filtered)) put(this.#opened, item, !collapsed);
  }

  /** Sets are others now: all are closed. */
  closeSets(): void {
    for (const item of this.#opened) if (setOf(item) !== null) this.#opened.delete(item);
  }

  /** Another filter is set. */
  refiltered(): void {
    this.#collapsedWhileFiltered.clear();
  }

  /** All rows that have any below them, or none of them. */
  setAll(collapsed: boolean, filtered: boolean, items: Iterable<number>): void {
    (filtered ? this.#collapsedWhileFiltered : this.#collapsed).clear();
    this.#opened.clear();
    for (const item of items) this.set(item, collapsed, filtered);
  }
}

function put(items: Set<number>, item: number, isIn: boolean): void {
  if (isIn) items.add(item);
  else items.delete(item);
}
