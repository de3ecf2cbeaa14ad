import { IndexColumn, Int32Column, LongTable } from '../columns/long-table.ts';
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
  readonly #series = new Series();

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
    const { gone, come } = this.#series;
    return this.#model.tables.tasks.childCount.get(task) - gone.get(task) + come.get(task + 1);
  }

  /** Those, in order of arrival; of -1, those that stand under none. */
  below(task: number): number[] {
    this.#update();
    const { first, gone, lastCome, comeBefore } = this.#series;
    const children = this.#model.tables.tasks.children(task);
    const found = gone.get(task) === 0 ? children : children.filter((child) => first.get(child) < 0);
    const { length } = found;
    for (let come = lastCome.get(task + 1); come >= 0; come = comeBefore.get(come)) found.push(come);
    return found.length === length ? found : found.sort((a, b) => a - b);
  }

  /** The first of a series stands where it was started. */
  #aboveOf(task: number): number {
    const first = this.#series.first.get(task);
    return this.#model.tables.tasks.parent.get(first < 0 ? task : first);
  }

  #update(untilTask = this.#model.tables.tasks.length): void {
    const { parent } = this.#model.tables.tasks;
    while (this.#series.length < untilTask) {
      const task = this.#series.length;
      const before = this.#oneBefore(task);
      if (before < 0) this.#series.add();
      else this.#series.join(before, parent.get(task), this.#aboveOf(before));
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
}

/** By task, in columns that cost nothing where there are no series: a loop of a million callbacks is a million tasks of one. */
class Series extends LongTable {
  /** The first one of the series that a task goes on; -1 where it goes on none. */
  readonly first = this.column(new IndexColumn());
  /** How many of those that it started stand elsewhere. */
  readonly gone = this.column(new Int32Column());
  /** How many stand under it that others started, and the last of them: one row further on, as they may stand under none. */
  readonly come = this.column(new Int32Column());
  readonly lastCome = this.column(new IndexColumn());
  readonly comeBefore = this.column(new IndexColumn());

  add(): number {
    return this.addRow();
  }

  /** The next task goes on a series, and stands under `above` with it. */
  join(before: number, starter: number, above: number): void {
    const task = this.addRow();
    const first = this.first.get(before);
    this.first.set(task, first < 0 ? before : first);
    this.gone.increment(starter);
    this.come.increment(above + 1);
    this.comeBefore.set(task, this.lastCome.get(above + 1));
    this.lastCome.set(above + 1, task);
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
