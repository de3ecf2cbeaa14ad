import { POOL_KIND_NAMES } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { countAtMost } from '../columns/columns.ts';
import { definitionOf, labelOf, placeOf } from '../details/labels.ts';
import type { Model } from '../model.ts';
import { poolOrder } from '../tables/pool.ts';
import type { PoolEntry, PoolView } from './moment-types.ts';

/** How many pieces of work are listed; the total counts them all. */
const LISTED = 100;

/** The work that the pool had for a thread at a moment. Work that was not done when the program ended may be missing. */
export function poolAt(model: Model, stream: number, atNs: number): PoolView {
  const { pool } = model.stream(stream);
  const { works, begins, queuedNs } = poolOrder(pool);
  const entries: PoolEntry[] = [];
  let left = pool.inFlightAt(atNs);
  const total = left;
  // Backwards, because unfinished work is among the last that the pool got.
  for (let at = countAtMost(begins, begins.length, atNs) - 1; at >= 0 && left > 0; at--) {
    const work = works[at]!;
    if (pool.toNs[work]! <= atNs) continue;
    left--;
    if (left >= LISTED) continue;
    const task = pool.task[work]!;
    entries.unshift({
      kind: POOL_KIND_NAMES[pool.kind[work]!] ?? 'other',
      task: task < 0 ? null : (task as TaskIndex),
      label: task < 0 ? '' : labelOf(model, task),
      place: task < 0 ? null : placeOf(model, definitionOf(model, task)),
      sinceNs: pool.fromNs[work]!,
      queued: atNs < pool.fromNs[work]! + queuedNs[work]!,
    });
  }
  return { threads: pool.threads, total, entries };
}
