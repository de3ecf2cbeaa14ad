import type { LoadingModules } from './loading-modules.ts';
import { setOf, threadOf } from './row-items.ts';

/** The main thread's group and so many more are open at first: with more, their headers alone fill a screen. */
const OPEN_THREADS = 8;

/** All collapsed or none, but for some; nobody having said, each as it is at first. */
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
 * Which rows hide what is below them: sets, and modules that only load others, are closed at first, other tasks open. While a filter is set, what was said of tasks
 * and threads before does not count: then only what was collapsed since does. What is said of all holds for those that come
 * later, too.
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

  set(item: number, collapsed: boolean, filtered: boolean): void {
    this.#choiceFor(item, filtered).set(item, collapsed);
  }

  /** Sets are others now: all are closed. */
  closeSets(): void {
    this.#sets.setAll(null);
  }

  /** Another filter is set. */
  refiltered(): void {
    this.#filtered.setAll(null);
  }

  setAll(collapsed: boolean, filtered: boolean): void {
    this.#sets.setAll(collapsed);
    (filtered ? this.#filtered : this.#tasks).setAll(collapsed);
  }

  #choiceFor(item: number, filtered: boolean): Choice {
    if (setOf(item) !== null) return this.#sets;
    return filtered ? this.#filtered : this.#tasks;
  }
}
