import { countAtMost } from './columns.ts';
import type { Model } from './model.ts';
import { TurnList } from './stretch-list.ts';
import type { LoopLane } from './view-types.ts';

/** The main loop's busy stretches in a window, those narrower than a pixel merged like a row's; none is left out. */
export function loopLane(model: Model, fromNs: number, toNs: number, nsPerPx: number): LoopLane {
  const { turns, openTurnEndNs } = model.main;
  const endNs = (turn: number): number =>
    Math.min(turns.toNs[turn]!, Math.max(openTurnEndNs, turns.fromNs[turn]!));
  const list = new TurnList();
  let at = countAtMost(turns.toNs, turns.length, fromNs);
  if (at === turns.length - 1 && endNs(at) < fromNs) return list.take();
  while (at > 0 && turns.toNs[at - 1] === fromNs && turns.fromNs[at - 1] === fromNs) at--;
  while (at < turns.length && turns.fromNs[at]! < toNs) {
    const startNs = turns.fromNs[at]!;
    const pixelEndNs = Math.min((Math.floor(startNs / nsPerPx) + 1) * nsPerPx, toNs);
    let longestNs = endNs(at) - startNs;
    let phase = turns.phase[at]!;
    let next = at + 1;
    if (longestNs < nsPerPx) {
      for (; next < turns.length && turns.fromNs[next]! < pixelEndNs; next++) {
        const lengthNs = endNs(next) - turns.fromNs[next]!;
        if (lengthNs >= nsPerPx) break;
        if (lengthNs > longestNs) {
          longestNs = lengthNs;
          phase = turns.phase[next]!;
        }
      }
    }
    list.add(startNs, endNs(next - 1), phase, next - at, longestNs);
    at = next;
  }
  return list.take();
}
