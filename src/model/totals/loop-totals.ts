import { PAUSE_KIND_NAMES, type PauseKindName } from '../../protocol/events.ts';
import { msOf } from '../../protocol/units.ts';
import { findHolders } from '../details/holders.ts';
import type { Model } from '../model.ts';
import type { PauseTable } from '../tables/pauses.ts';
import { allOf, type Work } from '../work.ts';

export interface ReportLoop {
  readonly busyMs: number;
  readonly idleMs: number;
  /** The busy part of the whole time, 0 to 1. */
  readonly utilization: number;
  /** The longest time for which the loop was held without a break. */
  readonly longestRunMs: number;
  /** When that began, and the task that held it for most of that time; null if none did. */
  readonly longestRunAtMs: number;
  readonly longestRunById: number | null;
  readonly turns: number;
  /** The runtime's pauses, mostly to collect garbage. Those shortly before the end may be missing. */
  readonly pauses: ReportPauses;
  /** For how long the machine gave the thread no processor although it had work; 0 if unknown. */
  readonly withheldMs: number;
  /** An estimate of how much of the busy time tracing took; null if the tracer reported none. */
  readonly tracingMs: number | null;
}

export interface ReportPauses {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
  /** Milliseconds of each kind. */
  readonly byKind: Readonly<Partial<Record<PauseKindName, number>>>;
}

/** Totals of a stream's loop, up to the end of its last turn, or the last known moment if that has not ended. */
export function* addUpLoop(model: Model, stream: number): Work<ReportLoop> {
  const { turns, pauses, withheld, tracingNs } = model.stream(stream);
  const last = turns.length - 1;
  const open = turns.toNs.get(last) === Number.POSITIVE_INFINITY;
  const openNs = open ? Math.max(0, model.endNs - turns.fromNs.get(last)) : 0;
  const busyNs = turns.busyNs + openNs;
  const toNs = open ? model.endNs : turns.toNs.get(last);
  const idleNs = Math.max(0, toNs - turns.fromNs.get(0) - busyNs);
  turns.growLongest();
  const before = last > 0 ? turns.longest.of(0, last) : last;
  const lengthNs = (turn: number): number =>
    turn === last && open ? openNs : turns.toNs.get(turn) - turns.fromNs.get(turn);
  const longest = lengthNs(last) > lengthNs(before) ? last : before;
  const fromNs = turns.fromNs.get(longest);
  const toNsOfLongest = Math.min(turns.toNs.get(longest), model.endNs);
  const [holder] = yield* findHolders(model, stream, fromNs, toNsOfLongest);
  return {
    busyMs: msOf(busyNs),
    idleMs: msOf(idleNs),
    utilization: busyNs + idleNs > 0 ? busyNs / (busyNs + idleNs) : 0,
    longestRunMs: msOf(Math.max(turns.longestNs, openNs)),
    longestRunAtMs: msOf(fromNs),
    longestRunById: holder === undefined || holder.run < 0 ? null : holder.task + 1,
    turns: turns.length,
    pauses: reportPauses(pauses),
    withheldMs: msOf(withheld.totalNs),
    tracingMs: tracingNs === null ? null : msOf(tracingNs),
  };
}

/** The same, computed at once. */
export const loopTotals = (model: Model, stream: number): ReportLoop => allOf(addUpLoop(model, stream));

function reportPauses(pauses: PauseTable): ReportPauses {
  const byKind: Partial<Record<PauseKindName, number>> = {};
  for (let pause = 0; pause < pauses.length; pause++) {
    const kind = PAUSE_KIND_NAMES[pauses.kind[pause]!] ?? 'other';
    byKind[kind] = (byKind[kind] ?? 0) + msOf(pauses.toNs[pause]! - pauses.fromNs[pause]!);
  }
  return {
    count: pauses.length,
    totalMs: msOf(pauses.totalNs),
    longestMs: msOf(pauses.longestNs),
    byKind,
  };
}
