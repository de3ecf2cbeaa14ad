// Why a task that was ready did not go on: who held the loop meanwhile.

import type { RunIndex, TaskIndex } from '../../protocol/units.ts';
import { FirstFew } from '../first-few.ts';
import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { Blame, BlamePart } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { definitionName, definitionOf, labelOf, nameOf, placeOf } from './labels.ts';
import { reactionsBetween } from './reactions.ts';
import { waitEndNs } from './states.ts';

/** How many runs are named; the others are added up. */
const BLAMED_SHOWN = 8;
/** How many stretches, runs or turns to look at before other questions may be answered: 2 to 4 ms. */
const PIECE = 8192;

/**
 * Who held the loop between the moment when a run's wait became ready and the moment when its task resumed. Null if it was never ready, or
 * resumed at once. While the runtime paused or modules were loaded, no task held the loop. While the machine withheld the processor,
 * whoever held the loop still held it. `parts`, `more`, `loaded`, `otherNs`, `pausedNs` and `idleNs` add up to `readyNs`; a pause that is
 * reported during the computation may be counted twice.
 */
export function* findBlame(model: Model, run: number, shown = BLAMED_SHOWN): Work<Blame | null> {
  const { runs, tasks } = model.tables;
  const fromNs = runs.readyNs.get(run);
  const toNs = Math.min(waitEndNs(model, run), model.endNs);
  if (!(toNs > fromNs)) return null;
  const stream = tasks.stream.get(runs.task.get(run));
  const { pauses, withheld, loading } = model.stream(stream);
  const { held, loadedNs: loadedByTasksNs } = yield* whoHeld(model, stream, fromNs, toNs);
  const most = new FirstFew<Held>(
    shown,
    (one, other) => other.ns - one.ns || one.fromNs - other.fromNs || one.run - other.run,
  );
  const more = { runs: 0, ns: 0 };
  let heldNs = 0;
  for (const one of held) {
    heldNs += one.ns;
    const other = most.add(one);
    if (most.count % PIECE === 0) yield;
    if (other === null) continue;
    more.runs++;
    more.ns += other.ns;
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
    parts: most.few.map((one) => partOf(model, one)),
    more,
    loaded: { ...loaded, ns: loadedNs },
    otherNs: workedNs - heldNs - loadedNs,
    pausedNs,
    idleNs: Math.max(0, readyNs - workedNs - pausedNs),
    withheldNs: withheld.between(fromNs, toNs),
  };
}

/** The same, computed at once. */
export const blameOf = (...of: Parameters<typeof findBlame>): Blame | null => allOf(findBlame(...of));

/** A run, or all calls of a function that promises called. The number of the other one is -1. */
interface Held {
  readonly run: number;
  /** Row of the function's definition. */
  readonly site: number;
  readonly fromNs: number;
  toNs: number;
  ns: number;
}

/** For how long each run and function had the loop between two moments, and for how long files were loaded under the runs. */
function* whoHeld(
  model: Model,
  stream: number,
  fromNs: number,
  toNs: number,
): Work<{ held: Held[]; loadedNs: number }> {
  const { runs } = model.tables;
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
  const byPromises = yield* heldByPromises(model, stream, fromNs, toNs);
  const byRuns = [...held].map(([run, ns]) => ({
    run,
    site: -1,
    fromNs: runs.fromNs.get(run),
    toNs: Math.min(runs.toNs.get(run), model.endNs),
    ns,
  }));
  return { held: [...byRuns, ...byPromises], loadedNs: loadedInAllNs };
}

/** The same for functions that promises called. While the runtime paused or files were loaded, nobody had the loop. */
function* heldByPromises(model: Model, stream: number, fromNs: number, toNs: number): Work<Held[]> {
  const { pauses, loading } = model.stream(stream);
  const functions = new Map<number, Held>();
  const ofOthers = (from: number, to: number): number => {
    const pausedNs = pauses.between(from, to);
    return pausedNs + Math.min(to - from - pausedNs, loading.nsBetween(from, to));
  };
  let looked = 0;
  for (const reacted of reactionsBetween(model, stream, fromNs, toNs, ofOthers)) {
    if (++looked % PIECE === 0) yield;
    const { site } = reacted;
    if (site < 0) continue;
    const one = functions.get(site);
    if (one === undefined)
      functions.set(site, { run: -1, site, fromNs: reacted.fromNs, toNs: reacted.toNs, ns: reacted.ns });
    else {
      one.ns += reacted.ns;
      one.toNs = reacted.toNs;
    }
  }
  return [...functions.values()];
}

function partOf(model: Model, { run, site, fromNs, toNs, ns }: Held): BlamePart {
  if (run < 0) {
    const name = definitionName(model, site);
    return { run: null, task: null, label: name, name, place: placeOf(model, site), fromNs, toNs, ns };
  }
  const task = model.tables.runs.task.get(run);
  return {
    run: run as RunIndex,
    task: task as TaskIndex,
    label: labelOf(model, task),
    name: nameOf(model, task),
    place: placeOf(model, definitionOf(model, task)),
    fromNs,
    toNs,
    ns,
  };
}

/** For how long a stream's loop was in a turn between two moments, without the runtime's pauses. */
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
