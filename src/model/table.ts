import type { TaskIndex } from '../protocol/units.ts';
import { definitionOf, kindOf, labelOf, placeOf } from './labels.ts';
import type { Model } from './model.ts';
import { type RowFilter, Shown } from './row-filter.ts';
import { endOf, stateOf, timesOf } from './states.ts';
import type { TaskRow } from './view-types.ts';

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

/** Rows `from` to `to` (exclusive) of the Tasks table, of the tasks that pass a filter. Equals stay in order of arrival. */
export class TaskPages {
  readonly #model: Model;
  readonly #filter: RowFilter | null;
  #order = new Uint32Array(0);
  #sort: TaskSort | null = null;
  #version = -1;
  #filterChanges = 0;

  constructor(model: Model, filter: RowFilter | null = null) {
    this.#model = model;
    this.#filter = filter;
  }

  /** How many there are, as of the last page. */
  get total(): number {
    return this.#order.length;
  }

  page(from: number, to: number, sort: TaskSort): TaskRow[] {
    this.#arrange(sort);
    const rows: TaskRow[] = [];
    for (let at = Math.max(0, from); at < Math.min(to, this.#order.length); at++) {
      rows.push(taskRow(this.#model, this.#order[at]! as TaskIndex));
    }
    return rows;
  }

  /** Sorts again only when the model or what is wanted of it changed. */
  #arrange(sort: TaskSort): void {
    const same = this.#sort?.by === sort.by && this.#sort.descending === sort.descending;
    const filterChanges = this.#filter?.changes ?? 0;
    if (same && this.#version === this.#model.version && this.#filterChanges === filterChanges) return;
    this.#sort = sort;
    this.#version = this.#model.version;
    this.#filterChanges = filterChanges;
    const order = this.#wanted();
    const compare = comparison(this.#model, sort.by);
    const sign = sort.descending ? -1 : 1;
    // One thread's tasks arrive in order of start: nothing to do for the sort that is there at first.
    const sorted = order.every((task, at) => at === 0 || sign * compare(order[at - 1]!, task) <= 0);
    this.#order = sorted ? order : order.sort((a, b) => sign * compare(a, b) || a - b);
  }

  #wanted(): Uint32Array<ArrayBuffer> {
    const { length } = this.#model.tables.tasks;
    const shown = this.#filter?.active ? this.#filter.shown() : null;
    if (shown === null) return Uint32Array.from({ length }, (_, task) => task);
    const wanted = new Uint32Array(this.#filter!.count());
    let at = 0;
    for (let task = 0; task < length; task++) if (shown[task] === Shown.match) wanted[at++] = task;
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
    startNs: tasks.startNs[task]!,
    endNs: endOf(model, task),
    ...timesOf(model, task),
    waits: tasks.suspensionCount[task]! - tasks.yieldCount[task]!,
  };
}

function comparison(model: Model, by: TaskSortKey): (a: number, b: number) => number {
  const { tasks } = model.tables;
  switch (by) {
    case 'label':
      return byText(model, (task) => labelOf(model, task));
    case 'state':
      return byText(model, (task) => stateOf(model, task));
    case 'place':
      return byPlace(model);
    case 'start':
      return byNumber(model, (task) => tasks.startNs[task]!);
    case 'duration':
      return byNumber(model, (task) => Math.min(tasks.endNs[task]!, model.endNs) - tasks.startNs[task]!);
    case 'waits':
      return byNumber(model, (task) => tasks.suspensionCount[task]! - tasks.yieldCount[task]!);
    case 'running':
      return byNumber(model, (task) => timesOf(model, task).runningNs);
    case 'ready':
      return byNumber(model, (task) => timesOf(model, task).readyNs);
    case 'suspended':
      return byNumber(model, (task) => timesOf(model, task).suspendedNs);
  }
}

/** Every key is worked out once, not once a comparison. */
function byNumber(model: Model, key: (task: number) => number): (a: number, b: number) => number {
  const keys = Float64Array.from({ length: model.tables.tasks.length }, (_, task) => key(task));
  return (a, b) => keys[a]! - keys[b]!;
}

function byText(model: Model, key: (task: number) => string): (a: number, b: number) => number {
  const keys = Array.from({ length: model.tables.tasks.length }, (_, task) => key(task));
  return (a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : 0);
}

/** By file, then line, then column; tasks of unknown place last. */
function byPlace(model: Model): (a: number, b: number) => number {
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
  return byNumber(model, (task) => rank.get(definitionOf(model, task)) ?? Number.MAX_SAFE_INTEGER);
}
