import type { Work } from '../work.ts';
import type { RowLayout } from './row-layout.ts';
import type { RowList } from './row-list.ts';

/** Rows put into the list before something else may be answered: 2 to 4 ms. */
const PIECE = 8192;

/** Puts items and what is below them into a list, depth first. */
export class RowWalk {
  readonly #list: RowList;
  readonly #layout: RowLayout;
  readonly #isClosed: (item: number) => boolean;
  readonly #pinned: ReadonlySet<number>;
  /** What is yet to be put there, the next one last. */
  readonly #waiting: number[] = [];
  readonly #depths: number[] = [];
  #left = PIECE;

  /** `pinned`: those that stand elsewhere, with what is below them. */
  constructor(
    list: RowList,
    layout: RowLayout,
    isClosed: (item: number) => boolean,
    pinned: ReadonlySet<number>,
  ) {
    this.#list = list;
    this.#layout = layout;
    this.#isClosed = isClosed;
    this.#pinned = pinned;
  }

  /** Of items that stand beside one another; `pin`: the one of the pinned ones that does so here. */
  *adding(items: readonly number[], pin?: number): Work<void> {
    this.#push(items, 0);
    for (let item = this.#waiting.pop(); item !== undefined; item = this.#waiting.pop()) {
      const depth = this.#depths.pop()!;
      if (item !== pin && this.#pinned.has(item)) continue;
      this.#list.add(item, depth);
      // Only what is no task may have more below it than can be gathered at once.
      if (!this.#isClosed(item))
        this.#push(item < 0 ? yield* this.#layout.gatheringBelow(item) : this.#layout.below(item), depth + 1);
      if (--this.#left > 0) continue;
      this.#left = PIECE;
      yield;
    }
  }

  #push(items: readonly number[], depth: number): void {
    for (let at = items.length - 1; at >= 0; at--) {
      this.#waiting.push(items[at]!);
      this.#depths.push(depth);
    }
  }
}
