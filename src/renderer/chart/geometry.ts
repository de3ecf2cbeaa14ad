// Where things stand in a row, in CSS pixels.
//
//   row    ┌──────────────────────────────┐ 0
//   bar    │   ▇▇▇            ▒▒▒▒▇▇      │ 4 … 20   running, ready
//   band   │      ░░░░░░░░░░░░            │ 6 … 18   suspended
//          └──────────────────────────────┘ 24

export const ROW_PX = 24;
export const BAR_TOP_PX = 4;
export const BAR_PX = 16;
export const BAND_TOP_PX = 6;
export const BAND_PX = 12;

/** The event-loop lane above the rows: it stays in place while they scroll. */
export const LANE_PX = 28;

export interface RowsGeometry {
  /** The row that stands at the top, below the lane, and by how much it is scrolled out. */
  readonly scrollPx: number;
  readonly heightPx: number;
}

export const rowTopPx = (row: number, { scrollPx }: RowsGeometry): number =>
  LANE_PX + row * ROW_PX - scrollPx;

/** The row at a height of the canvas; -1 above the rows. */
export function rowAt(yPx: number, { scrollPx }: RowsGeometry): number {
  return yPx < LANE_PX ? -1 : Math.floor((yPx - LANE_PX + scrollPx) / ROW_PX);
}

/** First row in view, and the one after the last. */
export function rowsInView({ scrollPx, heightPx }: RowsGeometry): readonly [from: number, to: number] {
  const from = Math.max(0, Math.floor(scrollPx / ROW_PX));
  return [from, Math.max(from, Math.ceil((scrollPx + heightPx - LANE_PX) / ROW_PX))];
}

/** How far to scroll so that a row is wholly in view, with a row of its surroundings. */
export function scrollToShow(row: number, { scrollPx, heightPx }: RowsGeometry): number {
  const visiblePx = heightPx - LANE_PX;
  const topPx = row * ROW_PX;
  if (topPx - ROW_PX < scrollPx) return Math.max(0, topPx - ROW_PX);
  if (topPx + 2 * ROW_PX > scrollPx + visiblePx) return topPx + 2 * ROW_PX - visiblePx;
  return scrollPx;
}
