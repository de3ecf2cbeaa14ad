import { BLOCKED_NS } from '../../../model/picture/loop-lane.ts';
import type { LoopLane, PauseLane } from '../../../model/view-types.ts';
import { LOOP_PHASE_NAMES } from '../../../protocol/events.ts';
import { formatDuration } from '../../text/format.ts';
import { BAR_PX, LANE_PX } from '../geometry.ts';
import { snapped, type TimeScale } from '../time/spaces.ts';
import { hairlinePx } from './canvas-size.ts';
import type { ChartColours } from './chart-colours.ts';
import { fittedOf } from './text-fit.ts';

//   turns    ▁▂▁ ███ ▨▨   as high as the part of the pixel that the loop was busy, whole where they are wider than one
//            ···········  idle
//   pauses        ▴       hatched in the turn; where that is too narrow to be seen, a sign below it

const TOP_PX = 4;
/** From this width on a pattern can be recognised. */
const HATCHED_FROM_PX = 4;
/** The sign of a pause, a triangle: half its width, its top and its height. */
const SIGN_PX = { half: 2.5, top: 1, height: 3 };
/** The least height of a long turn, so that a blocked loop is visible even if it is a small part of a pixel. */
const LEAST_LONG_PX = 4;
const LEAST_ROOM_PX = 28;

export interface LoopScene {
  readonly context: CanvasRenderingContext2D;
  readonly colours: ChartColours;
  readonly scale: TimeScale;
  /** The newest moment, to which everything extends that has not ended. */
  readonly edgeNs: number;
  readonly ratio: number;
}

interface LaneLabel {
  readonly fromPx: number;
  readonly toPx: number;
  readonly ground: string;
  /** The texts for it, the longest first. */
  readonly texts: readonly string[];
}

/** Draws the main thread's loop, above the rows. */
export function paintLane(scene: LoopScene, loop: LoopLane): void {
  const { context, colours, scale, edgeNs } = scene;
  context.fillStyle = colours.of['surface-0'];
  context.fillRect(0, 0, scale.widthPx, LANE_PX);
  paintLoop(scene, loop, TOP_PX, edgeNs);
  context.fillStyle = colours.of.line;
  context.fillRect(0, LANE_PX - 1, scale.widthPx, 1);
}

/**
 * Draws an event loop, as high as a bar: busy stretches over a dotted line for idleness, which extends to `untilNs`. The runtime's pauses
 * are drawn in the stretches.
 */
export function paintLoop(scene: LoopScene, loop: LoopLane, topPx: number, untilNs: number): void {
  const { context, colours, scale, edgeNs, ratio } = scene;
  const floorPx = topPx + BAR_PX;
  const startPx = Math.max(0, scale.viewPx(loop.sinceNs));
  const endPx = Math.min(scale.widthPx, scale.viewPx(untilNs));
  const idlePx = snapped(floorPx, ratio) - hairlinePx(ratio) / 2;
  context.strokeStyle = colours.of['line-strong'];
  context.lineWidth = hairlinePx(ratio);
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(startPx, idlePx);
  context.lineTo(Math.max(startPx, endPx), idlePx);
  context.stroke();
  context.setLineDash([]);

  const labels: LaneLabel[] = [];
  for (const long of [false, true]) {
    for (let index = 0; index < loop.length; index += 1) {
      const toNs = Math.min(loop.toNs[index]!, edgeNs);
      const longestNs = Math.min(loop.longestNs[index]!, toNs - loop.fromNs[index]!);
      if (longestNs >= BLOCKED_NS === long) labels.push(...paintTurns(scene, loop, index, topPx, toNs, long));
    }
  }
  paintPauses(scene, loop.pauses, loop.nsPerPx, topPx);
  paintLabels(scene, labels, topPx);
}

/** Draws a turn, or several that are merged to one stretch. Returns the texts for it. */
function paintTurns(
  scene: LoopScene,
  loop: LoopLane,
  index: number,
  topPx: number,
  toNs: number,
  long: boolean,
): LaneLabel[] {
  const { context, colours, scale, ratio } = scene;
  const fromNs = loop.fromNs[index]!;
  const extent = extentPx(scene, fromNs, toNs, loop.nsPerPx);
  if (extent === null) return [];
  const right = extent[1];
  const left = extent[0] + gapBefore(scene, loop, index, extent);
  const floorPx = topPx + BAR_PX;
  const ground = colours.of[long ? 'loop-long' : 'loop-busy'];
  const height = snapped(Math.max(long ? LEAST_LONG_PX : 1, loop.share[index]! * BAR_PX), ratio);
  context.fillStyle = ground;
  context.fillRect(left, floorPx - height, right - left, height);
  if (!long && loop.count[index] !== 1) return [];
  const held = `blocked ${formatDuration(Math.min(loop.longestNs[index]!, toNs - fromNs))}`;
  const phase = long ? held : phaseName(loop.phase[index]!);
  const loading = long ? [`${LOADING}, ${held}`, LOADING, held] : [LOADING];
  const texts = loop.isLoading[index] === 1 ? loading : [phase];
  const drain = phaseName(loop.drainPhase[index]!);
  const drainPx = snapped(scale.viewPx(loop.drainNs[index]!), ratio);
  if (!(drainPx > left + 1 && drainPx < right)) {
    return [{ fromPx: left, toPx: right, ground, texts: texts[0] === '' ? [drain] : texts }];
  }
  // First the callback, then the ticks and microtasks that it queued.
  context.fillStyle = colours.of['surface-0'];
  context.fillRect(drainPx - 1, floorPx - height, 1, height);
  // Modules are evaluated in microtasks.
  const isDrain = loop.isLoading[index] === 1 && right - drainPx > drainPx - left;
  const drained = isDrain ? texts : [blocked(drain, toNs - loop.drainNs[index]!)];
  return [
    { fromPx: left, toPx: drainPx, ground, texts: isDrain ? [phase] : texts },
    { fromPx: drainPx, toPx: right, ground, texts: drained },
  ];
}

/** Between two turns that are wider than this, and follow each other at once, one pixel stays free: they would look like one. */
const PARTED_FROM_PX = 4;

function gapBefore(
  { scale, ratio }: LoopScene,
  loop: LoopLane,
  index: number,
  [left, right]: readonly [left: number, right: number],
): number {
  if (index === 0 || right - left < PARTED_FROM_PX) return 0;
  const [fromPx, toPx] = [loop.fromNs, loop.toNs].map((ns) => snapped(scale.viewPx(ns[index - 1]!), ratio));
  return toPx! >= left && left - fromPx! >= PARTED_FROM_PX ? 1 : 0;
}

const LOADING = 'loading modules';

const blocked = (phase: string, ns: number): string =>
  ns < BLOCKED_NS ? phase : `${phase}, blocked ${formatDuration(ns)}`;

const phaseName = (phase: number): string => (phase === 0 ? '' : (LOOP_PHASE_NAMES[phase] ?? ''));

function paintLabels(
  { context, colours, scale, ratio }: LoopScene,
  labels: readonly LaneLabel[],
  topPx: number,
): void {
  context.font = colours.uiFont;
  context.textBaseline = 'middle';
  for (const { fromPx, toPx, ground, texts } of labels) {
    const visible = Math.max(0, fromPx);
    const room = Math.min(scale.widthPx, toPx) - visible - 12;
    const fitted = room < LEAST_ROOM_PX ? '' : fittedOf(context, texts, room);
    if (fitted === '') continue;
    const left = Math.round((visible + 6) * ratio) / ratio;
    // Words are on the bar's own colour, whatever pattern surrounds them.
    context.fillStyle = ground;
    context.fillRect(left - 3, topPx, context.measureText(fitted).width + 6, BAR_PX);
    context.fillStyle = colours.of['surface-0'];
    context.fillText(fitted, left, topPx + BAR_PX / 2 + 0.5);
  }
}

function paintPauses(scene: LoopScene, pauses: PauseLane, nsPerPx: number, topPx: number): void {
  const { context, colours } = scene;
  for (let index = 0; index < pauses.length; index += 1) {
    const extent = extentPx(scene, pauses.fromNs[index]!, pauses.toNs[index]!, nsPerPx);
    if (extent === null) continue;
    const [left, right] = extent;
    if (right - left < HATCHED_FROM_PX) {
      paintPauseSign(scene, (left + right) / 2, topPx + BAR_PX);
      continue;
    }
    // The pause is shown as a gap in the turn itself.
    context.fillStyle = colours.pause;
    context.fillRect(left, topPx, right - left, BAR_PX);
  }
}

function paintPauseSign({ context, colours }: LoopScene, x: number, floorPx: number): void {
  const { half, top, height } = SIGN_PX;
  context.fillStyle = colours.of['text-2'];
  context.beginPath();
  context.moveTo(x, floorPx + top);
  context.lineTo(x - half, floorPx + top + height);
  context.lineTo(x + half, floorPx + top + height);
  context.closePath();
  context.fill();
}

/** From where to where a stretch is drawn, at least one whole pixel of the grid that merged it; null if it is out of view. */
function extentPx(
  { scale, ratio }: LoopScene,
  fromNs: number,
  toNs: number,
  nsPerPx: number,
): [left: number, right: number] | null {
  const { widthPx, window } = scale;
  if (toNs < window.fromNs || fromNs > window.toNs) return null;
  const isNarrow = toNs - fromNs < nsPerPx;
  const startNs = isNarrow ? Math.floor(fromNs / nsPerPx) * nsPerPx : fromNs;
  const endNs = isNarrow ? startNs + nsPerPx : toNs;
  const left = snapped(Math.max(-1, scale.viewPx(startNs)), ratio);
  const right = snapped(Math.min(widthPx + 1, scale.viewPx(endNs)), ratio);
  return [left, Math.max(left + 1, right)];
}
