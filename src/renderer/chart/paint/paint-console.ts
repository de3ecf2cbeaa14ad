import type { ConsoleMarks } from '../../../model/view-types.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import type { ChartColours } from './chart-colours.ts';

export const CONSOLE_PX = 20;
const MARK_PX = 2;
const CAP_PX = 4;

/** The mark of a single line is short; ten times as many lines make it a step higher. */
const heightPx = (lines: number): number => Math.min(CONSOLE_PX - 6, 4 + 4 * Math.log10(lines));

/** Draws a mark for each time the program wrote to its console. Marks with lines on stderr have a head. */
export function paintConsole(
  context: CanvasRenderingContext2D,
  { of }: ChartColours,
  { atNs, count, errors }: ConsoleMarks,
  scale: TimeScale,
  ratio: number,
): void {
  context.fillStyle = of['surface-0'];
  context.fillRect(0, 0, scale.widthPx, CONSOLE_PX);
  for (let mark = 0; mark < atNs.length; mark++) {
    const x = snapped(scale.viewPx(atNs[mark]!), ratio);
    const height = heightPx(count[mark]!);
    const top = (CONSOLE_PX - height) / 2;
    context.fillStyle = of['text-3'];
    context.fillRect(x - MARK_PX / 2, top, MARK_PX, height);
    if (errors[mark] === 0) continue;
    context.fillStyle = of.rejected;
    context.fillRect(x - CAP_PX / 2, top - 1, CAP_PX, CAP_PX);
  }
}

/** The mark nearest to a position in the strip, at most `reachPx` away; -1 for none. */
export function markAt({ atNs }: ConsoleMarks, xPx: number, scale: TimeScale, reachPx: number): number {
  let found = -1;
  let nearestPx = reachPx;
  for (let mark = 0; mark < atNs.length; mark++) {
    const awayPx = Math.abs(scale.viewPx(atNs[mark]!) - xPx);
    if (awayPx <= nearestPx) {
      nearestPx = awayPx;
      found = mark;
    }
  }
  return found;
}
