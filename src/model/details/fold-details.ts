import { Outcome, type TaskKindName } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import { quantile } from '../quantile.ts';
import { setOf } from '../rows/row-items.ts';
import type { Rows } from '../rows/rows.ts';
import type { Grouping } from '../rows/task-sets.ts';
import type { FoldView, PlaceView } from '../view-types.ts';
import { inPieces, type Work } from '../work.ts';
import { foldSentence } from './fold-sentence.ts';
import { type FoldWait, foldWaits } from './fold-waits.ts';
import { definitionOf, kindOf, labelOf, placeOf, starterOf } from './labels.ts';
import { endOf, type Times, timesOf } from './states.ts';

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
interface FoldError {
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
  /** How many tasks the row hides besides them; 0 while it is open. */
  readonly hidden: number;
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

/**
 * What a row of many tasks stands for, by its id, also while it is hidden; null for one task, and where none is left. What
 * changes meanwhile may be told as it was.
 */
export function* foldDetails(model: Model, rows: Rows, id: number): Work<FoldDetails | null> {
  const set = setOf(id);
  if (set === null || rows.sizeOf(set) === 0) return null;
  const fold = rows.foldOf(set);
  // More may come in between.
  const members = fold.tasks.slice();
  const first = members[0]!;
  const { grouping } = rows;
  const isAlike = grouping === 'tree' || grouping === 'function';
  const starter = grouping === 'tree' ? starterOf(model, first) : -1;
  const { states, startNs, endNs } = fold.totals;
  const collapsed = rows.rowOf(id) === null ? null : rows.isCollapsed(id);
  const hidden = collapsed === true ? rows.hiders.hiddenIn(id) : 0;
  const failedBelow = rows.failedBelow(set);
  const { waits, count } = yield* foldWaits(model, members);
  const times = yield* timesTogether(model, members);
  const details = {
    id,
    label: rows.setLabel(set),
    grouping,
    size: members.length,
    isFiltered: rows.filter.active,
    collapsed,
    kind: isAlike ? kindOf(model, first) : null,
    place: isAlike ? placeOf(model, definitionOf(model, first)) : null,
    parent: starter < 0 ? null : { task: starter as TaskIndex, label: labelOf(model, starter) },
    states,
    hidden,
    failedBelow,
    startNs,
    endNs,
    ...times,
    readyExact: waits.every((wait) => wait.readyExact),
    ...(yield* extremes(model, members)),
    errors: yield* errorsOf(model, members),
    waitCount: count,
    waits,
  };
  return { ...details, sentence: foldSentence(details) };
}

function* timesTogether(model: Model, members: Int32Array): Work<Times> {
  const sums = { runningNs: 0, readyNs: 0, suspendedNs: 0 };
  yield* inPieces(members.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const { runningNs, readyNs, suspendedNs } = timesOf(model, members[at]!);
      sums.runningNs += runningNs;
      sums.readyNs += readyNs;
      sums.suspendedNs += suspendedNs;
    }
  });
  return sums;
}

/** The longest, the shortest, and the one in the middle; of equals the first. */
function* extremes(
  model: Model,
  members: Int32Array,
): Work<Pick<FoldDetails, 'longest' | 'median' | 'shortest'>> {
  const { startNs, endNs } = model.tables.tasks;
  const nowNs = model.endNs;
  const lengths = new Float64Array(members.length);
  for (let at = 0; at < members.length; at++)
    lengths[at] = Math.min(endNs.get(members[at]!), nowNs) - startNs.get(members[at]!);
  yield;
  const mixed = lengths.slice();
  const lengthAt = (part: number): number => quantile(mixed, part);
  const oneOf = (lengthNs: number): FoldTask => {
    const task = members[lengths.indexOf(lengthNs)]! as TaskIndex;
    return { task, label: labelOf(model, task), lengthNs, isOpen: endOf(model, task) === null };
  };
  return {
    longest: oneOf(lengthAt(1)),
    median: oneOf(lengthAt(0.5)),
    shortest: oneOf(lengthAt(0)),
  };
}

function* errorsOf(model: Model, members: Int32Array): Work<FoldError[]> {
  const { tasks, errors } = model.tables;
  const found = new Map<string, { text: string; count: number; task: number }>();
  const add = (task: number): void => {
    if (tasks.outcome.get(task) !== Outcome.rejected) return;
    const error = errors.get(task);
    const text =
      error === undefined ? 'rejected' : [error.name, error.message].filter((part) => part !== '').join(': ');
    const known = found.get(text);
    if (known === undefined) found.set(text, { text, count: 1, task });
    else known.count++;
  };
  yield* inPieces(members.length, (from, to) => {
    for (let at = from; at < to; at++) add(members[at]!);
  });
  return [...found.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, ERRORS_SHOWN)
    .map((one) => ({ ...one, task: one.task as TaskIndex, label: labelOf(model, one.task) }));
}
