import type { Counters, Overview } from '../../../model/view-types.ts';
import type { TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

const TOP_PX = 3;
/** The line from which the tasks' activity rises and the loop's load hangs down. */
const FLOOR_PX = 31;
const LOAD_PX = 7;
/** The load is paler than the activity, like a reflection. */
const LOAD_ALPHA = 0.55;
/** The overview is paler than the chart. */
const BACKGROUND = 0.8;
/** A bin with less than this part of a task is drawn as empty. */
const LEAST = 0.002;

/**
 * Draws how many tasks were in each state, stacked: running, ready, suspended. The loop's load hangs down from the same line, like a
 * reflection. From the overview's end to `edgePx` the present state is drawn, and nothing after that.
 *
 *       ▂▅▇▇▅▂     tasks
 *     ───────────
 *       ▀▔▀▀▀      the loop
 */
export function paintActivity(
  context: CanvasRenderingContext2D,
  overview: Overview,
  scale: TimeScale,
  { of }: ChartColours,
  now: Counters | null,
  edgePx: number,
): void {
  const { running, ready, suspended, busy } = overview;
  const left = scale.viewPx(overview.fromNs);
  const right = scale.viewPx(overview.toNs);
  const bins = running.length;
  const binPx = (right - left) / bins;
  let most = Math.max(1, now?.alive ?? 0);
  for (let bin = 0; bin < bins; bin += 1)
    most = Math.max(most, running[bin]! + ready[bin]! + suspended[bin]!);
  const px = (FLOOR_PX - TOP_PX) / most;
  // Even one running task among a thousand suspended ones is a pixel high.
  const height = (count: number) => (count > LEAST ? Math.max(1, count * px) : 0);
  const column = (x: number, width: number, counts: readonly [number, number, number]): void => {
    let top = FLOOR_PX;
    for (const [state, colour] of [of.running, of.ready, of.suspended].entries()) {
      const tall = height(counts[state]!);
      if (tall === 0) continue;
      top -= tall;
      context.fillStyle = colour;
      context.globalAlpha = BACKGROUND;
      context.fillRect(x, top, width, tall);
      context.globalAlpha = 1;
    }
  };
  // Whole pixels, each once, because columns that overlap or leave gaps would form a pattern.
  const xOf = (bin: number): number => Math.round(left + bin * binPx);
  for (let bin = 0, next = 0; bin < bins; bin = next) {
    const x = xOf(bin);
    if (x > edgePx) break;
    do next += 1;
    while (next < bins && xOf(next) === x);
    const width = Math.max(1, xOf(next) - x);
    const mean = (all: Float32Array): number =>
      all.subarray(bin, next).reduce((sum, one) => sum + one, 0) / (next - bin);
    column(x, width, [mean(running), mean(ready), mean(suspended)]);
    const load = mean(busy);
    if (load <= 0) continue;
    context.fillStyle = of['loop-busy'];
    context.globalAlpha = LOAD_ALPHA;
    context.fillRect(x, FLOOR_PX + 1, width, Math.max(1, Math.round(load * LOAD_PX)));
    context.globalAlpha = 1;
  }
  if (now !== null && edgePx > right) {
    column(right, edgePx - right, [now.running, now.ready, now.suspended]);
  }
  context.fillStyle = of['line-strong'];
  context.fillRect(left, FLOOR_PX, Math.max(right, edgePx) - left, 1);
}
