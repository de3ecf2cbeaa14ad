// Rows that stand for many tasks show how many of them were in each state, stacked; the maximum has the bar's full height.
//
//     suspended   ░░▒▒░░      pale
//     ready       ▒▒▓▓▒▒      hatched
//     running     ██████      solid
//
// From the top hangs down which part of the tasks that ended then was rejected.
//
// A collapsed task has a bar of its own. What it hides is shown in a strip below the bar, just high enough to tell the states apart.

import type { Density } from '../../../model/view-types.ts';
import { BAR_PX, BAR_TOP_PX, LANE_PX, ROW_PX, rowTopPx, STRIP_PX } from '../geometry.ts';
import { snapped } from '../time/spaces.ts';
import type { BarsScene } from './paint-bars.ts';

type DensityScene = Pick<BarsScene, 'context' | 'colours' | 'shown' | 'scale' | 'rows' | 'ratio' | 'edgeNs'>;

const LANES = ['running', 'ready', 'suspended'] as const;
/** The least height for failures, so that a single one among many tasks is visible. */
const FAILURE_PX = 2;
const ALL_FAILED_PX = 6;
const FAILURE_ALPHA = 0.5;

/** The next of 1, 1.5, 2, 3, 5, 7, 10, 15 …, so that heights keep their scale while panning changes the peak slightly. */
export function roundPeak(peak: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, peak)));
  return [1, 1.5, 2, 3, 5, 7, 10].map((step) => step * power).find((step) => step >= peak - 1e-6) ?? peak;
}

export function paintDensities(scene: DensityScene): void {
  const { context, shown, scale, rows } = scene;
  context.save();
  context.beginPath();
  context.rect(0, LANE_PX, scale.widthPx, rows.heightPx - LANE_PX);
  context.clip();
  for (const [row, density] of shown.picture.densities) {
    const top = rowTopPx(row, rows);
    if (top > LANE_PX - ROW_PX && top < rows.heightPx) paintDensity(scene, density, top + BAR_TOP_PX);
  }
  for (const [row, density] of shown.picture.hidden) {
    const top = rowTopPx(row, rows);
    if (top > LANE_PX - ROW_PX && top < rows.heightPx)
      paintStack(scene, density, top + ROW_PX, STRIP_PX / roundPeak(density.peak));
  }
  context.restore();
}

function paintDensity(scene: DensityScene, density: Density, top: number): void {
  const { context, colours, scale, ratio } = scene;
  const { fromNs, binNs, ended, failed, peak } = density;
  const { first, last } = paintStack(scene, density, top + BAR_PX, BAR_PX / roundPeak(peak));
  context.fillStyle = colours.of.rejected;
  for (let bin = first; bin < last; bin++) {
    if (failed[bin] === 0) continue;
    const x = snapped(scale.viewPx(fromNs + bin * binNs), ratio);
    const share = failed[bin]! / ended[bin]!;
    const height = snapped(FAILURE_PX + share * (ALL_FAILED_PX - FAILURE_PX), ratio);
    context.globalAlpha = FAILURE_ALPHA + share * (1 - FAILURE_ALPHA);
    context.fillRect(x, top, Math.max(FAILURE_PX, binNs * scale.pxPerNs), height);
  }
  context.globalAlpha = 1;
}

type StackScene = Pick<DensityScene, 'context' | 'colours' | 'scale' | 'ratio' | 'edgeNs'>;
type StackLanes = Pick<Density, 'fromNs' | 'binNs' | 'running' | 'ready' | 'suspended'>;

/** Draws the stacked lanes from `bottom` up, each task `unitPx` high. Yields the bins in view with their heights. */
export function paintStack(
  { context, colours, scale, ratio, edgeNs }: StackScene,
  lanes: StackLanes,
  bottom: number,
  unitPx: number,
): { readonly first: number; readonly last: number; readonly heights: Float32Array } {
  const { fromNs, binNs } = lanes;
  const count = lanes.running.length;
  const first = Math.max(0, Math.floor((scale.window.fromNs - fromNs) / binNs));
  const last = Math.min(count, Math.ceil((scale.window.toNs - fromNs) / binNs));
  const heights = new Float32Array(Math.max(0, last - first));
  // The newest bin extends to the live edge, because nothing has changed since.
  const right = (bin: number): number => (bin === count - 1 ? edgeNs : fromNs + (bin + 1) * binNs);
  for (const lane of LANES) {
    const levels = lanes[lane];
    context.fillStyle =
      lane === 'ready' ? colours.hatch : colours.of[lane === 'running' ? 'running' : 'suspended'];
    for (let bin = first; bin < last; bin++) {
      if (levels[bin]! <= 1e-4) continue;
      const x = snapped(scale.viewPx(fromNs + bin * binNs), ratio);
      const width = Math.max(1 / ratio, snapped(scale.viewPx(right(bin)), ratio) - x);
      const y = bottom - heights[bin - first]!;
      const height = Math.max(1, levels[bin]! * unitPx);
      context.fillRect(x, y - height, width, height);
      heights[bin - first]! += height;
    }
  }
  return { first, last, heights };
}
