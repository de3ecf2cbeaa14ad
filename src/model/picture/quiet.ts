import { NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';

/** Less of the run is not worth folding, nor are stretches of few bins: their ends are told no finer than by bins. */
const LEAST_PART = 0.01;
const LEAST_BINS = 8;
const LEAST_NS = NS_PER_MS;

/**
 * The stretches in which nothing happens: no task runs, none changes its state, and the main loop is idle. In order; those
 * that are a hundredth of the run or more. Costs a look at each bin of the run's activity, however many tasks there are.
 */
export function quietStretches(model: Model): { fromNs: number; toNs: number }[] {
  const { activity } = model.tables;
  const leastNs = Math.max(LEAST_NS, LEAST_PART * model.endNs, LEAST_BINS * activity.binNs);
  return activity.quietUntil(model.endNs).filter(({ fromNs, toNs }) => toNs - fromNs >= leastNs);
}
