// When the task of a row wrote to the console: a tick above its bar at that moment.
//
//     work    ╷  ╷
//             ▇▇▇▇▇░░░░░▇▇

import { BAR_TOP_PX, LANE_PX, ROW_PX, rowTopPx } from '../geometry.ts';
import { snapped } from '../time/spaces.ts';
import type { RowMarksScene } from './paint-failures.ts';

const WIDTH_PX = 2;
const TOP_PX = 1;

export function paintWritten({ context, colours, shown, scale, rows, ratio }: RowMarksScene): void {
  const { row, atNs } = shown.picture.written;
  context.fillStyle = colours.of['text-2'];
  for (let at = 0; at < row.length; at++) {
    const top = rowTopPx(row[at]!, rows);
    const x = snapped(scale.viewPx(atNs[at]!), ratio);
    if (top < LANE_PX - ROW_PX || top > rows.heightPx || x < -WIDTH_PX || x > scale.widthPx) continue;
    context.fillRect(x - WIDTH_PX / 2, top + TOP_PX, WIDTH_PX, BAR_TOP_PX - TOP_PX);
  }
}
