// The chart's coordinate spaces, and the only ways from one to the next:
//
//   TraceNs   nanoseconds from the program's start
//     |       ElasticTime, TimeWindow and the plot's width
//   ViewPx    CSS pixels from the plot's left edge
//     |       devicePixelRatio
//   DevicePx  pixels of the canvas
//
// A time window is also a d3-zoom transform of a base scale on which one pixel is one millisecond: that base never
// changes, so a transform keeps its meaning while the trace grows.

import { type ZoomTransform, zoomIdentity } from 'd3-zoom';
import { NS_PER_MS, NS_PER_S } from '../../../protocol/units.ts';
import { ElasticTime } from './elastic-time.ts';
import { spanOf, type TimeWindow } from './time-window.ts';

/** A microsecond across the plot: closer than that, bars would be more precise than the clock that timed them. */
export const SHORTEST_WINDOW_NS = 1000;
/** The window of an empty chart. */
export const EMPTY_WINDOW: TimeWindow = { fromNs: 0, toNs: NS_PER_S };

/** Maps trace time to the plot and back. Cheap enough to be made for every frame. */
export interface TimeScale {
  readonly window: TimeWindow;
  readonly widthPx: number;
  /** The scale outside of folds. */
  readonly pxPerNs: number;
  /** The folded stretches that touch the window. */
  readonly folds: readonly TimeWindow[];
  viewPx(ns: number): number;
  traceNs(viewPx: number): number;
}

export function timeScale(window: TimeWindow, widthPx: number): TimeScale {
  return elasticScale(window, widthPx, ElasticTime.plain);
}

/** A scale for a window in elastic time. It still maps moments of the trace. */
export function elasticScale(shown: TimeWindow, widthPx: number, time: ElasticTime): TimeScale {
  const width = Math.max(1, widthPx);
  const pxPerNs = width / spanOf(shown);
  const window = time.traceWindow(shown);
  return {
    window,
    widthPx: width,
    pxPerNs,
    folds: time.folds.filter(({ fromNs, toNs }) => toNs > window.fromNs && fromNs < window.toNs),
    viewPx: (ns) => (time.elastic(ns) - shown.fromNs) * pxPerNs,
    traceNs: (viewPx) => time.trace(shown.fromNs + viewPx / pxPerNs),
  };
}

/** Rounds a length or position in CSS pixels to whole device pixels, so that edges are sharp at every device pixel ratio. */
export const snapped = (viewPx: number, ratio: number): number => Math.round(viewPx * ratio) / ratio;

export function windowOfTransform(transform: ZoomTransform, widthPx: number): TimeWindow {
  return {
    fromNs: transform.invertX(0) * NS_PER_MS,
    toNs: transform.invertX(widthPx) * NS_PER_MS,
  };
}

export function transformOfWindow(window: TimeWindow, widthPx: number): ZoomTransform {
  const scale = (widthPx * NS_PER_MS) / spanOf(window);
  return zoomIdentity.scale(scale).translate(-window.fromNs / NS_PER_MS, 0);
}

/**
 * Limits a window to [0, endNs] with a little room at both ends, and to at least `SHORTEST_WINDOW_NS`. Keeps its length if possible, so that
 * panning against an end does not zoom.
 */
export function clampWindow(window: TimeWindow, endNs: number): TimeWindow {
  const whole = wholeWindow(endNs);
  const longest = spanOf(whole);
  const span = Math.min(longest, Math.max(SHORTEST_WINDOW_NS, spanOf(window)));
  // A window that is too short or too long is changed around its middle.
  const centre = (window.fromNs + window.toNs) / 2;
  const from = span === spanOf(window) ? window.fromNs : centre - span / 2;
  // When zoomed in, either end can be moved as far as the middle third, so that what happens there is seen with its surroundings.
  const room = Math.min(span / 3, longest * 0.25);
  const lowest = Math.min(whole.fromNs, -room);
  const highest = Math.max(whole.toNs, endNs + room) - span;
  const fromNs = Math.min(Math.max(from, lowest), Math.max(highest, lowest));
  return { fromNs, toNs: fromNs + span };
}

/** The whole trace with a margin of 1 % before it and 3 % after it, for end caps and the live edge. */
export function wholeWindow(endNs: number): TimeWindow {
  const span = Math.max(endNs, SHORTEST_WINDOW_NS);
  return { fromNs: -span * 0.01, toNs: span * 1.03 };
}

/** A stretch with a margin on both sides. */
export function windowAround(fromNs: number, toNs: number, margin = 0.1): TimeWindow {
  const span = Math.max(toNs - fromNs, SHORTEST_WINDOW_NS / 2);
  return { fromNs: fromNs - span * margin, toNs: fromNs + span * (1 + margin) };
}

/** Zooms by a factor (above 1: closer) while the moment at `anchorNs` stays where it is. */
export function zoomed(window: TimeWindow, factor: number, anchorNs: number): TimeWindow {
  return {
    fromNs: anchorNs - (anchorNs - window.fromNs) / factor,
    toNs: anchorNs + (window.toNs - anchorNs) / factor,
  };
}

export function panned(window: TimeWindow, byNs: number): TimeWindow {
  return { fromNs: window.fromNs + byNs, toNs: window.toNs + byNs };
}

/** A window between two others, `at` from 0 to 1. Lengths change by equal ratios, as the eye expects of a zoom. */
export function between(a: TimeWindow, b: TimeWindow, at: number): TimeWindow {
  if (at <= 0) return a;
  if (at >= 1) return b;
  const spanA = spanOf(a);
  const spanB = spanOf(b);
  const span = spanA * (spanB / spanA) ** at;
  // The moment that both windows show at the same position stays there. If there is none, the ends move evenly.
  const part = Math.abs(spanA - spanB) < 1e-6 * spanA ? at : (spanA - span) / (spanA - spanB);
  const fromNs = a.fromNs + (b.fromNs - a.fromNs) * part;
  return { fromNs, toNs: fromNs + span };
}
