import { tickStep } from 'd3-array';
import { axisBottom } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { NS_PER_S } from '../../../protocol/units.ts';
import { formatDuration, formatMoment } from '../../text/format.ts';
import type { TimeScale } from './spaces.ts';
import { labelsIn, type Ticks, timeTicks } from './ticks.ts';
import type { TimeWindow } from './time-window.ts';

const AXIS_PX = 24;
/** Enough for a label like `1,250.5 ms` and some space. */
const PX_PER_TICK = 96;
const LABEL_GAP_PX = 5;
/** The mean width of its figures, units and signs at 11 px. */
const LETTER_PX = 6.5;

/** The time axis above the rows. Returns the ticks, for the grid lines. */
export function paintAxis(svg: SVGSVGElement, base: HTMLElement, scale: TimeScale): Ticks {
  const ticks = axisTicks(scale);
  const axis = axisBottom<number>(placesOf(scale))
    .tickValues([...ticks.values])
    .tickFormat((ns) => labelAt(ns, ticks, scale))
    .tickSize(AXIS_PX);
  // A label is beside its line, not below it, so that the first one is not cut off and each clearly belongs to its line.
  select(svg)
    .select<SVGGElement>('.axis-ticks')
    .call(axis)
    .selectAll('.tick text')
    .attr('x', LABEL_GAP_PX)
    .attr('y', 6)
    .attr('text-anchor', 'start');
  paintFoldSigns(svg, scale, ticks);
  const text = ticks.base ?? '';
  if (base.textContent !== text) base.textContent = text;
  return ticks;
}

/** Half the width of the label of the playhead, or of the moment under the pointer. */
const HALF_MOMENT_PX = 46;

/** Hides tick labels that the label of a moment would partly cover, because the rest of a number would be another number. */
export function makeRoom(
  svg: SVGSVGElement,
  { viewPx }: TimeScale,
  moments: readonly (number | null)[],
): void {
  const over = moments.filter((ns) => ns !== null).map(viewPx);
  select(svg)
    .selectAll<SVGTextElement, number>('.tick text')
    .attr('visibility', function (ns) {
      const from = viewPx(ns);
      const to = from + labelPx(this.textContent);
      return over.some((x) => from < x + HALF_MOMENT_PX && to > x - HALF_MOMENT_PX) ? 'hidden' : null;
    });
}

export const axisTicks = (scale: TimeScale): Ticks =>
  scale.folds.length > 0 ? foldedTicks(scale) : timeTicks(scale.window, scale.widthPx / PX_PER_TICK);

const labelPx = (label: string): number => LABEL_GAP_PX + label.length * LETTER_PX;

/** A tick's label; '' if it does not fit before the plot's end, because half of a number would be another number. */
function labelAt(ns: number, { label }: Ticks, { widthPx, viewPx }: TimeScale): string {
  const text = label(ns);
  return labelPx(text) <= widthPx - viewPx(ns) ? text : '';
}

/** A d3 scale from moments to pixels, linear between the ends of folds. */
function placesOf({ window, widthPx, folds, viewPx }: TimeScale) {
  if (folds.length === 0) return scaleLinear([window.fromNs, window.toNs], [0, widthPx]);
  const inside = folds.flatMap(({ fromNs, toNs }) => [fromNs, toNs]);
  const ends = [window.fromNs, ...inside.filter((ns) => ns > window.fromNs && ns < window.toNs), window.toNs];
  return scaleLinear(ends, ends.map(viewPx));
}

/** The least distance of ticks, a little less than without folds. */
const LEAST_PX = (PX_PER_TICK * 2) / 3;
/** The least space between a label and the next tick's line. */
const AFTER_LABEL_PX = 12;

/**
 * Ticks about as dense as without folds, none within a fold, and none so near the previous one that labels would overlap. Between two folds
 * that are close together, a tick at a less round time is better than none.
 */
function foldedTicks({ window, widthPx, pxPerNs, folds, viewPx }: TimeScale): Ticks {
  // Step and labels are those of a window without folds.
  const like = timeTicks(
    { fromNs: window.toNs - widthPx / pxPerNs, toNs: window.toNs },
    widthPx / PX_PER_TICK,
  );
  const finestNs = Math.max(like.unit === null ? NS_PER_S : 1, 1 / pxPerNs);
  const labels = new Map<number, string>();
  let freePx = Number.NEGATIVE_INFINITY;
  const ends = [window.fromNs, ...folds.flatMap(({ fromNs, toNs }) => [fromNs, toNs]), window.toNs];
  for (let part = 0; part < ends.length; part += 2) {
    const fromNs = Math.max(0, window.fromNs, ends[part]!);
    const toNs = Math.min(window.toNs, ends[part + 1]!);
    if (viewPx(toNs) < freePx) continue;
    const stepNs = stepWithin(fromNs, toNs, like.stepNs, finestNs);
    for (let at = Math.ceil(fromNs / stepNs); at * stepNs <= toNs; at++) {
      const ns = at * stepNs;
      const x = viewPx(ns);
      if (x < freePx) continue;
      const text = labelOf(like, ns, stepNs);
      labels.set(ns, text);
      freePx = x + Math.max(LEAST_PX, labelPx(text) + AFTER_LABEL_PX);
    }
  }
  // Labels that count from a base would also appear before that base.
  return { ...like, values: [...labels.keys()], base: null, label: (ns) => labels.get(ns) ?? '' };
}

/** The roundest step, at most `stepNs`, of which a multiple lies between two moments; `finestNs` if there is none. */
function stepWithin(fromNs: number, toNs: number, stepNs: number, finestNs: number): number {
  let step = stepNs;
  for (let parts = 2; Math.ceil(fromNs / step) * step > toNs && step > finestNs; parts *= 2)
    step = tickStep(0, stepNs, parts);
  return step;
}

function labelOf({ base, unit, label }: Ticks, ns: number, stepNs: number): string {
  if (base !== null) return formatMoment(ns);
  return unit === null ? label(ns) : labelsIn(unit, stepNs)(ns);
}

/** Draws the interruptions of the axis where time is folded; pointing at one shows how much. */
function paintFoldSigns(svg: SVGSVGElement, scale: TimeScale, ticks: Ticks): void {
  const { folds, viewPx } = scale;
  const signs = select(svg)
    .selectAll<SVGGElement, TimeWindow>('.axis-fold')
    .data(folds)
    .join((enter) => {
      // Below the labels.
      const sign = enter.insert('g', '.axis-ticks').attr('class', 'axis-fold');
      sign.append('rect').attr('height', AXIS_PX);
      sign.append('path').attr('d', 'M-4 16l3 -8M1 16l3 -8');
      sign.append('title');
      return sign;
    });
  const width = ({ fromNs, toNs }: TimeWindow) => Math.max(2, viewPx(toNs) - viewPx(fromNs));
  signs.attr('transform', ({ fromNs }) => `translate(${viewPx(fromNs)} 0)`);
  signs.select('rect').attr('width', width);
  const labels = ticks.values.map((ns) => ({ x: viewPx(ns), px: labelPx(labelAt(ns, ticks, scale)) }));
  const middle = (fold: TimeWindow) => viewPx(fold.fromNs) + width(fold) / 2;
  const isUnderLabel = (x: number) => labels.some((label) => x > label.x - 4 && x < label.x + label.px + 4);
  signs
    .select('path')
    .attr('transform', (fold) => `translate(${width(fold) / 2} 0)`)
    .attr('visibility', (fold) => (isUnderLabel(middle(fold)) ? 'hidden' : null));
  signs
    .select('title')
    .text(({ fromNs, toNs }) => `${formatDuration(toNs - fromNs)} in which nothing happens, folded`);
}
