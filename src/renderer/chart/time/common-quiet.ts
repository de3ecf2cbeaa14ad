import { NS_PER_MS } from '../../../protocol/units.ts';
import type { TimeWindow } from './time-window.ts';

/** A smaller part of the whole is not worth folding. */
const LEAST_PART = 0.01;

export interface QuietRun {
  /** The stretches in which nothing happens, in order. */
  readonly quiet: readonly TimeWindow[];
  readonly endNs: number;
}

/**
 * The stretches in which nothing happens in any of several runs on one time scale, in order. In a run that is over, nothing happens any more.
 *
 *     a      ▇▇....▇........▇|
 *     b      ▇.......▇▇|
 *     both     ....     .....
 */
export function commonQuiet(runs: readonly QuietRun[]): TimeWindow[] {
  const endNs = Math.max(0, ...runs.map((run) => run.endNs));
  const leastNs = Math.max(NS_PER_MS, endNs * LEAST_PART);
  let common: readonly TimeWindow[] = [{ fromNs: 0, toNs: endNs }];
  for (const { quiet, endNs: over } of runs) common = intersection(common, untilEnd(quiet, over, endNs));
  return common.filter(({ fromNs, toNs }) => toNs - fromNs >= leastNs);
}

function untilEnd(quiet: readonly TimeWindow[], overNs: number, endNs: number): readonly TimeWindow[] {
  if (overNs >= endNs) return quiet;
  const last = quiet.at(-1);
  if (last !== undefined && last.toNs >= overNs) return [...quiet.slice(0, -1), { ...last, toNs: endNs }];
  return [...quiet, { fromNs: overNs, toNs: endNs }];
}

function intersection(a: readonly TimeWindow[], b: readonly TimeWindow[]): TimeWindow[] {
  const common: TimeWindow[] = [];
  for (let one = 0, other = 0; one < a.length && other < b.length; ) {
    const fromNs = Math.max(a[one]!.fromNs, b[other]!.fromNs);
    const toNs = Math.min(a[one]!.toNs, b[other]!.toNs);
    if (fromNs < toNs) common.push({ fromNs, toNs });
    if (a[one]!.toNs <= b[other]!.toNs) one++;
    else other++;
  }
  return common;
}
