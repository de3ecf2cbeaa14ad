import { NS_PER_MS } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { threadItem } from './row-items.ts';
import type { TaskSets } from './task-sets.ts';

const NONE: readonly number[] = [];
/** So long after its start it may still turn out that a worker or a process has a loop: then it is a group at once. */
const GREETED_BY_NS = 500 * NS_PER_MS;

/**
 * Where threads stand among the rows of a tree, for one moment of the model. Where several have a loop that is known, each
 * is a group with its tasks below it. A process that nobody has looked into is a row below the task that started it.
 *
 *     main                      the main thread
 *       app.mjs                 a task
 *         git pid 4711          a process that is no program for a tracer
 *     worker resize.mjs #1      another thread
 *       resize.mjs
 */
export class ThreadRows {
  /** Items of those that are groups, in order; none where only one thread has a loop. */
  readonly groups: readonly number[] = NONE;
  /** When there is more to show, though nothing happens; Infinity for never. */
  readonly moreAtNs: number;
  readonly #model: Model;
  /** The sets of what a thread does by itself, by thread; only where there are groups. */
  readonly #sets = new Map<number, number[]>();
  /** Items of processes, by what they stand below: an item, or null for the top level. */
  readonly #bars = new Map<number | null, number[]>();

  constructor(model: Model, sets: TaskSets, untilNs: number) {
    this.#model = model;
    const { threads } = model.tables;
    const shown = threads.inOrder().filter((thread) => threads.all[thread]!.startNs <= untilNs);
    const known = shown.filter((thread) => threads.all[thread]!.stream >= 0);
    if (known.length > 1) {
      this.groups = known.map(threadItem);
      this.#sortSets(sets);
    }
    this.moreAtNs = Number.POSITIVE_INFINITY;
    for (const thread of shown) {
      const { stream, startNs, endNs } = threads.all[thread]!;
      if (stream >= 0) continue;
      const isOver = model.finished || endNs !== Number.POSITIVE_INFINITY;
      if (isOver || model.endNs >= startNs + GREETED_BY_NS) this.#addBar(thread);
      else this.moreAtNs = Math.min(this.moreAtNs, startNs + GREETED_BY_NS);
    }
  }

  setsOf(thread: number): readonly number[] {
    return this.#sets.get(thread) ?? NONE;
  }

  /** Items of the processes below an item, or (null) at the top level, by start. */
  barsBelow(item: number | null): readonly number[] {
    return this.#bars.get(item) ?? NONE;
  }

  #sortSets(sets: TaskSets): void {
    const { threads, tasks } = this.#model.tables;
    for (let set = sets.firstOf(-1); set >= 0; set = sets.nextSet.get(set)) {
      const thread = threads.ofStream(tasks.stream.get(sets.first.get(set)));
      const known = this.#sets.get(thread);
      if (known === undefined) this.#sets.set(thread, [set]);
      else known.push(set);
    }
  }

  #addBar(thread: number): void {
    const { threads } = this.#model.tables;
    const { starter, startedIn } = threads.all[thread]!;
    const isGroups = this.groups.length > 0 && startedIn >= 0;
    const below = starter >= 0 ? starter : isGroups ? threadItem(threads.ofStream(startedIn)) : null;
    const known = this.#bars.get(below);
    if (known === undefined) this.#bars.set(below, [threadItem(thread)]);
    else known.push(threadItem(thread));
  }
}
