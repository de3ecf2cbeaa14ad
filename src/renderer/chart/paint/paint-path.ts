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

/**
 * The critical path as one line under the bars that it goes along, from row to row where one waited for the other:
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
  // A row that is scrolled out of sight hides below those that are pinned: lines to it come from there.
  const topPx = scrolledTopPx(rows);
  const isHidden = (row: number): boolean => row >= (rows.pinned ?? 0) && under(row) < topPx;
  const yOf = (row: number): number => (isHidden(row) ? topPx : under(row));
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  context.fillStyle = colours.of['text-1'];
  let before: PathPiece | null = null;
  for (const piece of path) {
    const left = Math.round(clamped(piece.fromNs));
    const right = Math.max(left + 1, Math.round(clamped(piece.toNs)));
    const y = yOf(piece.row);
    if (!isHidden(piece.row)) context.fillRect(left, y, right - left, THICK_PX);
    if (before !== null && before.row !== piece.row) {
      const from = yOf(before.row);
      context.fillRect(left, Math.min(from, y), 1, Math.abs(from - y) + THICK_PX);
    }
    before = piece;
  }
  context.restore();
}
