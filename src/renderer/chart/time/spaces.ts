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

/** A microsecond across the plot: below, a run is wider than the clock that timed it is fine. */
export const SHORTEST_WINDOW_NS = 1000;
/** What an empty chart shows. */
export const EMPTY_WINDOW: TimeWindow = { fromNs: 0, toNs: NS_PER_S };

/** Maps trace time to the plot and back. Cheap: made anew for every frame. */
export interface TimeScale {
  readonly window: TimeWindow;
  readonly widthPx: number;
  /** Outside of folds. */
  readonly pxPerNs: number;
  /** The folded stretches that touch the window. */
  readonly folds: readonly TimeWindow[];
  viewPx(ns: number): number;
  traceNs(viewPx: number): number;
}

export function timeScale(window: TimeWindow, widthPx: number): TimeScale {
  return elasticScale(window, widthPx, ElasticTime.plain);
}

/** The same of a window in elastic time: what is drawn and what is pointed at are moments of the trace all the same. */
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

/** A length or position in CSS pixels, on the canvas's own grid: edges stay crisp at every device pixel ratio. */
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
 * Keeps a window within what there is to see: [0, endNs] and a little room at both ends, and no shorter than
 * `SHORTEST_WINDOW_NS`. Keeps its length where it can, so that panning against the end does not zoom.
 */
export function clampWindow(window: TimeWindow, endNs: number): TimeWindow {
  const whole = wholeWindow(endNs);
  const longest = spanOf(whole);
  const span = Math.min(longest, Math.max(SHORTEST_WINDOW_NS, spanOf(window)));
  // A window that was too short or too long is changed around its middle.
  const centre = (window.fromNs + window.toNs) / 2;
  const from = span === spanOf(window) ? window.fromNs : centre - span / 2;
  // Zoomed in, either end may be brought to the middle third: what happens there is seen with its surroundings.
  const room = Math.min(span / 3, longest * 0.25);
  const lowest = Math.min(whole.fromNs, -room);
  const highest = Math.max(whole.toNs, endNs + room) - span;
  const fromNs = Math.min(Math.max(from, lowest), Math.max(highest, lowest));
  return { fromNs, toNs: fromNs + span };
}

/** The whole trace with a margin of 1 % before and 3 % after it, where end caps and the live edge stand. */
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

/** Between two windows, `at` from 0 to 1: lengths change by equal ratios, as an eye expects of a zoom. */
export function between(a: TimeWindow, b: TimeWindow, at: number): TimeWindow {
  if (at <= 0) return a;
  if (at >= 1) return b;
  const spanA = spanOf(a);
  const spanB = spanOf(b);
  const span = spanA * (spanB / spanA) ** at;
  // The point that both windows show at the same place stays there; without one, ends move evenly.
  const part = Math.abs(spanA - spanB) < 1e-6 * spanA ? at : (spanA - span) / (spanA - spanB);
  const fromNs = a.fromNs + (b.fromNs - a.fromNs) * part;
  return { fromNs, toNs: fromNs + span };
}
