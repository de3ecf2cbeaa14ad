import { POOL_KIND_NAMES, type PoolKindName } from '../../protocol/events.ts';
import { msOf } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { poolOrder } from '../tables/pool.ts';

export interface ReportPool {
  /** Null if the pool was not used. */
  readonly threads: number | null;
  /** How many pieces of work it did, and how many of each kind. */
  readonly works: number;
  readonly byKind: Readonly<Partial<Record<PoolKindName, number>>>;
  /** The most pieces of work that it had at once. */
  readonly mostInFlight: number;
  /** Upper bounds of how long work waited for a thread: in total, and the longest. */
  readonly queuedMs: number;
  readonly longestQueuedMs: number;
}

export function reportPool(model: Model): ReportPool {
  const { pool } = model.main;
  const { begins, queuedNs } = poolOrder(pool);
  const byKind: Partial<Record<PoolKindName, number>> = {};
  let most = 0;
  let queued = 0;
  let longest = 0;
  for (let work = 0; work < pool.length; work++) {
    const kind = POOL_KIND_NAMES[pool.kind[work]!] ?? 'other';
    byKind[kind] = (byKind[kind] ?? 0) + 1;
    queued += queuedNs[work]!;
    longest = Math.max(longest, queuedNs[work]!);
  }
  let done = 0;
  for (let at = 0; at < begins.length; at++) {
    while (done < at && pool.toNs[done]! <= begins[at]!) done++;
    most = Math.max(most, at + 1 - done);
  }
  return {
    threads: pool.threads === 0 ? null : pool.threads,
    works: pool.length,
    byKind,
    mostInFlight: most,
    queuedMs: msOf(queued),
    longestQueuedMs: msOf(longest),
  };
}
