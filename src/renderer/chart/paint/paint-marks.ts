import type { Mark } from '../../../protocol/marks.ts';
import { LANE_PX, type RowsGeometry } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import { hairlinePx } from './canvas-size.ts';
import type { ChartColours } from './chart-colours.ts';

export interface MarksScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
  readonly marks: readonly Mark[];
}

/** Draws a dashed line through all rows at every mark. */
export function paintMarks({ context, colours, scale, rows, ratio, marks }: MarksScene): void {
  if (marks.length === 0) return;
  const line = hairlinePx(ratio);
  context.strokeStyle = colours.of['text-3'];
  context.lineWidth = line;
  context.setLineDash([2, 3]);
  context.beginPath();
  for (const { atNs } of marks) {
    const x = snapped(scale.viewPx(atNs), ratio) + line / 2;
    if (x < 0 || x > scale.widthPx) continue;
    context.moveTo(x, LANE_PX);
    context.lineTo(x, rows.heightPx);
  }
  context.stroke();
  context.setLineDash([]);
}
