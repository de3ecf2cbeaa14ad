// Who held a thread's loop, and for how long: each task's time without the tasks it called.

import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { definitionOf } from './labels.ts';

/** What one function (or callback, or module) held of a stretch of time. */
export interface Holder {
  /** The row of its definition; of one of unknown place its own, below zero. */
  readonly site: number;
  ns: number;
  /** Its longest run in the stretch, and how much of that it held. */
  run: number;
  runNs: number;
}

/** Who held a stream's loop between two moments, the longest first. */
export function holdersBetween(model: Model, stream: number, fromNs: number, toNs: number): Holder[] {
  const holders = new Map<number, Holder>();
  for (const [run, ns] of loopRuns(model, stream).heldBetween(fromNs, toNs)) {
    const task = model.tables.runs.task.get(run);
    const definition = definitionOf(model, task);
    const site = definition < 0 ? -1 - task : definition;
    const holder = holders.get(site) ?? { site, ns: 0, run, runNs: 0 };
    holders.set(site, holder);
    holder.ns += ns;
    if (ns > holder.runNs) {
      holder.run = run;
      holder.runNs = ns;
    }
  }
  return [...holders.values()].sort((a, b) => b.ns - a.ns);
}
