// Why a task that could go on did not: who had the loop meanwhile.

import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { Blame, BlamePart } from '../view-types.ts';
import { definitionOf, labelOf, nameOf, placeOf } from './labels.ts';
import { waitEndNs } from './states.ts';

/** How many runs are named; the others are added up. */
const BLAMED_SHOWN = 8;

/**
 * Who had the loop while a run's wait was ready and its task had not resumed: null when it was not ready, or for no
 * time. While the runtime paused, or modules were loaded, nobody had it; while the machine withheld a processor, whoever had the loop had it still. `parts`,
 * `more`, `loaded`, `otherNs`, `pausedNs` and `idleNs` add up to `readyNs`.
 */
export function blameOf(model: Model, run: number, shown = BLAMED_SHOWN): Blame | null {
  const { runs, tasks } = model.tables;
  const fromNs = runs.readyNs.get(run);
  const toNs = Math.min(waitEndNs(model, run), model.endNs);
  if (!(toNs > fromNs)) return null;
  const stream = tasks.stream.get(runs.task.get(run));
  const { pauses, withheld, loading } = model.stream(stream);
  const held = new Map<number, number>();
  let loadedByTasksNs = 0;
  loopRuns(model, stream).eachPiece(fromNs, toNs, (holder, from, to) => {
    const ns = to - from - pauses.between(from, to);
    const loadedNs = Math.min(ns, loading.nsBetween(from, to));
    loadedByTasksNs += loadedNs;
    if (ns > loadedNs) held.set(holder, (held.get(holder) ?? 0) + ns - loadedNs);
  });
  const all = [...held].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const heldNs = all.reduce((sum, [, ns]) => sum + ns, 0);
  const rest = all.slice(shown);
  const readyNs = toNs - fromNs;
  const pausedNs = pauses.between(fromNs, toNs);
  const workedNs = Math.max(heldNs + loadedByTasksNs, busyBetween(model, stream, fromNs, toNs));
  const loaded = loading.between(fromNs, toNs);
  const loadedNs = Math.min(loaded.ns, workedNs - heldNs);
  return {
    fromNs,
    readyNs,
    parts: all.slice(0, shown).map(([holder, ns]) => partOf(model, holder, ns)),
    more: { runs: rest.length, ns: rest.reduce((sum, [, ns]) => sum + ns, 0) },
    loaded: { ...loaded, ns: loadedNs },
    otherNs: workedNs - heldNs - loadedNs,
    pausedNs,
    idleNs: readyNs - workedNs - pausedNs,
    withheldNs: withheld.between(fromNs, toNs),
  };
}

function partOf(model: Model, run: number, ns: number): BlamePart {
  const { runs } = model.tables;
  const task = runs.task.get(run);
  return {
    run: run as RunIndex,
    task: task as TaskIndex,
    label: labelOf(model, task),
    name: nameOf(model, task),
    place: placeOf(model, definitionOf(model, task)),
    fromNs: runs.fromNs.get(run),
    toNs: Math.min(runs.toNs.get(run), model.endNs),
    ns,
  };
}

/** For how long a stream's loop was in a turn between two moments, without the time that the runtime paused. */
function busyBetween(model: Model, stream: number, fromNs: number, toNs: number): number {
  const { turns, pauses } = model.stream(stream);
  let busyNs = 0;
  for (let turn = turns.toNs.countAtMost(turns.length, fromNs); turn < turns.length; turn++) {
    if (turns.fromNs.get(turn) >= toNs) break;
    const from = Math.max(turns.fromNs.get(turn), fromNs);
    const to = Math.min(turns.toNs.get(turn), toNs);
    busyNs += to - from - pauses.between(from, to);
  }
  return busyNs;
}
