// The layout of a row, in CSS pixels.
//
//   row    ┌──────────────────────────────┐ 0
//   bar    │   ▇▇▇            ▒▒▒▒▇▇      │ 4 … 20   running, ready
//   band   │      ░░░░░░░░░░░░            │ 6 … 18   suspended
//   strip  │ ▁▁▁▁▂▂▂▁▁▁▁▂▁▁▁              │ 20 … 24  what a collapsed task hides
//          └──────────────────────────────┘ 24

export const ROW_PX = 24;
export const BAR_TOP_PX = 4;
export const BAR_PX = 16;
export const BAND_TOP_PX = 6;
export const BAND_PX = 12;
export const STRIP_PX = 4;

/** The event-loop lane above the rows: it stays in place while they scroll. */
export const LANE_PX = 28;

export interface RowsGeometry {
  /** By how much the rows are scrolled. */
  readonly scrollPx: number;
  readonly heightPx: number;
  /** How many of the first rows stay in place below the lane, while the others scroll below them; 0 by default. */
  readonly pinned?: number;
  /** Limits the geometry to these rows: the two kinds are drawn separately. */
  readonly only?: 'pinned' | 'scrolled';
}

const NOWHERE_PX = -1e6;

export function rowTopPx(row: number, { scrollPx, pinned = 0, only }: RowsGeometry): number {
  const isPinned = row < pinned;
  if (only !== undefined && (only === 'pinned') !== isPinned) return NOWHERE_PX;
  return LANE_PX + row * ROW_PX - (isPinned ? 0 : scrollPx);
}

/** The top of the scrolling rows: their parts above it are hidden. */
export const scrolledTopPx = ({ pinned = 0 }: RowsGeometry): number => LANE_PX + pinned * ROW_PX;

/** How much of a row that begins at `topPx` is hidden by the lane and the pinned rows. */
export const hiddenPx = (row: number, topPx: number, rows: RowsGeometry): number =>
  Math.max(0, (row < (rows.pinned ?? 0) ? LANE_PX : scrolledTopPx(rows)) - topPx);

/** The row at a height of the canvas; -1 above the rows. */
export function rowAt(yPx: number, rows: RowsGeometry): number {
  if (yPx < LANE_PX) return -1;
  return Math.floor((yPx - LANE_PX + (yPx < scrolledTopPx(rows) ? 0 : rows.scrollPx)) / ROW_PX);
}

/** The first of the scrolling rows that is in view, and the one after the last. */
export function rowsInView({
  scrollPx,
  heightPx,
  pinned = 0,
}: RowsGeometry): readonly [from: number, to: number] {
  const from = pinned + Math.max(0, Math.floor(scrollPx / ROW_PX));
  return [from, Math.max(from, Math.ceil((scrollPx + heightPx - LANE_PX) / ROW_PX))];
}

/** How far to scroll so that a row is completely in view, with a row above or below it. */
export function scrollToShow(row: number, { scrollPx, heightPx, pinned = 0 }: RowsGeometry): number {
  if (row < pinned) return scrollPx;
  const visiblePx = heightPx - LANE_PX - pinned * ROW_PX;
  const topPx = (row - pinned) * ROW_PX;
  if (topPx - ROW_PX < scrollPx) return Math.max(0, topPx - ROW_PX);
  if (topPx + 2 * ROW_PX > scrollPx + visiblePx) return topPx + 2 * ROW_PX - visiblePx;
  return scrollPx;
}
