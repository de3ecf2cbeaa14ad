import type { TaskIndex } from '../../protocol/units.ts';
import { definitionOf, kindOf, labelOf, placeOf } from '../details/labels.ts';
import { endOf, stateOf, suspensionsOf, timesOf } from '../details/states.ts';
import type { Model } from '../model.ts';
import type { Pace } from '../pace.ts';
import { type RowFilter, Shown } from '../rows/row-filter.ts';
import type { TaskRow } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';
import { sortedOrder } from './sorted-order.ts';
import { wordRanks } from './word-ranks.ts';

export type TaskSortKey =
  | 'start'
  | 'label'
  | 'state'
  | 'duration'
  | 'running'
  | 'ready'
  | 'suspended'
  | 'waits'
  | 'place';

export interface TaskSort {
  readonly by: TaskSortKey;
  readonly descending: boolean;
}

/** The Tasks table, page by page: the tasks that match a filter, sorted; equal ones stay in order of arrival. */
export class TaskPages {
  readonly #model: Model;
  readonly #filter: RowFilter | null;
  readonly #pace: Pace | null;
  #order = new Uint32Array(0);
  #sort: TaskSort | null = null;
  #version = -1;
  #filterChanges = 0;

  /** `pace` limits how often tasks are sorted again while more come. */
  constructor(model: Model, filter: RowFilter | null = null, pace: Pace | null = null) {
    this.#model = model;
    this.#pace = pace;
    this.#filter = filter;
  }

  /** How many rows the table had when the last page was read. */
  get total(): number {
    return this.#order.length;
  }

  *page(from: number, to: number, sort: TaskSort): Work<TaskRow[]> {
    yield* this.#arrange(sort);
    const rows: TaskRow[] = [];
    for (let at = Math.max(0, from); at < Math.min(to, this.#order.length); at++) {
      rows.push(taskRow(this.#model, this.#order[at]! as TaskIndex));
    }
    return rows;
  }

  /** Sorts again only if the model, the filter or the sort order has changed. */
  *#arrange(sort: TaskSort): Work<void> {
    const { version } = this.#model;
    const same = this.#sort?.by === sort.by && this.#sort.descending === sort.descending;
    const filterChanges = this.#filter?.changes ?? 0;
    const due = this.#pace === null || this.#model.finished || this.#pace.waitMs === 0;
    if (same && (this.#version === version || !due) && this.#filterChanges === filterChanges) return;
    this.#pace?.begin();
    const wanted = this.#wanted();
    const keys = yield* keysOf(this.#model, sort.by, wanted);
    const sorted = yield* isSorted(keys, sort.descending);
    // Tasks of one thread arrive in order of start, so the default order needs no sorting.
    if (!sorted) {
      const order = yield* sortedOrder(keys, sort.descending ? 'descending' : 'ascending');
      for (let at = 0; at < order.length; at++) order[at] = wanted[order[at]!]!;
      this.#order = order;
    } else this.#order = wanted;
    this.#sort = sort;
    this.#version = version;
    this.#filterChanges = filterChanges;
    this.#pace?.done();
  }

  #wanted(): Uint32Array<ArrayBuffer> {
    const { length } = this.#model.tables.tasks;
    const shown = this.#filter?.active ? this.#filter.shown() : null;
    const wanted = new Uint32Array(shown === null ? length : this.#filter!.count());
    let at = 0;
    for (let task = 0; task < length; task++) {
      if (shown === null || shown[task] === Shown.match) wanted[at++] = task;
    }
    return wanted;
  }
}

export function taskRow(model: Model, task: TaskIndex): TaskRow {
  const { tasks } = model.tables;
  return {
    task,
    label: labelOf(model, task),
    kind: kindOf(model, task),
    state: stateOf(model, task),
    place: placeOf(model, definitionOf(model, task)),
    startNs: tasks.startNs.get(task),
    endNs: endOf(model, task),
    ...timesOf(model, task, model.nowNs),
    waits: suspensionsOf(model, task) - tasks.yieldCount.get(task),
  };
}

/** The keys to sort by, as numbers. */
function* keysOf(model: Model, by: TaskSortKey, wanted: Uint32Array): Work<Float64Array> {
  const key = keyOf(model, by);
  const keys = new Float64Array(wanted.length);
  const words: string[] = [];
  yield* inPieces(wanted.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const value = key(wanted[at]!);
      if (typeof value === 'number') keys[at] = value;
      else words[at] = value;
    }
  });
  if (words.length === 0) return keys;
  const ranks = yield* wordRanks(words);
  yield* inPieces(words.length, (from, to) => {
    for (let at = from; at < to; at++) keys[at] = ranks.get(words[at]!)!;
  });
  return keys;
}

function* isSorted(keys: Float64Array, descending: boolean): Work<boolean> {
  let sorted = true;
  yield* inPieces(keys.length, (from, to) => {
    for (let at = Math.max(1, from); at < to && sorted; at++)
      sorted = descending ? keys[at - 1]! >= keys[at]! : keys[at - 1]! <= keys[at]!;
  });
  return sorted;
}

function keyOf(model: Model, by: TaskSortKey): (task: number) => number | string {
  const { tasks } = model.tables;
  const { endNs } = model;
  switch (by) {
    case 'label':
      return (task) => labelOf(model, task);
    case 'state':
      return (task) => stateOf(model, task);
    case 'place':
      return byPlace(model);
    case 'start':
      return (task) => tasks.startNs.get(task);
    case 'duration':
      return (task) => Math.min(tasks.endNs.get(task), endNs) - tasks.startNs.get(task);
    case 'waits':
      return (task) => suspensionsOf(model, task) - tasks.yieldCount.get(task);
    case 'running':
      return (task) => timesOf(model, task).runningNs;
    case 'ready':
      return (task) => timesOf(model, task).readyNs;
    case 'suspended':
      return (task) => timesOf(model, task).suspendedNs;
  }
}

/** Sorts by file, then line, then column; tasks without a known place come last. */
function byPlace(model: Model): (task: number) => number {
  const { sites } = model.tables;
  const rank = new Map<number, number>();
  const known = Array.from({ length: sites.length }, (_, site) => site);
  const files = known.map((site) => sites.files[sites.file[site]!]!);
  known.sort(
    (a, b) =>
      (files[a]! < files[b]! ? -1 : files[a]! > files[b]! ? 1 : 0) ||
      sites.line[a]! - sites.line[b]! ||
      sites.column[a]! - sites.column[b]!,
  );
  for (const [at, site] of known.entries()) rank.set(site, at);
  return (task) => rank.get(definitionOf(model, task)) ?? Number.MAX_SAFE_INTEGER;
}
