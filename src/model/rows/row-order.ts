import { timesOf } from '../details/states.ts';
import type { Model } from '../model.ts';
import { sortedOrder } from '../totals/sorted-order.ts';
import { inPieces, type Work } from '../work.ts';
import { setOf, threadOf } from './row-items.ts';
import type { TaskSets } from './task-sets.ts';

/** How siblings are sorted: by start, or the largest first. */
export type RowOrder = 'start' | 'duration' | 'running' | 'suspended' | 'ready';

/**
 * Sorts siblings. The values to sort by are taken once, when the user asks for that order, because otherwise the rows of a running
 * program would never stand still. Tasks that begin later come last.
 */
export class Sorting {
  readonly order: RowOrder;
  readonly #model: Model;
  /** The value of each task, and of each set the sum over its tasks; null until they are taken. */
  #keys: Float64Array | null = null;
  #setKeys = new Float64Array(0);

  constructor(model: Model, order: RowOrder) {
    this.#model = model;
    this.order = order;
  }

  /** Takes the values, in pieces, if they are not known yet. To be called before anything is sorted. */
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

  /** Sorts tasks in place, in pieces. */
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

  /** Whether all items are tasks in order of start, which is how the tasks of one thread arrive. */
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

  /** The value of an item; 0 for one that came later, and for a thread. */
  #keyOf(item: number, sets: TaskSets): number {
    const set = setOf(item);
    if (set === null) return this.#keys![item] ?? -1;
    // A set whose first tasks have rows of their own is sorted as the first task that shares its row.
    return sets.lastApart(set) < 0 ? (this.#setKeys[set] ?? 0) : (this.#keys![sets.firstSharing(set)] ?? -1);
  }
}

/** The first task that an item stands for; for a thread the item itself. */
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
