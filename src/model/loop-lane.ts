import { countAtMost, firstAtOrAfter } from './columns.ts';
import type { Model } from './model.ts';
import { TurnList } from './stretch-list.ts';
import type { LoopLane } from './view-types.ts';

/**
 * The main loop's busy stretches in a window, those narrower than a pixel merged like a row's; none is left out. Costs
 * a bisection a pixel at most, however many turns there are.
 */
export function loopLane(model: Model, fromNs: number, toNs: number, nsPerPx: number): LoopLane {
  const { turns, openTurnEndNs } = model.main;
  const endNs = (turn: number): number =>
    Math.min(turns.toNs[turn]!, Math.max(openTurnEndNs, turns.fromNs[turn]!));
  const lengthNs = (turn: number): number => endNs(turn) - turns.fromNs[turn]!;
  const last = turns.length - 1;
  turns.longest.grow(last);
  const list = new TurnList();
  let at = countAtMost(turns.toNs, turns.length, fromNs);
  if (at === last && endNs(at) < fromNs) return list.take();
  while (at > 0 && turns.toNs[at - 1] === fromNs && turns.fromNs[at - 1] === fromNs) at--;
  while (at < turns.length && turns.fromNs[at]! < toNs) {
    const startNs = turns.fromNs[at]!;
    let next = at + 1;
    if (lengthNs(at) < nsPerPx) {
      const pixelEndNs = Math.min((Math.floor(startNs / nsPerPx) + 1) * nsPerPx, toNs);
      next = firstAtOrAfter(turns.fromNs, next, turns.length, pixelEndNs);
      // Only the last turn that begins in a pixel can be wider than one.
      if (next - at > 1 && lengthNs(next - 1) >= nsPerPx) next--;
    }
    // The last turn of all may go on: how long it is, nobody can remember.
    let longest = at < last ? turns.longest.of(at, Math.min(next, last)) : at;
    if (next - 1 === last && lengthNs(last) > lengthNs(longest)) longest = last;
    list.add(startNs, endNs(next - 1), turns.phase[longest]!, next - at, lengthNs(longest));
    at = next;
  }
  return list.take();
}
