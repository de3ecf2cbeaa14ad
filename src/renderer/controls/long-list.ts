// Where the rows of a long list stand. Two ways of counting pixels:
//
//   list      from the list's top, all rows below one another
//   scrolled  what the browser scrolls, `scrollTop`; at most MOST_PX
//
// They differ by a shift for lists that are longer. A browser makes no element higher than some 33 million pixels (Chromium 130), which is
// 800,000 rows of two lines.

import { countWhile } from '../../model/columns/columns.ts';

/** The most that is scrolled. */
const MOST_PX = 16_000_000;

/** The heights of a list's rows: nearly all are equally high, and the others are known once they have been shown. */
export class RowHeights {
  readonly #rowPx: number;
  /** By how much a row is higher than the others. */
  readonly #extra = new Map<number, number>();
  /** The rows of `#extra` in order, and for each what it and those before it are higher in all; null after a change. */
  #summed: { readonly rows: readonly number[]; readonly sums: readonly number[] } | null = null;

  constructor(rowPx: number) {
    this.#rowPx = rowPx;
  }

  /** A row turned out to be this high; returns by how much it grew. */
  measured(row: number, heightPx: number): number {
    const before = this.#extra.get(row) ?? 0;
    const extra = heightPx - this.#rowPx;
    if (extra === before) return 0;
    if (extra === 0) this.#extra.delete(row);
    else this.#extra.set(row, extra);
    this.#summed = null;
    return extra - before;
  }

  /** Where a row begins, in list pixels. For the number of rows, the list's height. */
  topPx(row: number): number {
    this.#summed ??= this.#sum();
    const { rows, sums } = this.#summed;
    const higher = countWhile(rows.length, (at) => rows[at]! < row);
    return row * this.#rowPx + (higher === 0 ? 0 : sums[higher - 1]!);
  }

  /** The row at this list pixel, of so many; 0 if there are none. */
  rowAt(px: number, count: number): number {
    return Math.max(0, countWhile(count, (row) => this.topPx(row) <= px) - 1);
  }

  #sum(): { readonly rows: readonly number[]; readonly sums: readonly number[] } {
    const rows = [...this.#extra.keys()].sort((a, b) => a - b);
    let sum = 0;
    return { rows, sums: rows.map((row) => (sum += this.#extra.get(row)!)) };
  }
}

/** How high a list is, and how much of it is in view. */
export interface Extent {
  readonly listPx: number;
  readonly viewPx: number;
}

/** A list's top edge in view, counted in both ways. */
export interface ScrollPlace {
  readonly listPx: number;
  readonly scrolledPx: number;
}

/** How high the element that is scrolled has to be. */
export const scrolledHeight = (listPx: number): number => Math.min(listPx, MOST_PX);

const mostOf = ({ listPx, viewPx }: Extent): ScrollPlace => ({
  listPx: Math.max(0, listPx - viewPx),
  scrolledPx: Math.max(0, scrolledHeight(listPx) - viewPx),
});

/** The place with this list pixel at the top, as far as the list goes. */
export function placeAt(listPx: number, extent: Extent): ScrollPlace {
  const most = mostOf(extent);
  const at = Math.max(0, Math.min(listPx, most.listPx));
  return { listPx: at, scrolledPx: most.listPx === 0 ? 0 : (at / most.listPx) * most.scrolledPx };
}

/**
 * The place after the browser has scrolled. A step within the view moves the list by as much; a larger one (the scrollbar was dragged)
 * moves it in proportion.
 */
export function scrolledTo(before: ScrollPlace, scrolledPx: number, extent: Extent): ScrollPlace {
  const most = mostOf(extent);
  const stepPx = scrolledPx - before.scrolledPx;
  const isAtEdge = scrolledPx <= 0 || scrolledPx > most.scrolledPx - 1;
  const listPx =
    Math.abs(stepPx) > extent.viewPx || isAtEdge
      ? (scrolledPx / Math.max(1, most.scrolledPx)) * most.listPx
      : before.listPx + stepPx;
  return { listPx: Math.max(0, Math.min(listPx, most.listPx)), scrolledPx };
}

/** So close to the end counts as there when the user scrolls towards it. */
const END_PX = 20;

/**
 * Whether a list that shows its end goes on to, or one that does not begins to, after it was scrolled by `stepPx` to `leftPx` before its
 * end. Only a step up that leaves the end stops it, however small: the first of a smooth scroll is a few pixels. Where the list became
 * shorter or its view higher, the browser steps up too, but to the end.
 */
export function followsEnd(follows: boolean, stepPx: number, leftPx: number): boolean {
  // The browser rounds all three heights.
  if (leftPx <= 1) return true;
  return stepPx < 0 ? false : follows || leftPx < END_PX;
}
