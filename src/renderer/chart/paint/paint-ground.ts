import { hiddenPx, LANE_PX, ROW_PX, type RowsGeometry, rowTopPx } from '../geometry.ts';
import type { TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

export interface GroundScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
  readonly edgeNs: number;
  readonly ticks: readonly number[];
  readonly selectedRow: number | null;
  /** The rows of tasks that belong to the source line under the pointer. */
  readonly litRows: readonly number[];
  readonly growing: boolean;
}

const LIT_EDGE_PX = 3;

/** Draws what is behind the bars: the ground, the lit rows, the selected row, a line at every tick, the time before 0 and after the end. */
export function paintGround(scene: GroundScene): void {
  const { context, colours, scale, rows, ratio, edgeNs, ticks, selectedRow, litRows, growing } = scene;
  const { of } = colours;
  context.fillStyle = of['surface-0'];
  context.fillRect(0, 0, scale.widthPx, rows.heightPx);
  const fillRow = (row: number, widthPx: number): void => {
    const top = rowTopPx(row, rows);
    const hidden = hiddenPx(row, top, rows);
    if (hidden < ROW_PX && top < rows.heightPx) context.fillRect(0, top + hidden, widthPx, ROW_PX - hidden);
  };
  // Pale enough that even the palest wait is visible on it.
  context.fillStyle = of['selected-ground'];
  for (const row of litRows) fillRow(row, scale.widthPx);
  if (selectedRow !== null) {
    fillRow(selectedRow, scale.widthPx);
    context.fillStyle = of['selected-line'];
    const top = rowTopPx(selectedRow, rows);
    for (const edge of [top, top + ROW_PX - 1])
      if (edge >= top + hiddenPx(selectedRow, top, rows)) context.fillRect(0, edge, scale.widthPx, 1);
  }
  context.fillStyle = of['surface-2'];
  for (const tick of ticks) {
    const x = Math.round(scale.viewPx(tick) * ratio) / ratio;
    context.fillRect(x, LANE_PX, 1, rows.heightPx - LANE_PX);
  }
  // Before and after the program nothing can have happened, which is shown by another ground than times in which nothing happened.
  context.fillStyle = of['surface-1'];
  const startPx = scale.viewPx(0);
  const endPx = scale.viewPx(edgeNs);
  if (startPx > 0) context.fillRect(0, LANE_PX, startPx, rows.heightPx - LANE_PX);
  if (endPx < scale.widthPx)
    context.fillRect(Math.max(0, endPx), LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.fillStyle = of['text-1'];
  for (const row of litRows) fillRow(row, LIT_EDGE_PX);
  context.fillStyle = of[growing ? 'text-2' : 'line-strong'];
  if (endPx >= 0 && endPx < scale.widthPx) {
    context.fillRect(Math.round(endPx * ratio) / ratio, LANE_PX, 1, rows.heightPx - LANE_PX);
  }
}
