import { NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';

/** A smaller part of the run is not worth folding, and neither are stretches of a few bins, whose ends are only known by bins. */
const LEAST_PART = 0.01;
const LEAST_BINS = 8;
const LEAST_NS = NS_PER_MS;

/**
 * The stretches in which nothing happens: no task runs, none changes its state, and the main loop is idle. In order; those
 * that are a hundredth of the run or more. Looks at each bin of the run's activity once, however many tasks there are.
 */
export function quietStretches(model: Model): { fromNs: number; toNs: number }[] {
  const { activity } = model.tables;
  const leastNs = Math.max(LEAST_NS, LEAST_PART * model.endNs, LEAST_BINS * activity.binNs);
  return activity.quietUntil(model.endNs).filter(({ fromNs, toNs }) => toNs - fromNs >= leastNs);
}
