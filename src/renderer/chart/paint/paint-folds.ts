import type { RowsGeometry } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import { hairlinePx } from './canvas-size.ts';
import type { ChartColours } from './chart-colours.ts';

interface FoldsScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: TimeScale;
  readonly rows: RowsGeometry;
  readonly ratio: number;
}

/** Draws folded time over all rows, between dashed edges: lengths mean nothing there. */
export function paintFolds({ context, colours, scale, rows, ratio }: FoldsScene): void {
  const line = hairlinePx(ratio);
  for (const { fromNs, toNs } of scale.folds) {
    const left = snapped(scale.viewPx(fromNs), ratio);
    const right = Math.max(left + 2, snapped(scale.viewPx(toNs), ratio));
    context.globalAlpha = 0.75;
    context.fillStyle = colours.of['surface-2'];
    context.fillRect(left, 0, right - left, rows.heightPx);
    context.globalAlpha = 1;
    context.strokeStyle = colours.of['line-strong'];
    context.lineWidth = line;
    context.setLineDash([3, 3]);
    context.beginPath();
    for (const x of [left, right]) {
      context.moveTo(x + line / 2, 0);
      context.lineTo(x + line / 2, rows.heightPx);
    }
    context.stroke();
    context.setLineDash([]);
  }
}
