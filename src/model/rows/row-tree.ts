import type { Model } from '../model.ts';

/** A chain is looked along this far: as many functions as may take turns in a series. */
const LONGEST_TURN = 16;

/**
 * Under whom the chart and the report show a task: under who started it, but for series. A function that has itself called
 * back again (`setTimeout(poll, 1000)` at the end of `poll`), or several that do so by turns, would go one level down each time.
 * So what was started by a task that was over by then stands beside the last one of its function that it came of.
 *
 *     poll                 poll
 *       poll         →     poll
 *         poll             poll
 */
export class RowTree {
  readonly #model: Model;
  /** Only tasks that stand elsewhere than under who started them. */
  readonly #above = new Map<number, number>();
  readonly #more = new Map<number, number[]>();
  readonly #gone = new Map<number, number>();
  #seen = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  /** The task that a task stands under, -1 for none. */
  above(task: number): number {
    this.#update(task + 1);
    return this.#aboveOf(task);
  }

  /** How many tasks stand right under one. */
  countBelow(task: number): number {
    this.#update();
    const { childCount } = this.#model.tables.tasks;
    return childCount.get(task) - (this.#gone.get(task) ?? 0) + (this.#more.get(task)?.length ?? 0);
  }

  /** Those, in order of arrival; of -1, those that stand under none. */
  below(task: number): number[] {
    this.#update();
    const { tasks } = this.#model.tables;
    const found: number[] = [];
    const first = task < 0 ? tasks.firstRoot : tasks.firstChild(task);
    for (let child = first; child >= 0; child = tasks.nextSibling(child))
      if (!this.#above.has(child)) found.push(child);
    const more = this.#more.get(task);
    return more === undefined ? found : found.concat(more).sort((a, b) => a - b);
  }

  #aboveOf(task: number): number {
    return this.#above.get(task) ?? this.#model.tables.tasks.parent.get(task);
  }

  #update(untilTask = this.#model.tables.tasks.length): void {
    for (; this.#seen < untilTask; this.#seen++) {
      const before = this.#oneBefore(this.#seen);
      if (before >= 0) this.#move(this.#seen, this.#aboveOf(before));
    }
  }

  /** The last task of the same function that a task came of, where all between them, and it, were over by then; -1 for none. */
  #oneBefore(task: number): number {
    const { parent, endNs, startNs, site, kind, stream } = this.#model.tables.tasks;
    const own = site.get(task);
    if (own === 0) return -1;
    let at = parent.get(task);
    for (let steps = 0; at >= 0 && steps < LONGEST_TURN && endNs.get(at) <= startNs.get(task); steps++) {
      const isSame = site.get(at) === own && kind.get(at) === kind.get(task);
      if (isSame && stream.get(at) === stream.get(task)) return at;
      at = this.#aboveOf(at);
    }
    return -1;
  }

  #move(task: number, to: number): void {
    const from = this.#model.tables.tasks.parent.get(task);
    this.#above.set(task, to);
    this.#gone.set(from, (this.#gone.get(from) ?? 0) + 1);
    const more = this.#more.get(to);
    if (more === undefined) this.#more.set(to, [task]);
    else more.push(task);
  }
}

const trees = new WeakMap<Model, RowTree>();

/** One for all who show a model's tasks. */
export function rowTreeOf(model: Model): RowTree {
  let tree = trees.get(model);
  if (tree === undefined) {
    tree = new RowTree(model);
    trees.set(model, tree);
  }
  return tree;
}
