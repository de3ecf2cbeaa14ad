import { countAtMost, firstAtOrAfter } from '../columns/columns.ts';
import { StretchKind } from '../view-types.ts';
import type { StretchList } from './stretch-list.ts';
import type { Timeline } from './timeline.ts';

/**
 * Adds a row's stretches in the window. Stretches narrower than a pixel are merged with their neighbours that begin in the same pixel;
 * none is left out. Pixels are counted from time zero, not from the window's edge, so that panning moves the drawing without changing it.
 *
 *     pixels     |       |       |       |
 *     stretches  --+-----------+-+-+--+-------
 *     added      --1-----------1 |2---|1------     (the two in the third pixel merge, the wide ones do not)
 *
 * Costs at most one bisection per pixel, however many stretches there are.
 */
export function mergeStretches(
  line: Timeline,
  row: number,
  fromNs: number,
  toNs: number,
  nsPerPx: number,
  into: StretchList,
): void {
  const { length } = line;
  let at = firstInWindow(line, fromNs);
  while (at < length && line.fromNs[at]! < toNs) {
    const startNs = line.fromNs[at]!;
    if (endOf(line, at) - startNs >= nsPerPx) {
      add(line, row, at, at + 1, into);
      at++;
      continue;
    }
    const pixelEndNs = (Math.floor(startNs / nsPerPx) + 1) * nsPerPx;
    let next = firstAtOrAfter(line.fromNs, at + 1, length, Math.min(pixelEndNs, toNs));
    // Only the last stretch that begins in a pixel can be wider than one.
    if (next - at > 1 && endOf(line, next - 1) - line.fromNs[next - 1]! >= nsPerPx) next--;
    add(line, row, at, next, into);
    at = next;
  }
}

function endOf(line: Timeline, at: number): number {
  return at + 1 < line.length ? line.fromNs[at + 1]! : line.endNs;
}

/** The first stretch that ends after `fromNs`, or begins there and has no length. */
function firstInWindow(line: Timeline, fromNs: number): number {
  let at = Math.max(0, countAtMost(line.fromNs, line.length, fromNs) - 1);
  // Stretches of no length may stand at the same moment.
  while (at > 0 && line.fromNs[at - 1] === fromNs) at--;
  if (at < line.length && line.fromNs[at]! < fromNs && endOf(line, at) <= fromNs) at++;
  return at;
}

function add(line: Timeline, row: number, from: number, to: number, into: StretchList): void {
  const startNs = line.fromNs[from]!;
  const endNs = endOf(line, to - 1);
  if (to - from === 1) {
    const kind = line.kind[from]!;
    into.add(row, startNs, endNs, kind, line.awaited[from]!, 1, kind, line.run[from]!);
    return;
  }
  const running = line.runningBefore[to]! - line.runningBefore[from]!;
  const ready = line.readyBefore[to]! - line.readyBefore[from]!;
  const atMost = line.atMostBefore[to]! - line.atMostBefore[from]!;
  const suspended = endNs - startNs - running - ready - atMost;
  let mostly: StretchKind = StretchKind.running;
  let most = running;
  if (ready > most) [mostly, most] = [StretchKind.ready, ready];
  if (atMost > most) [mostly, most] = [StretchKind.readyAtMost, atMost];
  if (suspended > most) mostly = StretchKind.suspended;
  const awaited = line.kind[from] === StretchKind.running ? line.awaited[from + 1]! : line.awaited[from]!;
  into.add(row, startNs, endNs, StretchKind.merged, awaited, to - from, mostly, line.run[from]!);
}
