import { axisBottom } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { formatDuration, formatMoment } from '../../text/format.ts';
import type { TimeScale, TimeWindow } from './spaces.ts';
import { type Ticks, timeTicks } from './ticks.ts';

const AXIS_PX = 24;
/** Room for a label like `1,250.5 ms` and some air. */
const PX_PER_TICK = 96;
const LABEL_GAP_PX = 5;
/** The mean width of its figures, units and signs at 11 px. */
const LETTER_PX = 6.5;

/** The time axis above the rows. Returns the ticks, for the grid lines. */
export function paintAxis(svg: SVGSVGElement, base: HTMLElement, scale: TimeScale): Ticks {
  const ticks = axisTicks(scale);
  const axis = axisBottom<number>(placesOf(scale))
    .tickValues([...ticks.values])
    .tickFormat((ns) => fitting(ticks.label(ns), roomAt(ns, scale)))
    .tickSize(AXIS_PX);
  // A label stands beside its line, not under it: the first one is whole, and each line leads to what it means.
  select(svg)
    .select<SVGGElement>('g')
    .call(axis)
    .selectAll('.tick text')
    .attr('x', LABEL_GAP_PX)
    .attr('y', 6)
    .attr('text-anchor', 'start');
  paintFoldSigns(svg, scale);
  const text = ticks.base ?? '';
  if (base.textContent !== text) base.textContent = text;
  return ticks;
}

export const axisTicks = (scale: TimeScale): Ticks =>
  scale.folds.length > 0 ? foldedTicks(scale) : timeTicks(scale.window, scale.widthPx / PX_PER_TICK);

/** From a tick to where something else stands: the next fold's sign, or the plot's end. */
function roomAt(ns: number, { widthPx, folds, viewPx }: TimeScale): number {
  const next = folds.find(({ fromNs }) => fromNs >= ns);
  return (next === undefined ? widthPx : Math.min(widthPx, viewPx(next.fromNs))) - viewPx(ns);
}

/** Half a number is another one: a label that has no room is left out. */
const fitting = (label: string, roomPx: number): string =>
  LABEL_GAP_PX + label.length * LETTER_PX <= roomPx ? label : '';

/** Moments to pixels for d3: straight between the ends of folds. */
function placesOf({ window, widthPx, folds, viewPx }: TimeScale) {
  if (folds.length === 0) return scaleLinear([window.fromNs, window.toNs], [0, widthPx]);
  const inside = folds.flatMap(({ fromNs, toNs }) => [fromNs, toNs]);
  const ends = [window.fromNs, ...inside.filter((ns) => ns > window.fromNs && ns < window.toNs), window.toNs];
  return scaleLinear(ends, ends.map(viewPx));
}

/** Ticks as close as where nothing is folded, none within a fold, and none so near the last that labels would overlap. */
function foldedTicks({ window, widthPx, pxPerNs, folds, viewPx }: TimeScale): Ticks {
  // The step, and the words, are those of a window without folds.
  const like = timeTicks(
    { fromNs: window.toNs - widthPx / pxPerNs, toNs: window.toNs },
    widthPx / PX_PER_TICK,
  );
  const values: number[] = [];
  let lastPx = Number.NEGATIVE_INFINITY;
  const ends = [window.fromNs, ...folds.flatMap(({ fromNs, toNs }) => [fromNs, toNs]), window.toNs];
  for (let part = 0; part < ends.length; part += 2) {
    const first = Math.ceil(Math.max(0, window.fromNs, ends[part]!) / like.stepNs);
    for (let at = first; at * like.stepNs <= Math.min(window.toNs, ends[part + 1]!); at++) {
      const x = viewPx(at * like.stepNs);
      if (x - lastPx < (PX_PER_TICK * 2) / 3) continue;
      values.push(at * like.stepNs);
      lastPx = x;
    }
  }
  // What counts from a moment of its own would be told before that moment, too.
  return like.base === null ? { ...like, values } : { ...like, values, base: null, label: formatMoment };
}

/** Where time is folded the axis is interrupted; how much is folded is said to who points at it. */
function paintFoldSigns(svg: SVGSVGElement, { folds, viewPx }: TimeScale): void {
  const signs = select(svg)
    .selectAll<SVGGElement, TimeWindow>('.axis-fold')
    .data(folds)
    .join((enter) => {
      const sign = enter.append('g').attr('class', 'axis-fold');
      sign.append('rect').attr('height', AXIS_PX);
      sign.append('path').attr('d', 'M-4 16l3 -8M1 16l3 -8');
      sign.append('title');
      return sign;
    });
  const width = ({ fromNs, toNs }: TimeWindow) => Math.max(2, viewPx(toNs) - viewPx(fromNs));
  signs.attr('transform', ({ fromNs }) => `translate(${viewPx(fromNs)} 0)`);
  signs.select('rect').attr('width', width);
  signs.select('path').attr('transform', (fold) => `translate(${width(fold) / 2} 0)`);
  signs
    .select('title')
    .text(({ fromNs, toNs }) => `${formatDuration(toNs - fromNs)} in which nothing happens, folded`);
}
