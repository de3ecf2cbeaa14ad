// What the chart's time window does while a program runs. Three states, always one of them:
//
//   live      the window follows the newest moment
//   scrubbed  a person moved it: it stays; what is in it goes on growing
//   paused    the picture is frozen at the moment of pausing

import { NS_PER_S } from '../../../protocol/units.ts';
import { spanOf, type TimeWindow } from './time-window.ts';

export type Follow = 'live' | 'scrubbed' | 'paused';

export type FollowEvent = 'start' | 'move' | 'pause' | 'go-live' | 'finish';

/**
 * The next state after each event. Moving while paused stays paused: looking around does not thaw the picture. The program's end does,
 * because then nothing moves any more.
 */
export const FOLLOW_TRANSITIONS: Readonly<Record<Follow, Readonly<Record<FollowEvent, Follow>>>> = {
  live: { start: 'live', move: 'scrubbed', pause: 'paused', 'go-live': 'live', finish: 'live' },
  scrubbed: { start: 'live', move: 'scrubbed', pause: 'paused', 'go-live': 'live', finish: 'scrubbed' },
  paused: { start: 'live', move: 'paused', pause: 'live', 'go-live': 'live', finish: 'scrubbed' },
};

const FIRST_SPAN_NS = NS_PER_S;
const LONGEST_SPAN_NS = 30 * NS_PER_S;
/** The position of the newest moment, as a part of the window's length. When it gets beyond this, the window moves. */
const EDGE = 0.92;

/**
 * The window that shows the newest moment. Up to 30 s it begins at 0, and doubles when the edge reaches its end, so that the picture stands
 * still in between instead of shrinking with every frame. After that it slides with a constant length.
 */
export function liveWindow(endNs: number): TimeWindow {
  let span = FIRST_SPAN_NS;
  while (span < LONGEST_SPAN_NS && endNs > span * EDGE) span = Math.min(span * 2, LONGEST_SPAN_NS);
  const fromNs = Math.max(-0.01 * span, endNs - span * EDGE);
  return { fromNs, toNs: fromNs + span };
}

/** The window of a running program's overview: it begins at 0 and doubles like the chart's own window. */
export function overviewDomain(edgeNs: number): TimeWindow {
  let span = FIRST_SPAN_NS;
  while (edgeNs > span * 0.95) span *= 2;
  return { fromNs: -span * 0.01, toNs: span };
}

/** Whether two windows differ visibly on a plot of this width. */
export function visiblyDifferent(a: TimeWindow, b: TimeWindow, widthPx: number): boolean {
  const nsPerPx = spanOf(a) / Math.max(1, widthPx);
  return Math.abs(a.fromNs - b.fromNs) > nsPerPx / 4 || Math.abs(a.toNs - b.toNs) > nsPerPx / 4;
}
