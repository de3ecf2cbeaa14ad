// Timers that a program set, to give up waiting perhaps, and did not clear when nobody waited any more: they kept it from ending.

import { Combinator, LoopPhase, ResourceKind, TaskKind } from '../../../protocol/events.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import { definitionOf } from '../../details/labels.ts';
import { reactionsBetween } from '../../details/reactions.ts';
import type { Model } from '../../model.ts';
import type { Resource } from '../../tables/resources.ts';
import { doneSince } from './done-since.ts';
import { endedThreads } from './ended-threads.ts';
import { givenUp, isClock } from './given-up.ts';
import { nothingMissing } from './places.ts';
import { signalledNs } from './signalled.ts';

export interface LeftTimers {
  /** In the order in which they came. */
  readonly timers: readonly Resource[];
  /** Since when the program had nothing else to do. */
  readonly sinceNs: number;
}

/**
 * Of a program that ended by itself: timers that came when it had nothing more to do, the last one at its end, though they only settle a
 * promise, or abort something, and nobody went on because of it. None where anything else may have kept it.
 */
export function leftTimers(model: Model): LeftTimers | null {
  const ended = endedThreads(model).find(({ stream }) => stream === MAIN_STREAM);
  if (!nothingMissing(model) || ended?.exitCode !== 0 || signalledNs(model, MAIN_STREAM) >= 0) return null;
  const timers = firedIn(model);
  if (timers.size === 0) return null;
  const clocks = lostClocks(model);
  const doneNs = doneSince(model, clocks);
  if (doneNs === null) return null;
  const { turns } = model.main;
  const left: Resource[] = [];
  let turn = turns.length - 1;
  for (; turn >= 0 && turns.toNs.get(turn) > doneNs; turn--) {
    const timer = timers.get(turn);
    if (timer !== undefined && changesNothing(model, turn, timer, clocks)) left.unshift(timer);
    else if (timer !== undefined || !isOfNobody(model, turn)) break;
  }
  if (left.length === 0) return null;
  return { timers: left, sinceNs: Math.max(doneNs, turn < 0 ? 0 : turns.toNs.get(turn)) };
}

/** By turn, the timer of the program's that came in it. */
function firedIn(model: Model): ReadonlyMap<number, Resource> {
  const { turns } = model.main;
  const timers = new Map<number, Resource>();
  for (const one of model.tables.resources.all) {
    const isOwn = one.stream === MAIN_STREAM && one.kind === ResourceKind.timer && one.place !== null;
    if (!isOwn || one.closedNs === Number.POSITIVE_INFINITY) continue;
    const turn = turns.fromNs.countAtMost(turns.length, one.closedNs) - 1;
    if (turn >= 0 && turns.phase.get(turn) === LoopPhase.timers) timers.set(turn, one);
  }
  return timers;
}

/** Tasks that let time pass, against which others won a race: `async function timeout(ms) { await sleep(ms); throw … }`. */
function lostClocks(model: Model): ReadonlySet<number> {
  const races = givenUp(model, [Combinator.race, Combinator.any]);
  return new Set(races.flatMap((of) => of.left.filter((task) => isClock(model, of, task))));
}

/** Nobody of the program's ran because a timer came, but for functions that only settle what nobody waits for. */
function changesNothing(model: Model, turn: number, timer: Resource, clocks: ReadonlySet<number>): boolean {
  const { runs, tasks, sites } = model.tables;
  const ran = runsIn(model, turn).map((run) => runs.task.get(run));
  const onlySettles = (task: number): boolean =>
    clocks.has(task) ||
    (tasks.kind.get(task) === TaskKind.callback && sites.settling.has(definitionOf(model, task)));
  return (timer.settles || ran.length > 0) && ran.every(onlySettles) && !hasReactions(model, turn);
}

/** A timer of the runtime's or a library's that does not keep the program, and calls nobody of the program's. */
function isOfNobody(model: Model, turn: number): boolean {
  const { turns } = model.main;
  const keepsNothing = turns.phase.get(turn) === LoopPhase.timers && turns.delayMs.get(turn) === 0;
  return keepsNothing && runsIn(model, turn).length === 0 && !hasReactions(model, turn);
}

function runsIn(model: Model, turn: number): number[] {
  const { runs, tasks } = model.tables;
  const { from, to } = model.main.turns.runsOf(turn);
  const found: number[] = [];
  for (let run = from; run < Math.min(to, runs.length); run++)
    if (tasks.stream.get(runs.task.get(run)) === MAIN_STREAM) found.push(run);
  return found;
}

function hasReactions(model: Model, turn: number): boolean {
  const { turns } = model.main;
  const [fromNs, toNs] = [turns.fromNs.get(turn), Math.min(turns.toNs.get(turn), model.endNs)];
  return reactionsBetween(model, MAIN_STREAM, fromNs, toNs).next().done !== true;
}
