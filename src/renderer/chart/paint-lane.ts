import type { LoopLane } from '../../model/view-types.ts';
import { LOOP_PHASE_NAMES } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';
import { formatDuration } from '../text/format.ts';
import type { ChartColours } from './chart-colours.ts';
import { LANE_PX } from './geometry.ts';
import { snapped, type TimeScale } from './spaces.ts';
import { fittedText } from './text-fit.ts';

/** A turn from here on is called by what it does to everybody else: three frames of an animation are lost. */
export const BLOCKED_NS = 50 * NS_PER_MS;

const TOP_PX = 6;
const HEIGHT_PX = 16;

/** Draws the event loop: busy stretches over a dotted line of idleness. */
export function paintLane(
  context: CanvasRenderingContext2D,
  colours: ChartColours,
  loop: LoopLane,
  scale: TimeScale,
  edgeNs: number,
  ratio: number,
): void {
  const { widthPx, window } = scale;
  context.fillStyle = colours.of['surface-0'];
  context.fillRect(0, 0, widthPx, LANE_PX);
  const startPx = Math.max(0, scale.viewPx(0));
  const endPx = Math.min(widthPx, scale.viewPx(edgeNs));
  context.strokeStyle = colours.of['line-strong'];
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(startPx, TOP_PX + HEIGHT_PX / 2 - 0.5);
  context.lineTo(endPx, TOP_PX + HEIGHT_PX / 2 - 0.5);
  context.stroke();
  context.setLineDash([]);

  const labels: [x: number, room: number, text: string][] = [];
  for (const long of [false, true]) {
    context.fillStyle = colours.of[long ? 'loop-long' : 'loop-busy'];
    for (let index = 0; index < loop.length; index += 1) {
      const from = loop.fromNs[index]!;
      const to = Math.min(loop.toNs[index]!, edgeNs);
      const longest = Math.min(loop.longestNs[index]!, to - from);
      if (longest >= BLOCKED_NS !== long) continue;
      if (to < window.fromNs || from > window.toNs) continue;
      const left = snapped(Math.max(-1, scale.viewPx(from)), ratio);
      const right = snapped(Math.min(widthPx + 1, scale.viewPx(to)), ratio);
      context.fillRect(left, TOP_PX, Math.max(1, right - left), HEIGHT_PX);
      const visible = Math.max(0, left);
      const name = LOOP_PHASE_NAMES[loop.phase[index]!] ?? 'other';
      const text = long ? `blocked ${formatDuration(longest)}` : name === 'other' ? '' : name;
      if (right - visible > 40 && text !== '' && (long || loop.count[index] === 1)) {
        labels.push([visible + 6, right - visible - 12, text]);
      }
    }
  }
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  context.fillStyle = colours.of['surface-0'];
  for (const [x, room, text] of labels) {
    context.fillText(
      fittedText(context, text, room),
      Math.round(x * ratio) / ratio,
      TOP_PX + HEIGHT_PX / 2 + 0.5,
    );
  }
  context.fillStyle = colours.of.line;
  context.fillRect(0, LANE_PX - 1, widthPx, 1);
}
