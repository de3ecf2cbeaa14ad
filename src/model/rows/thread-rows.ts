import { NS_PER_MS } from '../../protocol/units.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { threadItem } from './row-items.ts';
import type { TaskSets } from './task-sets.ts';

const NONE: readonly number[] = [];
/** A worker or a process gets no row of its own for this long after its start. Until then its hello may still come and make it a group. */
const GREETED_BY_NS = 500 * NS_PER_MS;

/**
 * Where threads stand among the rows of the tree, for one moment of the model. If several threads have a known loop, each is a group with
 * its tasks below it. A process that is not traced has a row below the task that started it.
 *
 *     main                      the main thread
 *       app.mjs                 a task
 *         git pid 4711          a process that is not traced
 *     worker resize.mjs #1      another thread
 *       resize.mjs
 */
export class ThreadRows {
  /** The items of the threads that are groups, in order; empty if only one thread has a loop. */
  readonly groups: readonly number[] = NONE;
  /** When there will be more to show even if nothing happens; Infinity for never. */
  readonly moreAtNs: number;
  readonly #model: Model;
  /** By thread, the sets of its top-level tasks; only if there are groups. */
  readonly #sets = new Map<number, number[]>();
  /** The items of untraced processes, by the item that they stand below (null: the top level). */
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

  /** The items of untraced processes below an item, or (null) at the top level, by start. */
  barsBelow(item: number | null): readonly number[] {
    return this.#bars.get(item) ?? NONE;
  }

  #sortSets(sets: TaskSets): void {
    const { threads, tasks } = this.#model.tables;
    for (let set = sets.firstOf(-1); set >= 0; set = sets.nextSet.get(set)) {
      const thread = threads.ofStream(tasks.stream.get(sets.first.get(set)));
      addToList(this.#sets, thread, set);
    }
  }

  #addBar(thread: number): void {
    const { threads } = this.#model.tables;
    const { starter, startedIn } = threads.all[thread]!;
    const isGroups = this.groups.length > 0 && startedIn >= 0;
    const below = starter >= 0 ? starter : isGroups ? threadItem(threads.ofStream(startedIn)) : null;
    addToList(this.#bars, below, threadItem(thread));
  }
}
