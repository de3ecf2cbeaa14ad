import { LOOP_PHASE_NAMES } from '../../protocol/events.ts';
import { holderName, holdersBetween } from '../details/holders.ts';
import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import type { LoopHolder, LoopPoint } from '../view-types.ts';
import { drainOf } from './drains.ts';

/** How many turns or runs are looked at: more would take noticeable time. */
const LOOKED_THROUGH = 100_000;
const HOLDERS_SHOWN = 3;

/** What a stream's loop did between two moments, which are one or a few pixels apart. */
export function loopPoint(model: Model, stream: number, fromNs: number, toNs: number): LoopPoint {
  const { turns, pauses, withheld, loading, pool, openTurnEndNs } = model.stream(stream);
  const openUntilNs = Math.min(openTurnEndNs, model.endNs);
  const endNs = (turn: number): number => {
    const lastNs = Math.min(turns.toNs.get(turn), openUntilNs);
    return Math.max(lastNs, turns.fromNs.get(turn));
  };
  const lengthNs = (turn: number): number => endNs(turn) - turns.fromNs.get(turn);
  const busyUntil = (ns: number): number => turns.busyUntil(ns, openUntilNs);
  const first = turns.toNs.countAtMost(turns.length, fromNs);
  const end = turns.fromNs.countAtMost(turns.length, toNs);
  const here = {
    busy: (busyUntil(toNs) - busyUntil(fromNs)) / (toNs - fromNs),
    pausedNs: pauses.between(fromNs, toNs),
    withheldNs: withheld.between(fromNs, toNs),
    pool: { inFlight: pool.inFlightAt((fromNs + toNs) / 2), threads: pool.threads },
  };
  // A turn that is still open may be over although that has not been reported yet.
  if (end <= first || endNs(first) < fromNs) return { ...here, turns: 0, longest: null };
  const drain = (turn: number) => {
    const found = drainOf(model, stream, turn);
    return found && { ...found, phase: LOOP_PHASE_NAMES[found.phase] ?? 'other' };
  };
  let longest = first;
  for (let turn = first; turn < Math.min(end, first + LOOKED_THROUGH); turn++) {
    if (lengthNs(turn) > lengthNs(longest)) longest = turn;
  }
  return {
    ...here,
    turns: end - first,
    longest: {
      phase: LOOP_PHASE_NAMES[turns.phase.get(longest)] ?? 'other',
      fromNs: turns.fromNs.get(longest),
      toNs: endNs(longest),
      drain: drain(longest),
      goesOn: turns.toNs.get(longest) === Number.POSITIVE_INFINITY,
      pausedNs: pauses.between(turns.fromNs.get(longest), endNs(longest)),
      withheldNs: withheld.between(turns.fromNs.get(longest), endNs(longest)),
      loaded: loading.between(turns.fromNs.get(longest), endNs(longest)),
      holders: holders(model, stream, turns.fromNs.get(longest), endNs(longest)),
    },
  };
}

/** Whose functions held a stream's loop between two moments, and for how long. */
function holders(model: Model, stream: number, fromNs: number, toNs: number): LoopHolder[] {
  const loop = loopRuns(model, stream);
  if (loop.begunBy(toNs) - loop.begunBy(fromNs) > LOOKED_THROUGH) return [];
  return holdersBetween(model, stream, fromNs, toNs)
    .slice(0, HOLDERS_SHOWN)
    .map((holder) => ({ ...holderName(model, holder), ns: holder.ns }));
}
