import { Outcome, type TaskKindName } from '../protocol/events.ts';
import type { TaskIndex } from '../protocol/units.ts';
import { foldSentence } from './fold-sentence.ts';
import { type FoldWait, foldWaits } from './fold-waits.ts';
import { definitionOf, kindOf, labelOf, placeOf, starterOf } from './labels.ts';
import type { Model } from './model.ts';
import { setOf } from './row-items.ts';
import type { Rows } from './rows.ts';
import { endOf, type Times, timesOf } from './states.ts';
import type { Grouping } from './task-sets.ts';
import type { FoldView, PlaceView } from './view-types.ts';

/** So many different errors are told of. */
const ERRORS_SHOWN = 20;

/** One of a fold's tasks, and how long it was, up to its end or the last moment known. */
export interface FoldTask {
  readonly task: TaskIndex;
  readonly label: string;
  readonly lengthNs: number;
  /** It goes on, or the program left it behind. */
  readonly isOpen: boolean;
}

/** What some of a fold's tasks were rejected with. */
export interface FoldError {
  /** `TypeError: x is not a function`; `rejected` where nothing is known of it. */
  readonly text: string;
  readonly count: number;
  /** The first of them. */
  readonly task: TaskIndex;
  readonly label: string;
}

/** What the inspector shows of a row that stands for many tasks. */
export interface FoldDetails extends Times {
  /** The row's `RowView.id`. */
  readonly id: number;
  readonly label: string;
  readonly grouping: Grouping;
  readonly size: number;
  /** A filter leaves out some of its tasks. */
  readonly isFiltered: boolean;
  /** Null while it has no row: what stands for it is closed, or too few of its tasks are left for one. */
  readonly collapsed: boolean | null;
  /** Null where its tasks need not be alike in that. */
  readonly kind: TaskKindName | null;
  readonly place: PlaceView | null;
  readonly parent: { readonly task: TaskIndex; readonly label: string } | null;
  readonly states: FoldView['states'];
  readonly failedBelow: number;
  readonly startNs: number;
  /** Null while one of them is not over. */
  readonly endNs: number | null;
  readonly readyExact: boolean;
  readonly longest: FoldTask;
  readonly median: FoldTask;
  readonly shortest: FoldTask;
  /** The most frequent first. */
  readonly errors: readonly FoldError[];
  readonly waitCount: number;
  readonly waits: readonly FoldWait[];
  /** What it stands for, in a few sentences. */
  readonly sentence: string;
}

/** What a row of many tasks stands for, by its id, also while it is hidden; null for one task, and where none is left. */
export function foldDetails(model: Model, rows: Rows, id: number): FoldDetails | null {
  const set = setOf(id);
  if (set === null || rows.sizeOf(set) === 0) return null;
  const fold = rows.foldOf(set);
  const first = fold.tasks[0]!;
  const { grouping } = rows;
  const isAlike = grouping === 'tree' || grouping === 'function';
  const starter = grouping === 'tree' ? starterOf(model, first) : -1;
  const { states, startNs, endNs } = fold.totals;
  const { waits, count } = foldWaits(model, fold.tasks);
  const details = {
    id,
    label: rows.setLabel(set),
    grouping,
    size: fold.tasks.length,
    isFiltered: rows.filter.active,
    collapsed: rows.rowOf(id) === null ? null : rows.isCollapsed(id),
    kind: isAlike ? kindOf(model, first) : null,
    place: isAlike ? placeOf(model, definitionOf(model, first)) : null,
    parent: starter < 0 ? null : { task: starter as TaskIndex, label: labelOf(model, starter) },
    states,
    failedBelow: rows.failedBelow(set),
    startNs,
    endNs,
    ...timesTogether(model, fold.tasks),
    readyExact: waits.every((wait) => wait.readyExact),
    ...extremes(model, fold.tasks),
    errors: errorsOf(model, fold.tasks),
    waitCount: count,
    waits,
  };
  return { ...details, sentence: foldSentence(details) };
}

function timesTogether(model: Model, members: Int32Array): Times {
  const sums = { runningNs: 0, readyNs: 0, suspendedNs: 0 };
  for (const task of members) {
    const { runningNs, readyNs, suspendedNs } = timesOf(model, task);
    sums.runningNs += runningNs;
    sums.readyNs += readyNs;
    sums.suspendedNs += suspendedNs;
  }
  return sums;
}

/** The longest, the shortest, and the one in the middle; of equals the first. */
function extremes(model: Model, members: Int32Array): Pick<FoldDetails, 'longest' | 'median' | 'shortest'> {
  const { startNs, endNs } = model.tables.tasks;
  const lengths = Float64Array.from(members, (task) => Math.min(endNs[task]!, model.endNs) - startNs[task]!);
  const sorted = lengths.toSorted();
  const oneOf = (lengthNs: number): FoldTask => {
    const task = members[lengths.indexOf(lengthNs)]! as TaskIndex;
    return { task, label: labelOf(model, task), lengthNs, isOpen: endOf(model, task) === null };
  };
  return {
    longest: oneOf(sorted.at(-1)!),
    median: oneOf(sorted[Math.floor((sorted.length - 1) / 2)]!),
    shortest: oneOf(sorted[0]!),
  };
}

function errorsOf(model: Model, members: Int32Array): FoldError[] {
  const { tasks, errors } = model.tables;
  const found = new Map<string, { text: string; count: number; task: number }>();
  for (const task of members) {
    if (tasks.outcome[task] !== Outcome.rejected) continue;
    const error = errors.get(task);
    const text =
      error === undefined ? 'rejected' : [error.name, error.message].filter((part) => part !== '').join(': ');
    const known = found.get(text);
    if (known === undefined) found.set(text, { text, count: 1, task });
    else known.count++;
  }
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, ERRORS_SHOWN)
    .map((one) => ({ ...one, task: one.task as TaskIndex, label: labelOf(model, one.task) }));
}
