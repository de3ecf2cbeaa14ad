import { Outcome } from '../../../protocol/events.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';
import { quantile } from '../../quantile.ts';
import { setOf } from '../../rows/row-items.ts';
import type { Rows } from '../../rows/rows.ts';
import { inPieces, type Work } from '../../work.ts';
import { definitionOf, kindOf, labelOf, placeOf, starterOf } from '../labels.ts';
import { endOf, type Times, timesOf } from '../states.ts';
import type { FoldDetails, FoldError, FoldTask } from './fold-details-types.ts';
import { foldSentence } from './fold-sentence.ts';
import { foldWaits } from './fold-waits.ts';

/** How many different errors are listed. */
const ERRORS_SHOWN = 20;

/**
 * What the row of many tasks with this id stands for, even while it is hidden; null for the row of a single task, and if no task is left.
 * Changes during the computation may be missing.
 */
export function* foldDetails(model: Model, rows: Rows, id: number): Work<FoldDetails | null> {
  const set = setOf(id);
  if (set === null || rows.sizeOf(set) === 0) return null;
  const fold = rows.foldOf(set);
  // A copy, because more tasks may come meanwhile.
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

/** The longest, the shortest and the median task; of equal ones the first. */
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
