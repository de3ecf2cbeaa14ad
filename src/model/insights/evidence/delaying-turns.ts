// Turns of a loop that were so long that they delayed somebody, and how much of each went into synchronous calls that wait. Time in which
// the machine ran something else does not count.

import { countAtMost } from '../../columns/columns.ts';
import { findHolders } from '../../details/holders.ts';
import { definitionOf } from '../../details/labels.ts';
import { addToList } from '../../lists.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { inPieces, type Work } from '../../work.ts';
import { leastGivenNs } from './had-loop.ts';
import { type LateWait, lateWaits } from './outside-waits.ts';
import { isSameJob } from './same-job.ts';
import {
  answersRequest,
  DELAYED_NS,
  lateCallbacks,
  lateRequests,
  type TurnOf,
  type Victim,
} from './victims.ts';

/** How many long turns are considered as the cause of one delayed wait. */
const LOOKED_BACK = 100;
/** How many long turns are looked into before other questions may be answered: 1 ms. */
export const TURNS_AT_ONCE = 256;
/** If waiting calls took at least this part of a turn, they are its cause; otherwise the computation is. */
const CAUSE = 0.5;

/** The calls of one place in one turn. */
export interface StillCalls {
  /** The tracer's id. */
  readonly site: number;
  count: number;
  ns: number;
  /** The task that called last, -1 if unknown. */
  task: number;
}

export interface DelayingTurn extends TurnOf {
  readonly victims: Victim[];
  /** When the first victim was due, Infinity if there is none. Calls that waited before that delayed nobody. */
  firstDueNs: number;
  /** Time in waiting calls, without time that the machine withheld; the place with the most of it comes first. */
  stillNs: number;
  calls: readonly StillCalls[];
  /** Whether waiting calls are why the turn was long. */
  stoodStill: boolean;
}

/** A turn for which no victim is known yet. */
export const delayingNobody = (turn: TurnOf): DelayingTurn => ({
  ...turn,
  victims: [],
  firstDueNs: Number.POSITIVE_INFINITY,
  stillNs: 0,
  calls: [],
  stoodStill: false,
});

/** The victims, the most delayed first. */
export const victimsOf = ({ victims }: DelayingTurn): readonly Victim[] =>
  victims.toSorted((a, b) => b.lateNs - a.lateNs);

/**
 * Turns of at least this length during which somebody was due in the same loop and was therefore late. A program or a worker that computes
 * while nobody waits in its loop delays nobody.
 */
export function* delayingTurns(model: Model, leastNs: number): Work<DelayingTurn[]> {
  const long = yield* longTurns(model, leastNs);
  return long.filter(({ victims }) => victims.length > 0);
}

/** Turns of at least this length that are over, whether or not anybody was due; loop by loop. */
export function* longTurns(model: Model, leastNs: number): Work<DelayingTurn[]> {
  const loops: DelayingTurn[][] = [];
  for (const stream of model.streamIds()) {
    const long = yield* longTurnsOf(model, stream, leastNs);
    if (long.length > 0) loops.push(long);
  }
  // Looking for victims goes through all runs, and in most programs no turn is long.
  if (loops.length === 0) return [];
  const late = yield* lateByStream(model);
  for (const long of loops) {
    const { stream } = long[0]!;
    const starts = Float64Array.from(long, ({ fromNs }) => fromNs);
    addVictims(model, long, starts, late.get(stream) ?? []);
    for (const [at, turn] of long.entries()) {
      yield* leaveOutSameJob(model, turn);
      yield* addCallbacks(model, turn);
      if (at % TURNS_AT_ONCE === TURNS_AT_ONCE - 1) yield;
    }
    addStillCalls(model, stream, long, starts);
  }
  return loops.flat();
}

function* longTurnsOf(model: Model, stream: number, leastNs: number): Work<DelayingTurn[]> {
  const { turns } = model.stream(stream);
  const long: DelayingTurn[] = [];
  const look = (turn: number): void => {
    const [fromNs, toNs] = [turns.fromNs.get(turn), turns.toNs.get(turn)];
    if (toNs === Number.POSITIVE_INFINITY || toNs - fromNs < leastNs) return;
    if (leastGivenNs(model, stream, fromNs, toNs) >= leastNs)
      long.push(delayingNobody({ stream, turn, fromNs, toNs }));
  };
  yield* inPieces(turns.length, (from, to) => {
    for (let turn = from; turn < to; turn++) look(turn);
  });
  return long;
}

function* lateByStream(model: Model): Work<ReadonlyMap<number, readonly LateWait[]>> {
  const late = new Map<number, LateWait[]>();
  for (const wait of yield* lateWaits(model, DELAYED_NS)) addToList(late, wait.stream, wait);
  return late;
}

function addVictims(
  model: Model,
  long: readonly DelayingTurn[],
  starts: Float64Array,
  late: readonly LateWait[],
): void {
  const { runs } = model.tables;
  const { stream } = long[0]!;
  for (const { run, resumeNs } of late) {
    const exact = (runs.flags.get(run) & RunFlag.readyExact) !== 0;
    const readyNs = runs.readyNs.get(run);
    // The turn in which it was resumed may be long as well, but is not why it was late.
    const last = countAtMost(starts, starts.length, resumeNs) - 1;
    for (let at = last; at >= 0 && at > last - LOOKED_BACK; at--) {
      const turn = long[at]!;
      if (turn.toNs <= readyNs) break;
      // It is unknown when I/O was done. If it was begun in this very turn, it may simply have taken that long.
      if (!exact && runs.toNs.get(run) >= turn.fromNs) break;
      const dueNs = Math.max(turn.fromNs, readyNs);
      const untilNs = Math.min(turn.toNs, resumeNs);
      const lateNs = untilNs - dueNs;
      if (lateNs < DELAYED_NS || leastGivenNs(model, stream, dueNs, untilNs) < DELAYED_NS) continue;
      turn.victims.push({ task: runs.task.get(run), lateNs, exact });
      turn.firstDueNs = Math.min(turn.firstDueNs, dueNs);
    }
  }
}

/**
 * Leaves out I/O for which the holder's own job waits: earlier handling would not have made the job faster, since it has to compute anyway.
 * Timers stay, since a timer is an appointment whoever set it.
 */
function* leaveOutSameJob(model: Model, { stream, fromNs, toNs, victims }: DelayingTurn): Work<void> {
  if (victims.every(({ exact }) => exact)) return;
  const [holder] = yield* findHolders(model, stream, fromNs, toNs);
  if (holder === undefined) return;
  // If it is unknown on whose behalf the turn ran, it may have been theirs.
  const sinceNs = holder.run < 0 ? holder.atNs : undefined;
  const isOthers = ({ task }: Victim): boolean =>
    holder.task >= 0 && !isSameJob(model, holder.task, task, fromNs, sinceNs);
  const left = victims.filter((victim) => victim.exact || isOthers(victim));
  victims.splice(0, victims.length, ...left);
}

/**
 * Adds functions that timers call, except one that delays itself; and functions that requests call if another request holds the loop. A
 * request of the program itself may depend on whatever holds it.
 */
function* addCallbacks(model: Model, turn: DelayingTurn): Work<void> {
  const timers = lateCallbacks(model, turn);
  const requests = lateRequests(model, turn);
  if (timers.length + requests.length === 0) return;
  const [holder] = yield* findHolders(model, turn.stream, turn.fromNs, turn.toNs);
  if (holder === undefined) return;
  for (const victim of timers) {
    if (definitionOf(model, victim.task) === holder.site) continue;
    turn.victims.push(victim);
    turn.firstDueNs = Math.min(turn.firstDueNs, turn.toNs - victim.lateNs);
  }
  if (requests.length === 0 || !answersRequest(model, holder.task)) return;
  turn.victims.push(...requests);
  turn.firstDueNs = turn.fromNs;
}

function addStillCalls(
  model: Model,
  stream: number,
  long: readonly DelayingTurn[],
  starts: Float64Array,
): void {
  const { stillCalls } = model.tables;
  const { withheld } = model.stream(stream);
  const spreadNs = (fromNs: number, toNs: number): number => toNs - fromNs - withheld.between(fromNs, toNs);
  const sites = new Map<DelayingTurn, Map<number, StillCalls>>();
  const spread = new Map<DelayingTurn, number>();
  for (let call = 0; call < stillCalls.length; call++) {
    const [fromNs, toNs] = [stillCalls.fromNs[call]!, stillCalls.toNs[call]!];
    if (stillCalls.stream[call] !== stream) continue;
    const turn = long[countAtMost(starts, starts.length, fromNs) - 1];
    if (turn === undefined || fromNs >= turn.toNs) continue;
    if (turn.victims.length > 0 && toNs <= turn.firstDueNs) continue;
    const ofTurn = sites.get(turn) ?? new Map<number, StillCalls>();
    sites.set(turn, ofTurn);
    const site = stillCalls.site[call]!;
    const calls = ofTurn.get(site) ?? { site, count: 0, ns: 0, task: -1 };
    ofTurn.set(site, calls);
    calls.count++;
    calls.ns += toNs - fromNs;
    calls.task = stillCalls.task[call]!;
    turn.stillNs += withheld.leastGiven(fromNs, toNs);
    spread.set(turn, (spread.get(turn) ?? 0) + spreadNs(fromNs, toNs));
  }
  for (const [turn, ofTurn] of sites) {
    turn.calls = [...ofTurn.values()].sort((a, b) => b.ns - a.ns);
    // What was withheld beside several short calls may have been in any of them, but not in each.
    const sumNs = turn.calls.reduce((sum, { ns }) => sum + ns, 0);
    turn.stillNs = Math.max(turn.stillNs, sumNs - withheld.mostBetween(turn.fromNs, turn.toNs));
    turn.stoodStill = spread.get(turn)! >= CAUSE * spreadNs(turn.fromNs, turn.toNs);
  }
}
