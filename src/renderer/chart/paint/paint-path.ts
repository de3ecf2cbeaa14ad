import type { PathPiece } from '../../../model/cause/path-view.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, type RowsGeometry, rowTopPx, scrolledTopPx } from '../geometry.ts';
import type { TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

export interface PathScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly path: readonly PathPiece[];
}

const THICK_PX = 3;
/** Between the same two rows, at most one line is drawn in this many pixels: the lines of thousands of steps would fill the whole space. */
const APART_PX = 6;
/** If all lines together are closer than this on average, they are paler, so that the bars that they cross can still be seen. */
const PALER_PX = 24;
const PALEST = 0.3;

/**
 * Draws the critical path as one line below the bars that it follows. It changes rows where one task waited for another:
 *
 *     main   ▇▇▇░░░░░░░░░▇▇
 *            ━━━┓       ┏━━
 *     child     ▇▇▇▒▒▇▇▇┃
 *               ┗━━━━━━━┛
 */
export function paintPath({ context, colours, scale, rows, path }: PathScene): void {
  if (path.length === 0) return;
  const clamped = (ns: number): number => Math.min(scale.widthPx + 4, Math.max(-4, scale.viewPx(ns)));
  const under = (row: number): number => rowTopPx(row, rows) + BAR_TOP_PX + BAR_PX + 2;
  // A row that is scrolled out of view is below the pinned rows, so lines to it start there.
  const topPx = scrolledTopPx(rows);
  const isHidden = (row: number): boolean => row >= (rows.pinned ?? 0) && under(row) < topPx;
  const yOf = (row: number): number => (isHidden(row) ? topPx : under(row));
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  context.fillStyle = colours.of['text-1'];
  let before: PathPiece | null = null;
  const bottomPx = rows.heightPx;
  const zeroPx = scale.viewPx(0);
  const drawn = new Map<number, number>();
  const lines: { readonly left: number; readonly upper: number; readonly lower: number }[] = [];
  for (const piece of path) {
    const left = Math.round(clamped(piece.fromNs));
    const right = Math.max(left + 1, Math.round(clamped(piece.toNs)));
    const y = yOf(piece.row);
    if (!isHidden(piece.row)) context.fillRect(left, y, right - left, THICK_PX);
    const isInView = left >= 0 && left <= scale.widthPx;
    if (isInView && before !== null && before.row !== piece.row) {
      // All rows below the view count as one, because lines to them look alike.
      const [upper, lower] = inOrder(Math.min(yOf(before.row), bottomPx), Math.min(y, bottomPx));
      const between = upper * (bottomPx + 1) + lower;
      // Slots are counted from time zero, so that the same lines are drawn while the user pans.
      const slot = Math.floor((scale.viewPx(piece.fromNs) - zeroPx) / APART_PX);
      if (upper < lower && drawn.get(between) !== slot) {
        drawn.set(between, slot);
        lines.push({ left, upper, lower });
      }
    }
    before = piece;
  }
  context.globalAlpha = Math.min(1, Math.max(PALEST, scale.widthPx / lines.length / PALER_PX));
  for (const { left, upper, lower } of lines) context.fillRect(left, upper, 1, lower - upper + THICK_PX);
  context.restore();
}

const inOrder = (a: number, b: number): [number, number] => (a < b ? [a, b] : [b, a]);
