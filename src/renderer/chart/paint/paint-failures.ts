// When tasks without a row of their own were rejected, marked in the row that hides them: below its bar, as the tasks are below it in the
// tree. A mark is higher the more failures it stands for, relative to the mark with the most.
//
//     ▸ leaf ×2,000   ░░▒▒▒▓▓▒▒░░
//                        ▂  ▂▂       rejected

import type { LabelledPicture } from '../../worker/contract.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

/** Wide enough that a single failure is visible, however long the time in view. */
const WIDTH_PX = 3;
const HEIGHT_PX = 3;
/** Touching marks look like a line, which exaggerates a few failures among many tasks. So marks for fewer failures are lower and paler. */
const LEAST_HEIGHT_PX = 1;
const LEAST_ALPHA = 0.35;
const TOP_PX = BAR_TOP_PX + BAR_PX;

export interface RowMarksScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly shown: LabelledPicture;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
}

export function paintFailures({ context, colours, shown, scale, rows, ratio }: RowMarksScene): void {
  const { row, atNs, count } = shown.picture.failures;
  const most = new Map<number, number>();
  for (let at = 0; at < row.length; at++) most.set(row[at]!, Math.max(most.get(row[at]!) ?? 0, count[at]!));
  const touches = (at: number, other: number): boolean =>
    row[at] === row[other] && Math.abs(atNs[at]! - atNs[other]!) * scale.pxPerNs < 2 * WIDTH_PX;
  context.fillStyle = colours.of.rejected;
  for (let at = 0; at < row.length; at++) {
    const top = rowTopPx(row[at]!, rows);
    const x = snapped(scale.viewPx(atNs[at]!), ratio);
    if (top < LANE_PX - ROW_PX || top > rows.heightPx || x < -WIDTH_PX || x > scale.widthPx) continue;
    const isAlone = !touches(at, at - 1) && !touches(at, at + 1);
    const part = count[at]! / most.get(row[at]!)!;
    const height = snapped(LEAST_HEIGHT_PX + part * (HEIGHT_PX - LEAST_HEIGHT_PX), ratio);
    context.globalAlpha = isAlone ? 1 : LEAST_ALPHA + part * (1 - LEAST_ALPHA);
    context.fillRect(x - Math.floor(WIDTH_PX / 2), top + TOP_PX, WIDTH_PX, height);
  }
  context.globalAlpha = 1;
}
