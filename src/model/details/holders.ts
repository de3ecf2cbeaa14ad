// Who held a thread's loop, and for how long: each task's time without the tasks it called.

import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { allOf, type Work } from '../work.ts';
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

/** Stretches looked at before something else may be answered: 5 ms. */
const PIECE = 16_384;

/** Who held a stream's loop between two moments, the longest first. */
export function* findHolders(model: Model, stream: number, fromNs: number, toNs: number): Work<Holder[]> {
  const { runs } = model.tables;
  const pieces = loopRuns(model, stream).pieces(fromNs, toNs);
  const held = new Map<number, number>();
  for (let looked = 1; pieces.next(); looked++) {
    held.set(pieces.run, (held.get(pieces.run) ?? 0) + pieces.toNs - pieces.fromNs);
    if (looked % PIECE === 0) yield;
  }
  const holders = new Map<number, Holder>();
  let looked = 0;
  for (const [run, ns] of held) {
    if (++looked % PIECE === 0) yield;
    const task = runs.task.get(run);
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

/** The same at once. */
export const holdersBetween = (...of: Parameters<typeof findHolders>): Holder[] => allOf(findHolders(...of));
