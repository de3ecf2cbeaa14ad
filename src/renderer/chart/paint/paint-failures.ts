// When tasks were rejected that have no row of their own, in the row that hides them: below its bar, as they stand below
// it in the tree.
//
//     ▸ leaf ×2,000   ░░▒▒▒▓▓▒▒░░
//                        ▂  ▂▂       rejected

import type { LabelledPicture } from '../../worker/contract.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

/** One failure is seen, however long the time in view. */
const WIDTH_PX = 3;
const HEIGHT_PX = 3;
const TOP_PX = BAR_TOP_PX + BAR_PX;

export interface FailuresScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly shown: LabelledPicture;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
}

export function paintFailures({ context, colours, shown, scale, rows, ratio }: FailuresScene): void {
  const { row, atNs } = shown.picture.failures;
  context.fillStyle = colours.of.rejected;
  for (let at = 0; at < row.length; at++) {
    const top = rowTopPx(row[at]!, rows);
    const x = snapped(scale.viewPx(atNs[at]!), ratio);
    if (top < LANE_PX - ROW_PX || top > rows.heightPx || x < -WIDTH_PX || x > scale.widthPx) continue;
    context.fillRect(x - Math.floor(WIDTH_PX / 2), top + TOP_PX, WIDTH_PX, HEIGHT_PX);
  }
}
