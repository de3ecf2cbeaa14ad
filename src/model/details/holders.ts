// Who held a thread's loop, and for how long: tasks, without the tasks that they called, and functions that promises called.

import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { PlaceView } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { definitionName, definitionOf, nameOf, placeOf } from './labels.ts';
import { reactionsBetween } from './reactions.ts';

/** For how much of a stretch of time one function (or callback, or module) held the loop. */
export interface Holder {
  /** The row of its definition; a negative number of its own if its place is unknown. */
  readonly site: number;
  ns: number;
  /** The task with the longest single run (or on whose behalf a promise's function ran longest; -1 if unknown), and how long that was. */
  task: number;
  longestNs: number;
  /** Whether other tasks of the function held the loop, too. */
  hasOthers: boolean;
  /** That run (-1 for a promise's function), and when it began. */
  run: number;
  atNs: number;
}

/** Stretches looked at before other questions may be answered: 5 ms. */
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
  const add = (site: number, task: number, run: number, atNs: number, ns: number): void => {
    const holder = holders.get(site) ?? { site, ns: 0, task, longestNs: 0, hasOthers: false, run, atNs };
    holders.set(site, holder);
    holder.ns += ns;
    if (task !== holder.task) holder.hasOthers = true;
    if (ns <= holder.longestNs) return;
    holder.task = task;
    holder.longestNs = ns;
    holder.run = run;
    holder.atNs = atNs;
  };
  let looked = 0;
  for (const [run, ns] of held) {
    if (++looked % PIECE === 0) yield;
    const task = runs.task.get(run);
    const definition = definitionOf(model, task);
    add(definition < 0 ? -1 - task : definition, task, run, runs.fromNs.get(run), ns);
  }
  const { reactions } = model.stream(stream);
  for (const { reaction, site, ns } of reactionsBetween(model, stream, fromNs, toNs)) {
    if (++looked % PIECE === 0) yield;
    if (site >= 0) add(site, reactions.task[reaction]!, -1, reactions.fromNs[reaction]!, ns);
  }
  return [...holders.values()].sort((a, b) => b.ns - a.ns);
}

/** The same, computed at once. */
export const holdersBetween = (...of: Parameters<typeof findHolders>): Holder[] => allOf(findHolders(...of));

/** The name of a holder, without arguments, and where it is defined. */
export function holderName(
  model: Model,
  { site, run, task }: Holder,
): { name: string; place: PlaceView | null } {
  const name = run < 0 ? definitionName(model, site) : nameOf(model, task);
  return { name, place: placeOf(model, run < 0 ? site : definitionOf(model, task)) };
}
