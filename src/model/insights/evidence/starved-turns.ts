// Turns of a loop that many short ticks and microtasks kept going while others were due.

import { NS_PER_MS } from '../../../protocol/units.ts';
import { timerDueNs } from '../../details/awaited.ts';
import { reactionsBetween } from '../../details/reactions.ts';
import type { Model } from '../../model.ts';
import { drainedRuns } from '../../moment/drains.ts';
import { loopRuns } from '../../tables/loop-runs.ts';
import { RunFlag } from '../../tables/runs.ts';
import type { Work } from '../../work.ts';
import type { Thresholds } from '../types.ts';
import { type DelayingTurn, delayingNobody, longTurns, TURNS_AT_ONCE } from './delaying-turns.ts';
import { leastGivenNs } from './had-loop.ts';
import { DELAYED_NS, type TurnOf, type Victim } from './victims.ts';

/** Runs of a turn looked at before other questions may be answered: 2 ms. */
const RUNS_AT_ONCE = 8192;
/** If a single run has at least this part of what was drained, it is that run that holds the loop, and nothing is starved. */
const ONE_OF_MANY = 0.25;

export interface StarvedTurn extends TurnOf {
  /** For how long the program's ticks and microtasks had the loop and a processor, and how many of them there were. */
  readonly drainedNs: number;
  readonly runs: number;
  /** The most delayed one comes first. */
  readonly victims: readonly Victim[];
}

/** Turns that drained for at least as long as the threshold, and not because of a single run. The longest comes first. */
export function* starvedTurns(model: Model, thresholds: Thresholds): Work<StarvedTurn[]> {
  const leastNs = thresholds['microtask-starvation'] * NS_PER_MS;
  const found: StarvedTurn[] = [];
  const open = model.streamIds().flatMap((stream) => openTurn(model, stream, leastNs));
  let looked = 0;
  for (const turn of [...(yield* longTurns(model, leastNs)), ...open]) {
    if (++looked % TURNS_AT_ONCE === 0) yield;
    if (turn.stoodStill) continue;
    const drained = yield* drainedIn(model, turn);
    if (drained.ns < leastNs || drained.longestNs >= ONE_OF_MANY * drained.ns) continue;
    const victims = [...turn.victims, ...(yield* overdue(model, turn))];
    if (victims.length === 0) continue;
    victims.sort((a, b) => b.lateNs - a.lateNs);
    const { stream, fromNs, toNs } = turn;
    found.push({ stream, turn: turn.turn, fromNs, toNs, drainedNs: drained.ns, runs: drained.runs, victims });
  }
  return found.sort((a, b) => b.drainedNs - a.drainedNs);
}

/** A loop's last turn, if it is still going on: it may go on for ever, and then nothing else is ever recorded. */
function openTurn(model: Model, stream: number, leastNs: number): DelayingTurn[] {
  const { turns, lastNs } = model.stream(stream);
  const turn = turns.length - 1;
  const fromNs = turns.fromNs.get(turn);
  if (
    turns.toNs.get(turn) !== Number.POSITIVE_INFINITY ||
    leastGivenNs(model, stream, fromNs, lastNs) < leastNs
  )
    return [];
  return [delayingNobody({ stream, turn, fromNs, toNs: lastNs })];
}

function* drainedIn(
  model: Model,
  { stream, turn, fromNs, toNs }: DelayingTurn,
): Work<{ ns: number; runs: number; longestNs: number }> {
  const { runs } = model.tables;
  const { withheld, reactions } = model.stream(stream);
  const drained = { ns: 0, runs: 0, longestNs: 0 };
  for (const run of drainedRuns(model, stream, turn)) {
    const endNs = Math.min(runs.toNs.get(run), toNs);
    const ns = endNs - runs.fromNs.get(run) - withheld.between(runs.fromNs.get(run), endNs);
    drained.ns += ns;
    if (++drained.runs % RUNS_AT_ONCE === 0) yield;
    drained.longestNs = Math.max(drained.longestNs, withheld.leastGiven(runs.fromNs.get(run), endNs));
  }
  for (const { reaction, ns } of reactionsBetween(model, stream, fromNs, toNs)) {
    const [from, to] = [reactions.fromNs[reaction]!, reactions.toNs[reaction]!];
    drained.ns += Math.max(0, ns - withheld.between(from, to));
    drained.runs += reactions.count[reaction]!;
    drained.longestNs = Math.max(drained.longestNs, Math.min(ns, withheld.leastGiven(from, to)));
  }
  return drained;
}

/** In a turn that still goes on: the tasks that wait for a timer which is due. (In the program's last turn its tasks are over.) */
function* overdue(model: Model, { stream, turn, fromNs, toNs }: DelayingTurn): Work<Victim[]> {
  const { runs } = model.tables;
  if (turn !== model.stream(stream).turns.length - 1) return [];
  const late: Victim[] = [];
  for (const run of yield* loopRuns(model, stream).findAlive(toNs - 1)) {
    const dueNs = timerDueNs(model, run);
    if (dueNs === null || runs.next.get(run) >= 0) continue;
    const lateNs = toNs - Math.max(dueNs, fromNs);
    if ((runs.flags.get(run) & RunFlag.wait) !== 0 && lateNs >= DELAYED_NS)
      late.push({ task: runs.task.get(run), lateNs, exact: true });
  }
  return late;
}
