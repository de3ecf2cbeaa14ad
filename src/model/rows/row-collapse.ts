import type { LoadingModules } from './loading-modules.ts';
import { setOf, threadOf } from './row-items.ts';

/** Besides the main thread's group, the first this many are open at first. With more, their headers alone would fill a screen. */
const OPEN_THREADS = 8;

/** Which items are collapsed: all or none except for some; until the user says so, each as it is at first. */
class Choice {
  readonly #atFirst: (item: number) => boolean;
  #all: boolean | null = null;
  #own = new Map<number, boolean>();

  constructor(atFirst: (item: number) => boolean) {
    this.#atFirst = atFirst;
  }

  isCollapsed(item: number): boolean {
    return this.#own.get(item) ?? this.#all ?? this.#atFirst(item);
  }

  set(item: number, collapsed: boolean): void {
    this.#own.set(item, collapsed);
  }

  setAll(collapsed: boolean | null): void {
    this.#all = collapsed;
    this.#own = new Map();
  }
}

/**
 * Which rows hide what is below them. Sets, and modules that only load others, are closed at first; other tasks are open. While a filter
 * is set, only the tasks and threads that were collapsed since then are. "Collapse all" and "expand all" also apply to rows that come
 * later.
 */
export class RowCollapse {
  readonly #sets = new Choice(() => true);
  readonly #tasks: Choice;
  readonly #filtered = new Choice(() => false);

  constructor(loading: LoadingModules) {
    this.#tasks = new Choice((item) => (threadOf(item) ?? 0) > OPEN_THREADS || loading.has(item));
  }

  isCollapsed(item: number, filtered: boolean): boolean {
    return this.#choiceFor(item, filtered).isCollapsed(item);
  }

  set(
    item: number,
    { collapsed, filtered }: { readonly collapsed: boolean; readonly filtered: boolean },
  ): void {
    this.#choiceFor(item, filtered).set(item, collapsed);
  }

  /** The sets have changed: all are closed again. */
  closeSets(): void {
    this.#sets.setAll(null);
  }

  /** The filter has changed. */
  refiltered(): void {
    this.#filtered.setAll(null);
  }

  setAll({ collapsed, filtered }: { readonly collapsed: boolean; readonly filtered: boolean }): void {
    this.#sets.setAll(collapsed);
    (filtered ? this.#filtered : this.#tasks).setAll(collapsed);
  }

  #choiceFor(item: number, filtered: boolean): Choice {
    if (setOf(item) !== null) return this.#sets;
    return filtered ? this.#filtered : this.#tasks;
  }
}
