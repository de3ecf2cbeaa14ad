// Why a task that could go on did not: who had the loop meanwhile.

import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import { FirstFew } from '../first-few.ts';
import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { Blame, BlamePart } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { definitionOf, labelOf, nameOf, placeOf } from './labels.ts';
import { waitEndNs } from './states.ts';

/** How many runs are named; the others are added up. */
const BLAMED_SHOWN = 8;
/** Stretches, runs or turns looked at before something else may be answered: 2 to 4 ms. */
const PIECE = 8192;

/**
 * Who had the loop while a run's wait was ready and its task had not resumed: null when it was not ready, or for no
 * time. While the runtime paused, or modules were loaded, nobody had it; while the machine withheld a processor, whoever had the loop had it still. `parts`,
 * `more`, `loaded`, `otherNs`, `pausedNs` and `idleNs` add up to `readyNs`; a pause that is told of meanwhile may be counted twice.
 */
export function* findBlame(model: Model, run: number, shown = BLAMED_SHOWN): Work<Blame | null> {
  const { runs, tasks } = model.tables;
  const fromNs = runs.readyNs.get(run);
  const toNs = Math.min(waitEndNs(model, run), model.endNs);
  if (!(toNs > fromNs)) return null;
  const stream = tasks.stream.get(runs.task.get(run));
  const { pauses, withheld, loading } = model.stream(stream);
  const { held, loadedNs: loadedByTasksNs } = yield* whoHeld(model, stream, fromNs, toNs);
  const most = new FirstFew<readonly [holder: number, ns: number]>(
    shown,
    (one, other) => other[1] - one[1] || one[0] - other[0],
  );
  const more = { runs: 0, ns: 0 };
  let heldNs = 0;
  for (const one of held) {
    heldNs += one[1];
    const other = most.add(one);
    if (most.count % PIECE === 0) yield;
    if (other === null) continue;
    more.runs++;
    more.ns += other[1];
  }
  const busyNs = yield* busyBetween(model, stream, fromNs, toNs);
  const readyNs = toNs - fromNs;
  const pausedNs = pauses.between(fromNs, toNs);
  const workedNs = Math.max(heldNs + loadedByTasksNs, busyNs);
  const loaded = loading.between(fromNs, toNs);
  const loadedNs = Math.min(loaded.ns, workedNs - heldNs);
  return {
    fromNs,
    readyNs,
    parts: most.few.map(([holder, ns]) => partOf(model, holder, ns)),
    more,
    loaded: { ...loaded, ns: loadedNs },
    otherNs: workedNs - heldNs - loadedNs,
    pausedNs,
    idleNs: Math.max(0, readyNs - workedNs - pausedNs),
    withheldNs: withheld.between(fromNs, toNs),
  };
}

/** The same at once. */
export const blameOf = (...of: Parameters<typeof findBlame>): Blame | null => allOf(findBlame(...of));

/** For how long each run had the loop between two moments, and for how long files were loaded under them. */
function* whoHeld(
  model: Model,
  stream: number,
  fromNs: number,
  toNs: number,
): Work<{ held: Map<number, number>; loadedNs: number }> {
  const { pauses, loading } = model.stream(stream);
  const held = new Map<number, number>();
  let loadedInAllNs = 0;
  const pieces = loopRuns(model, stream).pieces(fromNs, toNs);
  for (let looked = 1; pieces.next(); looked++) {
    const ns = pieces.toNs - pieces.fromNs - pauses.between(pieces.fromNs, pieces.toNs);
    const loadedNs = Math.min(ns, loading.nsBetween(pieces.fromNs, pieces.toNs));
    loadedInAllNs += loadedNs;
    if (ns > loadedNs) held.set(pieces.run, (held.get(pieces.run) ?? 0) + ns - loadedNs);
    if (looked % PIECE === 0) yield;
  }
  return { held, loadedNs: loadedInAllNs };
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
function* busyBetween(model: Model, stream: number, fromNs: number, toNs: number): Work<number> {
  const { turns, pauses } = model.stream(stream);
  let busyNs = 0;
  for (let turn = turns.toNs.countAtMost(turns.length, fromNs); turn < turns.length; turn++) {
    if (turns.fromNs.get(turn) >= toNs) break;
    if (turn % PIECE === 0) yield;
    const from = Math.max(turns.fromNs.get(turn), fromNs);
    const to = Math.min(turns.toNs.get(turn), toNs);
    busyNs += to - from - pauses.between(from, to);
  }
  return busyNs;
}
