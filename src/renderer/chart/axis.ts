import { axisBottom } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import type { TimeScale } from './spaces.ts';
import { type Ticks, timeTicks } from './ticks.ts';

const AXIS_PX = 24;
/** Room for a label like `1,250.5 ms` and some air. */
const PX_PER_TICK = 96;

/** The time axis above the rows. Returns the ticks, for the grid lines. */
export function paintAxis(svg: SVGSVGElement, base: HTMLElement, scale: TimeScale): Ticks {
  const ticks = timeTicks(scale.window, scale.widthPx / PX_PER_TICK);
  const domain = scaleLinear([scale.window.fromNs, scale.window.toNs], [0, scale.widthPx]);
  const axis = axisBottom<number>(domain)
    .tickValues([...ticks.values])
    .tickFormat((ns) => ticks.label(ns))
    .tickSize(AXIS_PX);
  // A label stands beside its line, not under it: the first one is whole, and each line leads to what it means.
  select(svg)
    .select<SVGGElement>('g')
    .call(axis)
    .selectAll('text')
    .attr('x', 5)
    .attr('y', 6)
    .attr('text-anchor', 'start');
  const text = ticks.base ?? '';
  if (base.textContent !== text) base.textContent = text;
  return ticks;
}
