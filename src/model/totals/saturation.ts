// When a thread pool was saturated: it had more work than threads.

import type { Model } from '../model.ts';
import { poolOrder } from '../tables/pool.ts';

/** A stretch in which the pool had more work of the program than it has threads. */
export interface Saturation {
  readonly stream: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** For how much of it the loop was idle. While the loop is held, finished work is not reported. */
  readonly idleNs: number;
  /** The most pieces of work at once. */
  readonly most: number;
  /** The pieces of work that waited for a thread, in the order in which the pool got them. */
  readonly works: readonly number[];
}

/** A thread's saturations with at least `leastNs` of idle time, in order. Work that no task asked for is the runtime's own and does not count. */
export function saturations(model: Model, stream: number, leastNs: number): Saturation[] {
  const { pool, turns } = model.stream(stream);
  if (pool.threads === 0 || pool.length <= pool.threads) return [];
  const { works, queuedNs } = poolOrder(pool);
  const asked = works.filter((work) => pool.task[work]! >= 0);
  const ends = Float64Array.from(asked, (work) => pool.toNs[work]!).sort();
  const found: Saturation[] = [];
  const idleUntil = (ns: number): number => ns - turns.busyUntil(ns, ns);
  let done = 0;
  let open: { fromNs: number; most: number; works: number[] } | null = null;
  const close = (toNs: number): void => {
    if (open === null) return;
    const idleNs = idleUntil(toNs) - idleUntil(open.fromNs);
    if (idleNs >= leastNs) found.push({ ...open, stream, toNs, idleNs });
    open = null;
  };
  for (let at = 0; at < asked.length; at++) {
    const work = asked[at]!;
    const fromNs = pool.fromNs[work]!;
    while (done < at && ends[done]! <= fromNs) {
      if (at - ++done === pool.threads) close(ends[done - 1]!);
    }
    const inFlight = at + 1 - done;
    if (inFlight <= pool.threads) continue;
    open ??= { fromNs, most: 0, works: [] };
    open.most = Math.max(open.most, inFlight);
    if (queuedNs[work]! > 0) open.works.push(work);
  }
  // No more work comes, so it ends when as many pieces are left as there are threads.
  close(ends[Math.max(0, asked.length - pool.threads - 1)] ?? 0);
  return found;
}
