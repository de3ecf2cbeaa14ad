import { timesOf } from '../details/states.ts';
import type { Model } from '../model.ts';
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
  readonly #keys: Float64Array;
  readonly #setKeys = new Map<number, number>();

  constructor(model: Model, order: RowOrder) {
    this.#model = model;
    this.order = order;
    const { length } = model.tables.tasks;
    this.#keys = order === 'start' ? new Float64Array(0) : new Float64Array(length);
    for (let task = 0; task < this.#keys.length; task++) this.#keys[task] = timeOf(model, task, order);
  }

  /** Sorts items in place. */
  sort(items: number[], sets: TaskSets): number[] {
    const { tasks, threads } = this.#model.tables;
    const first = (item: number): number => {
      const set = item >= 0 ? null : setOf(item);
      return set === null ? item : sets.first.get(set);
    };
    const start = (item: number): number => {
      const task = first(item);
      return task >= 0 ? tasks.startNs.get(task) : threads.all[threadOf(item) ?? 0]!.startNs;
    };
    const byStart = (a: number, b: number): number => start(a) - start(b) || first(a) - first(b);
    if (this.order === 'start') return items.sort(byStart);
    return items.sort((a, b) => this.#keyOf(b, sets) - this.#keyOf(a, sets) || byStart(a, b));
  }

  /** A set's is that of its tasks together; a thread has none. */
  #keyOf(item: number, sets: TaskSets): number {
    const set = setOf(item);
    if (set === null) return this.#keys[item] ?? -1;
    const known = this.#setKeys.get(item);
    if (known !== undefined) return known;
    let sum = 0;
    for (const task of sets.tasksOf(set)) sum += this.#keys[task] ?? 0;
    this.#setKeys.set(item, sum);
    return sum;
  }
}

function timeOf(model: Model, task: number, order: RowOrder): number {
  const { startNs, endNs } = model.tables.tasks;
  if (order === 'duration') return Math.min(endNs.get(task), model.endNs) - startNs.get(task);
  const times = timesOf(model, task);
  if (order === 'running') return times.runningNs;
  return order === 'ready' ? times.readyNs : times.suspendedNs;
}
