import { countAtMost, NO_FLOAT64, NO_INT32, NO_UINT8, Table } from '../columns/columns.ts';

/** One row per piece of work that a process's thread pool did for one of its threads, in the order in which the results came back. */
export class PoolTable extends Table {
  /** A PoolKind. */
  kind = NO_UINT8;
  /** The task that asked for it, -1 if unknown. */
  task = NO_INT32;
  /** When the pool got it, and when the loop was told that it was done. */
  fromNs = NO_FLOAT64;
  toNs = NO_FLOAT64;
  /** How many threads the pool has; 0 while unknown. */
  threads = 0;

  add(kind: number, threads: number, task: number, fromNs: number, toNs: number): void {
    const work = this.addRow();
    this.kind[work] = kind;
    this.task[work] = task;
    this.fromNs[work] = Math.max(0, fromNs);
    this.toNs[work] = toNs;
    this.threads = threads;
  }

  /** How many pieces of work the pool had at a time, being done or waiting for a thread. */
  inFlightAt(atNs: number): number {
    const { begins } = poolOrder(this);
    return countAtMost(begins, begins.length, atNs) - countAtMost(this.toNs, this.length, atNs);
  }
}

export interface PoolOrder {
  /** The pieces of work in the order in which the pool got them, and when it got each. */
  readonly works: Uint32Array;
  readonly begins: Float64Array;
  /** For each piece of work, how long it waited for a thread at most. */
  readonly queuedNs: Float64Array;
}

const known = new WeakMap<PoolTable, PoolOrder>();

/** Computed again when there is more work. */
export function poolOrder(pool: PoolTable): PoolOrder {
  const before = known.get(pool);
  if (before !== undefined && before.works.length === pool.length) return before;
  const works = Uint32Array.from({ length: pool.length }, (_, work) => work);
  works.sort((a, b) => pool.fromNs[a]! - pool.fromNs[b]! || a - b);
  const order = {
    works,
    begins: Float64Array.from(works, (work) => pool.fromNs[work]!),
    queuedNs: queueing(pool, works),
  };
  known.set(pool, order);
  return order;
}

/**
 * A pool does work in the order in which it got it, each piece on the thread that is free first. When a thread became free is known only
 * from when the loop was told, which is later while the loop is held. So the result is an upper bound.
 */
function queueing(pool: PoolTable, works: Uint32Array): Float64Array {
  const queuedNs = new Float64Array(pool.length);
  const freeNs = new Float64Array(Math.max(1, pool.threads));
  for (const work of works) {
    let first = 0;
    for (let thread = 1; thread < freeNs.length; thread++)
      if (freeNs[thread]! < freeNs[first]!) first = thread;
    const startNs = Math.min(Math.max(pool.fromNs[work]!, freeNs[first]!), pool.toNs[work]!);
    queuedNs[work] = startNs - pool.fromNs[work]!;
    freeNs[first] = pool.toNs[work]!;
  }
  return queuedNs;
}
