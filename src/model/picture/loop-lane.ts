import { NS_PER_MS } from '../../protocol/units.ts';
import { countAtMost, firstAtOrAfter } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { drainOf } from '../moment/drains.ts';
import type { PauseTable } from '../tables/pauses.ts';
import type { LoopLane, PauseLane } from '../view-types.ts';
import { PauseList, TurnList } from './stretch-list.ts';

/** A turn this long is called blocking: an animation would lose three frames. */
export const BLOCKED_NS = 50 * NS_PER_MS;

/** Narrower turns have no room to say what they drain, and looking at each of them would take noticeable time. */
const NARROWEST_TOLD_PX = 40;

/**
 * The busy stretches of a thread's loop in a window, and its runtime's pauses. Those narrower than a pixel are merged as in a row; none is
 * left out. Costs at most one bisection per pixel, however many turns there are.
 */
export function loopLane(
  model: Model,
  stream: number,
  fromNs: number,
  toNs: number,
  nsPerPx: number,
): LoopLane {
  const { turns, pauses, loading, openTurnEndNs } = model.stream(stream);
  const sinceNs = turns.fromNs.get(0);
  const pauseLane = pausesIn(pauses, fromNs, toNs, nsPerPx);
  const endNs = (turn: number): number =>
    Math.min(turns.toNs.get(turn), Math.max(openTurnEndNs, turns.fromNs.get(turn)));
  const lengthNs = (turn: number): number => endNs(turn) - turns.fromNs.get(turn);
  const last = turns.length - 1;
  turns.growLongest();
  const list = new TurnList(nsPerPx);
  let at = turns.toNs.countAtMost(turns.length, fromNs);
  if (at === last && endNs(at) < fromNs) return list.take(sinceNs, pauseLane);
  while (at > 0 && turns.toNs.get(at - 1) === fromNs && turns.fromNs.get(at - 1) === fromNs) at--;
  while (at < turns.length && turns.fromNs.get(at) < toNs) {
    const startNs = turns.fromNs.get(at);
    let next = at + 1;
    if (lengthNs(at) < nsPerPx) {
      const pixelEndNs = Math.min((Math.floor(startNs / nsPerPx) + 1) * nsPerPx, toNs);
      next = turns.fromNs.firstAtOrAfter(next, turns.length, pixelEndNs);
      // Only the last turn that begins in a pixel can be wider than one.
      if (next - at > 1 && lengthNs(next - 1) >= nsPerPx) next--;
    }
    // The very last turn may still go on, so its length is not in the table.
    let longest = at < last ? turns.longest.of(at, Math.min(next, last)) : at;
    if (next - 1 === last && lengthNs(last) > lengthNs(longest)) longest = last;
    const stretchEndNs = endNs(next - 1);
    const busyNs = turns.beforeNs.get(next - 1) + lengthNs(next - 1) - turns.beforeNs.get(at);
    const share = lengthNs(at) < nsPerPx ? busyNs / Math.max(stretchEndNs - startNs, nsPerPx) : 1;
    const wide = Math.min(stretchEndNs, toNs) - Math.max(startNs, fromNs) >= NARROWEST_TOLD_PX * nsPerPx;
    const drain = wide && next === at + 1 ? drainOf(model, stream, at) : null;
    const longestNs = lengthNs(longest);
    const loadedNs = (): number => loading.nsBetween(turns.fromNs.get(longest), endNs(longest));
    const isLoading = (wide || longestNs >= BLOCKED_NS) && loadedNs() >= 0.5 * longestNs;
    list.add(startNs, stretchEndNs, turns.phase.get(longest), next - at, longestNs, share, drain, isLoading);
    at = next;
  }
  return list.take(sinceNs, pauseLane);
}

function pausesIn(pauses: PauseTable, fromNs: number, toNs: number, nsPerPx: number): PauseLane {
  const list = new PauseList();
  let at = countAtMost(pauses.toNs, pauses.length, fromNs);
  while (at < pauses.length && pauses.fromNs[at]! < toNs) {
    const startNs = pauses.fromNs[at]!;
    const pixelEndNs = (Math.floor(startNs / nsPerPx) + 1) * nsPerPx;
    const next = Math.max(at + 1, firstAtOrAfter(pauses.fromNs, at, pauses.length, pixelEndNs));
    const endNs = pauses.toNs[next - 1]!;
    list.add(startNs, endNs, pauses.between(startNs, endNs) / Math.max(endNs - startNs, nsPerPx));
    at = next;
  }
  return list.take();
}
