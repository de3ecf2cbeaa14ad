// Who went on too late: tasks, and functions that timers or requests call.

import { Brought, LoopPhase, ResourceKind } from '../../../protocol/events.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { callbackOf, firstTaskOf } from '../../moment/drains.ts';
import type { TurnTable } from '../../tables/turns.ts';
import { leastGivenNs } from './had-loop.ts';

/** Only lateness of at least this much is called a delay. */
export const DELAYED_NS = 10 * NS_PER_MS;
/** `setTimeout(f, 0)` asks only to be called later, and not at a certain time. */
const LEAST_DELAY_MS = 2;
/** A timer counts as late from this part of its delay on: a short burst of work does not matter to a timer of seconds. */
const LATE = 0.5;
/** How many turns after a long one are looked at. */
const LOOKED_AHEAD = 100;

/** If a loop was busy for no more than this part of the long turn, and idle for less than IDLE_NS, a request that follows came during the turn. */
const BUSY_SINCE = 0.1;
const IDLE_NS = NS_PER_MS;
/** Nobody knows when a request came. It is unlikely that it came in the last tenth of a turn; before that it is late by `DELAYED_NS`. */
const LEAST_HELD_NS = 10 * DELAYED_NS;

export interface Victim {
  readonly task: number;
  readonly lateNs: number;
  /** False: the lateness is an upper bound. */
  readonly exact: boolean;
}

/** A turn, and the stream whose loop it is of. */
export interface TurnOf {
  readonly stream: number;
  readonly turn: number;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Whether a turn is that of a timer which asks for a certain time and keeps the program alive. */
export const isAppointment = (turns: TurnTable, turn: number): boolean =>
  turns.phase.get(turn) === LoopPhase.timers && turns.delayMs.get(turn) >= LEAST_DELAY_MS;

/** The program's functions whose timers were due during a turn, and that were called when it was over. */
export function lateCallbacks(model: Model, { stream, turn, fromNs, toNs }: TurnOf): Victim[] {
  const { turns } = model.stream(stream);
  const late: Victim[] = [];
  const end = Math.min(turns.length, turn + 1 + LOOKED_AHEAD);
  for (let next = turn + 1; next < end; next++) {
    const dueNs = Math.max(turns.fromNs.get(next) - turns.lateNs.get(next), fromNs);
    const lateNs = toNs - dueNs;
    if (lateNs < DELAYED_NS || !isAppointment(turns, next)) continue;
    const leastNs = Math.max(DELAYED_NS, LATE * turns.delayMs.get(next) * NS_PER_MS);
    const task = leastGivenNs(model, stream, dueNs, toNs) < leastNs ? -1 : callbackOf(model, stream, next);
    if (task >= 0) late.push({ task, lateNs, exact: true });
  }
  return late;
}

/**
 * Functions that answered requests as soon as a turn was over in which the program's server listened. Their clients waited meanwhile, at most
 * for as long as the turn took.
 */
export function lateRequests(model: Model, { stream, turn, fromNs, toNs }: TurnOf): Victim[] {
  const { turns } = model.stream(stream);
  const dueNs = Math.max(fromNs, listensSince(model, stream));
  if (dueNs > toNs || leastGivenNs(model, stream, dueNs, toNs) < LEAST_HELD_NS) return [];
  const late: Victim[] = [];
  const end = Math.min(turns.length, turn + 1 + LOOKED_AHEAD);
  let idleNs = 0;
  for (let next = turn + 1; next < end; next++) {
    idleNs += turns.fromNs.get(next) - turns.toNs.get(next - 1);
    if (idleNs > IDLE_NS || turns.fromNs.get(next) - toNs > BUSY_SINCE * (toNs - fromNs)) break;
    const task = turns.brings(next, Brought.request) ? firstTaskOf(model, stream, next) : -1;
    if (task >= 0) late.push({ task, lateNs: toNs - dueNs, exact: false });
  }
  return late;
}

/** When a thread's first server began to listen; Infinity if none is known to. */
const listensSince = (model: Model, stream: number): number =>
  model.tables.resources.all.find((one) => one.stream === stream && one.kind === ResourceKind.server)
    ?.openedNs ?? Number.POSITIVE_INFINITY;

/** Whether a task, or one that started it, answers a request. */
export function answersRequest(model: Model, task: number): boolean {
  const { tasks } = model.tables;
  for (let at = task; at >= 0; at = tasks.parent.get(at))
    if (model.streamOf(at).turns.brings(model.turnOf(tasks.firstRun.get(at)), Brought.request)) return true;
  return false;
}
