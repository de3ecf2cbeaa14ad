import type { Work } from '../work.ts';
import type { RowLayout } from './row-layout.ts';
import type { RowList } from './row-list.ts';

/** Rows added to the list before other questions may be answered: 2 to 4 ms. */
const PIECE = 8192;

/** Adds items, and what is below them, to a list, depth first. */
export class RowWalk {
  readonly #list: RowList;
  readonly #layout: RowLayout;
  readonly #isClosed: (item: number) => boolean;
  readonly #pinned: ReadonlySet<number>;
  /** Items still to be added, the next one last. */
  readonly #waiting: number[] = [];
  readonly #depths: number[] = [];
  #left = PIECE;

  /** `pinned`: items that are listed elsewhere, with all that is below them. */
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

  /** Adds siblings and what is below them. `pin`: a pinned item that is to be added here all the same. */
  *adding(items: readonly number[], pin?: number): Work<void> {
    this.#push(items, 0);
    for (let item = this.#waiting.pop(); item !== undefined; item = this.#waiting.pop()) {
      const depth = this.#depths.pop()!;
      if (item !== pin && this.#pinned.has(item)) continue;
      this.#list.add(item, depth);
      // Only sets and threads may have more below them than can be gathered at once.
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
