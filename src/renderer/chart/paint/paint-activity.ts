import type { Counters, Overview } from '../../../model/view-types.ts';
import type { TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

const TOP_PX = 3;
/** Where the tasks' activity stands on, and the loop's load hangs from. */
const FLOOR_PX = 31;
const LOAD_PX = 7;
/** As a reflection is: paler than what stands above. */
const LOAD_ALPHA = 0.55;
/** An overview stands back behind the chart itself. */
const BACKGROUND = 0.8;
/** Less than this much of a task, over a bin, is nothing. */
const LEAST = 0.002;

/**
 * How many tasks were in each state, stacked: running, ready, suspended. From the same line the loop's load hangs down,
 * as a reflection of it. From the overview's end to `edgePx`, what holds now holds; nothing stands beyond it.
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
  // A moment of running among a thousand suspended is still a pixel high.
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
  for (let bin = 0; bin < bins; bin += 1) {
    // Whole pixels: columns that overlap or leave a gap would make a pattern of their own.
    const x = Math.round(left + bin * binPx);
    if (x > edgePx) break;
    const width = Math.max(1, Math.round(left + (bin + 1) * binPx) - x);
    column(x, width, [running[bin]!, ready[bin]!, suspended[bin]!]);
    if (busy[bin]! <= 0) continue;
    context.fillStyle = of['loop-busy'];
    context.globalAlpha = LOAD_ALPHA;
    context.fillRect(x, FLOOR_PX + 1, width, Math.max(1, Math.round(busy[bin]! * LOAD_PX)));
    context.globalAlpha = 1;
  }
  if (now !== null && edgePx > right) {
    column(right, edgePx - right, [now.running, now.ready, now.suspended]);
  }
  context.fillStyle = of['line-strong'];
  context.fillRect(left, FLOOR_PX, Math.max(right, edgePx) - left, 1);
}
