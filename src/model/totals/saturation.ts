// When a pool had more to do than threads to do it with.

import type { Model } from '../model.ts';
import { poolOrder } from '../tables/pool.ts';

/** A stretch in which more of the program's work was with the pool than it has threads. */
export interface Saturation {
  readonly stream: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** How much of that the loop had nothing else to do: while it is held, work that is done is not told. */
  readonly idleNs: number;
  /** The most work at once. */
  readonly most: number;
  /** The work that waited for a thread, in the order in which it was handed over. */
  readonly works: readonly number[];
}

/** A thread's, of at least so much idle time, in order. What no task asked for is the runtime's own, and left out. */
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
  // Nothing is handed over any more: it ends when as many are left as there are threads.
  close(ends[Math.max(0, asked.length - pool.threads - 1)] ?? 0);
  return found;
}
