import { IndexColumn, Int32Column, LongTable } from '../columns/long-table.ts';
import type { Model } from '../model.ts';

/** How far back a chain is followed: this many functions may take turns in a series. */
const LONGEST_TURN = 16;

/**
 * Below which task the chart and the report show a task: below the one that started it, except in a series. A function that schedules
 * itself again (`setTimeout(poll, 1000)` at the end of `poll`), or several that do so in turn, would otherwise go one level deeper each
 * time. So a task whose starter had ended by then stands beside the nearest earlier task of the same function in its chain of starters.
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

  /** The task below which a task stands, -1 for none. */
  above(task: number): number {
    this.#update(task + 1);
    return this.#aboveOf(task);
  }

  /** How many tasks stand directly below a task. */
  countBelow(task: number): number {
    this.#update();
    const { gone, come } = this.#series;
    return this.#model.tables.tasks.childCount.get(task) - gone.get(task) + come.get(task + 1);
  }

  /** The tasks directly below a task, in order of arrival; for -1, those below none. */
  below(task: number): number[] {
    this.#update();
    const { first, gone, lastCome, comeBefore } = this.#series;
    const children = this.#model.tables.tasks.children(task);
    const found = gone.get(task) === 0 ? children : children.filter((child) => first.get(child) < 0);
    const { length } = found;
    for (let come = lastCome.get(task + 1); come >= 0; come = comeBefore.get(come)) found.push(come);
    return found.length === length ? found : found.sort((a, b) => a - b);
  }

  /** The first task of a series stands below its starter. */
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

  /** The nearest task of the same function in a task's chain of starters, if it and all between had ended by then; -1 for none. */
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

/** One row per task, in columns that take no memory where there are no series: a loop of a million callbacks is one series of a million tasks. */
class Series extends LongTable {
  /** The first task of the series that a task continues; -1 if it continues none. */
  readonly first = this.column(new IndexColumn());
  /** How many of the tasks that it started stand elsewhere. */
  readonly gone = this.column(new Int32Column());
  /** How many tasks that others started stand below it, and the last of them. The index is one higher than the task's, since -1 (below none) counts too. */
  readonly come = this.column(new Int32Column());
  readonly lastCome = this.column(new IndexColumn());
  readonly comeBefore = this.column(new IndexColumn());

  add(): number {
    return this.addRow();
  }

  /** The next task continues a series, and stands below `above` with it. */
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

/** The tree of a model, shared by everything that shows its tasks. */
export function rowTreeOf(model: Model): RowTree {
  let tree = trees.get(model);
  if (tree === undefined) {
    tree = new RowTree(model);
    trees.set(model, tree);
  }
  return tree;
}
