// Who went on too late, and the functions among them that timers call.

import { Brought, LoopPhase, ResourceKind } from '../../../protocol/events.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { callbackOf, firstTaskOf } from '../../moment/drains.ts';
import type { TurnTable } from '../../tables/turns.ts';
import { leastGivenNs } from './had-loop.ts';

/** Somebody has to come this much later before it is called a delay. */
export const DELAYED_NS = 10 * NS_PER_MS;
/** `setTimeout(f, 0)` asks for no time, only to come later. */
const LEAST_DELAY_MS = 2;
/** From this part of its delay on a timer is late for whom it calls: a burst of work does not matter to one of seconds. */
const LATE = 0.5;
/** So many turns that come after a long one are looked at. */
const LOOKED_AHEAD = 100;

/** A loop that has been busy for so long since a turn, and idle for less than the other, has not asked for what came meanwhile. */
const BUSY_SINCE = 0.1;
const IDLE_NS = NS_PER_MS;
/** When requests came nobody knows: that one came in the last tenth of a turn is unlikely, and before that it is late by `DELAYED_NS`. */
const LEAST_HELD_NS = 10 * DELAYED_NS;

export interface Victim {
  readonly task: number;
  readonly lateNs: number;
  /** Otherwise it is the most it can have been. */
  readonly exact: boolean;
}

/** A turn of a stream's loop. */
export interface TurnOf {
  readonly stream: number;
  readonly turn: number;
  readonly fromNs: number;
  readonly toNs: number;
}

/** Whether a turn is a timer's that asks for a time, and is to keep the program. */
export const isAppointment = (turns: TurnTable, turn: number): boolean =>
  turns.phase.get(turn) === LoopPhase.timers && turns.delayMs.get(turn) >= LEAST_DELAY_MS;

/** The program's functions whose timers were due in a turn, and that were called when it was over. */
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
 * Functions that requests were to call, and that were called as soon as a turn was over in which the program's server listened: somebody
 * waited meanwhile, for as long as that took at most.
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

/** When a thread's first server began to listen; Infinity where none does, as far as is known. */
const listensSince = (model: Model, stream: number): number =>
  model.tables.resources.all.find((one) => one.stream === stream && one.kind === ResourceKind.server)
    ?.openedNs ?? Number.POSITIVE_INFINITY;

/** Whether a task is there to answer a request, as whoever started it perhaps is. */
export function answersRequest(model: Model, task: number): boolean {
  const { tasks } = model.tables;
  for (let at = task; at >= 0; at = tasks.parent.get(at))
    if (model.streamOf(at).turns.brings(model.turnOf(tasks.firstRun.get(at)), Brought.request)) return true;
  return false;
}
