import type { Model } from '../model.ts';
import type { Work } from '../work.ts';
import type { RowLayout } from './row-layout.ts';
import { type Listed, RowList } from './row-list.ts';
import { RowWalk } from './row-walk.ts';

/** How far the model was when rows were laid out from it. */
export interface LaidFrom {
  readonly tasks: number;
  readonly sets: number;
  /** `changes` of the threads. */
  readonly threads: number;
  /** The model's version. */
  readonly version: number;
}

const NOTHING: LaidFrom = { tasks: -1, sets: 0, threads: -1, version: -1 };

/** What decides which of a layout's items have rows. */
interface Wishes {
  /** Pinned items, those first. */
  readonly pins: readonly number[];
  readonly isCollapsed: (item: number) => boolean;
  /** What the new list is compared with. */
  readonly listed: Listed;
}

/** The rows as they were laid out last. While new ones are laid out in pieces, they stay as they are. */
export class LaidRows {
  #list = new RowList();
  /** The list that the next layout fills. */
  #spare = new RowList();
  #layout: RowLayout | null = null;
  #from = NOTHING;
  #pinned = 0;
  #version = 0;
  #layouts = 0;

  get list(): RowList {
    return this.#list;
  }

  /** Null before the first layout. */
  get layout(): RowLayout | null {
    return this.#layout;
  }

  /** How many tasks there were; -1 before the first layout. */
  get taskCount(): number {
    return this.#from.tasks;
  }

  /** How many of the first rows are pinned, or below a pinned one. */
  get pinned(): number {
    return this.#pinned;
  }

  /** Changes when the rows do. */
  get version(): number {
    return this.#version;
  }

  /** Changes with every layout. */
  get layouts(): number {
    return this.#layouts;
  }

  /** Whether tasks or threads have come since, or changed so that other rows are due. `filtered`: whether a filter is set. */
  isBehind({ tables, endNs, version }: Model, filtered: boolean): boolean {
    if (this.#layout === null) return false;
    const threadsMoved = this.#from.threads !== tables.threads.changes || this.#layout.moreAtNs <= endNs;
    const filterMoved = filtered && this.#from.version !== version;
    return this.#from.tasks !== tables.tasks.length || filterMoved || threadsMoved;
  }

  /** Makes the rows of a layout in pieces. */
  *laying(layout: RowLayout, from: LaidFrom, { pins, isCollapsed, listed }: Wishes): Work<void> {
    const list = this.#spare;
    list.begin(this.#list, listed);
    const pinned = new Set(pins.filter((item) => layout.has(item)));
    const walk = new RowWalk(list, layout, isCollapsed, pinned);
    for (const item of pinned) yield* walk.adding([item], item);
    const pinnedRows = list.length;
    yield* walk.adding(layout.below(null));
    if (list.changed || this.#pinned !== pinnedRows) this.#version++;
    this.#from = from;
    this.#pinned = pinnedRows;
    this.#layout = layout;
    this.#layouts++;
    [this.#list, this.#spare] = [list, this.#list];
  }
}
