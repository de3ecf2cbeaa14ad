import { timesOf } from '../details/states.ts';
import type { Model } from '../model.ts';
import { sortedOrder } from '../totals/sorted-order.ts';
import { inPieces, type Work } from '../work.ts';
import { setOf, threadOf } from './row-items.ts';
import type { TaskSets } from './task-sets.ts';

/** By start, or the most first. */
export type RowOrder = 'start' | 'duration' | 'running' | 'suspended' | 'ready';

/**
 * Sorts siblings. What they are sorted by is taken once, when a person asks for it: while a program runs rows would
 * never stand still otherwise. Tasks that begin later stand last.
 */
export class Sorting {
  readonly order: RowOrder;
  readonly #model: Model;
  /** By task, and by set that of its tasks together; null until they are taken. */
  #keys: Float64Array | null = null;
  #setKeys = new Float64Array(0);

  constructor(model: Model, order: RowOrder) {
    this.#model = model;
    this.order = order;
  }

  /** Takes, in pieces, what is sorted by, if that is not known yet; to be done before anything is sorted. */
  *taking(sets: TaskSets): Work<void> {
    if (this.#keys !== null || this.order === 'start') return;
    const keys = new Float64Array(sets.members.length);
    const setKeys = new Float64Array(sets.length);
    const { set } = sets.members;
    yield* inPieces(keys.length, (from, to) => {
      for (let task = from; task < to; task++) {
        const ns = timeOf(this.#model, task, this.order);
        keys[task] = ns;
        setKeys[set.get(task)]! += ns;
      }
    });
    this.#keys = keys;
    this.#setKeys = setKeys;
  }

  /** Sorts items in place. */
  sort(items: number[], sets: TaskSets): number[] {
    if (this.order === 'start')
      return this.#areInOrder(items) ? items : items.sort((a, b) => this.#byStart(a, b, sets));
    return items.sort((a, b) => this.#keyOf(b, sets) - this.#keyOf(a, sets) || this.#byStart(a, b, sets));
  }

  /** Tasks, in place and in pieces. */
  *sorting(tasks: number[], sets: TaskSets): Work<void> {
    if (!this.#areInOrder(tasks)) tasks.sort((a, b) => this.#byStart(a, b, sets));
    if (this.order === 'start') return;
    const byStart = Int32Array.from(tasks);
    const order = yield* sortedOrder(
      Float64Array.from(byStart, (task) => this.#keyOf(task, sets)),
      'descending',
    );
    for (let at = 0; at < tasks.length; at++) tasks[at] = byStart[order[at]!]!;
  }

  /** Whether all are tasks, in order of start: those of one thread arrive so. */
  #areInOrder(items: readonly number[]): boolean {
    const { startNs } = this.#model.tables.tasks;
    let before = -1;
    let beforeNs = Number.NEGATIVE_INFINITY;
    for (const item of items) {
      if (item <= before) return false;
      const ns = startNs.get(item);
      if (ns < beforeNs) return false;
      before = item;
      beforeNs = ns;
    }
    return true;
  }

  #byStart(a: number, b: number, sets: TaskSets): number {
    return this.#startNs(a, sets) - this.#startNs(b, sets) || firstOf(a, sets) - firstOf(b, sets);
  }

  #startNs(item: number, sets: TaskSets): number {
    const { tasks, threads } = this.#model.tables;
    const task = firstOf(item, sets);
    return task >= 0 ? tasks.startNs.get(task) : threads.all[threadOf(item) ?? 0]!.startNs;
  }

  /** Of what has come since, as if it had been nothing; a thread has none. */
  #keyOf(item: number, sets: TaskSets): number {
    const set = setOf(item);
    if (set === null) return this.#keys![item] ?? -1;
    // It takes the place of its first: the others of the set stand beside it by themselves.
    return sets.lastApart(set) < 0 ? (this.#setKeys[set] ?? 0) : (this.#keys![sets.firstSharing(set)] ?? -1);
  }
}

/** The first task of those that an item stands for; of a thread the item itself. */
function firstOf(item: number, sets: TaskSets): number {
  const set = item >= 0 ? null : setOf(item);
  return set === null ? item : sets.firstSharing(set);
}

function timeOf(model: Model, task: number, order: RowOrder): number {
  const { startNs, endNs } = model.tables.tasks;
  if (order === 'duration') return Math.min(endNs.get(task), model.endNs) - startNs.get(task);
  const times = timesOf(model, task);
  if (order === 'running') return times.runningNs;
  return order === 'ready' ? times.readyNs : times.suspendedNs;
}
