import type { CounterLanes } from '../../../model/view-types.ts';
import { thousands } from '../../../model/words.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';
import { anchorPatterns } from './paint-bars.ts';
import { paintStack, roundPeak } from './paint-density.ts';

/**
 * The layout of the strip, in CSS pixels: the tasks stacked on a floor, below that how busy the loop was, and below that how many threads of
 * the pool were busy.
 */
export const COUNTERS_PX = 80;
const TOP_PX = 4;
const FLOOR_PX = 44;
const LOOP_TOP_PX = 48;
const LOOP_PX = 12;
const POOL_TOP_PX = 64;
const POOL_PX = 12;

export interface CountersScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  /** Null while there are none. */
  readonly lanes: CounterLanes | null;
  readonly scale: TimeScale;
  readonly ratio: number;
  readonly edgeNs: number;
}

/** Draws the counters over time: tasks stacked by state with a line on top, the loop's load, and the pool's. */
export function paintCounters(scene: CountersScene): void {
  const { context, colours, lanes, scale, ratio, edgeNs } = scene;
  const { of } = colours;
  const startPx = Math.max(0, scale.viewPx(0));
  const endPx = Math.max(startPx, Math.min(scale.widthPx, scale.viewPx(edgeNs)));
  context.fillStyle = of['surface-1'];
  context.fillRect(0, 0, scale.widthPx, COUNTERS_PX);
  context.fillStyle = of['surface-0'];
  context.fillRect(startPx, 0, endPx - startPx, COUNTERS_PX);
  context.fillStyle = of.line;
  context.fillRect(startPx, FLOOR_PX, endPx - startPx, 1);
  context.fillRect(startPx, LOOP_TOP_PX + LOOP_PX, endPx - startPx, 1);
  context.fillRect(startPx, POOL_TOP_PX + POOL_PX, endPx - startPx, 1);
  if (lanes === null) return;
  anchorPatterns(colours, scale, ratio, 0);
  const top = roundPeak(lanes.peak);
  const { first, heights } = paintStack(scene, lanes, FLOOR_PX, (FLOOR_PX - TOP_PX) / top);
  context.save();
  context.beginPath();
  context.rect(startPx, 0, endPx - startPx, COUNTERS_PX);
  context.clip();
  paintLine(scene, lanes, first, heights);
  paintLoad(scene, lanes, first, first + heights.length);
  paintPool(scene, lanes, first, first + heights.length);
  context.restore();
  if (lanes.peak > 0) paintTop(scene, top);
}

/** Draws the line of all alive tasks, which can be read without colours. */
function paintLine(
  { context, colours, scale, ratio }: CountersScene,
  { fromNs, binNs }: CounterLanes,
  first: number,
  heights: Float32Array,
): void {
  context.fillStyle = colours.of['text-2'];
  let before = 0;
  heights.forEach((height, at) => {
    const x = snapped(scale.viewPx(fromNs + (first + at) * binNs), ratio);
    const right = snapped(scale.viewPx(fromNs + (first + at + 1) * binNs), ratio);
    const y = snapped(FLOOR_PX - height, ratio);
    const was = snapped(FLOOR_PX - before, ratio);
    if (height > 0) context.fillRect(x, y, Math.max(1 / ratio, right - x), 1);
    if (at > 0 && Math.abs(was - y) > 1) context.fillRect(x, Math.min(was, y), 1, Math.abs(was - y));
    before = height;
  });
}

function paintLoad(
  scene: CountersScene,
  { busy, ...lanes }: CounterLanes,
  first: number,
  last: number,
): void {
  const { context, colours } = scene;
  context.fillStyle = colours.of['loop-busy'];
  for (let bin = first; bin < last; bin++)
    paintLevel(scene, lanes, bin, busy[bin]!, LOOP_TOP_PX + LOOP_PX, LOOP_PX);
}

/** Draws how many of the pool's threads had work; dark where more work waited. */
function paintPool(
  scene: CountersScene,
  { pool, poolThreads, ...lanes }: CounterLanes,
  first: number,
  last: number,
): void {
  if (poolThreads === 0) return;
  const { context, colours } = scene;
  for (let bin = first; bin < last; bin++) {
    context.fillStyle = colours.of[pool[bin]! > poolThreads ? 'loop-long' : 'loop-busy'];
    paintLevel(scene, lanes, bin, pool[bin]! / poolThreads, POOL_TOP_PX + POOL_PX, POOL_PX);
  }
}

/** Draws a bin's column on a floor, `highPx` high for a `part` of 1. */
function paintLevel(
  { context, scale, ratio }: CountersScene,
  { fromNs, binNs }: Pick<CounterLanes, 'fromNs' | 'binNs'>,
  bin: number,
  part: number,
  floorPx: number,
  highPx: number,
): void {
  if (part <= 1e-3) return;
  const x = snapped(scale.viewPx(fromNs + bin * binNs), ratio);
  const right = snapped(scale.viewPx(fromNs + (bin + 1) * binNs), ratio);
  const height = Math.max(1, Math.min(1, part) * highPx);
  context.fillRect(x, floorPx - height, Math.max(1 / ratio, right - x), height);
}

/** Draws the number that the strip's full height stands for. */
function paintTop({ context, colours }: CountersScene, top: number): void {
  const text = thousands(top);
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  const width = context.measureText(text).width;
  context.globalAlpha = 0.85;
  context.fillStyle = colours.of['surface-0'];
  context.fillRect(2, TOP_PX - 2, width + 4, 14);
  context.globalAlpha = 1;
  context.fillStyle = colours.of['text-2'];
  context.fillText(text, 4, TOP_PX + 5.5);
}
