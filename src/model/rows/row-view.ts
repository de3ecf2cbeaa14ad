import { OUTCOME_NAMES } from '../../protocol/events.ts';
import type { RowIndex, ThreadIndex } from '../../protocol/units.ts';
import { labelOf } from '../details/labels.ts';
import { endOf, stateOf } from '../details/states.ts';
import { threadState, threadView } from '../details/threads/thread-view.ts';
import type { Model } from '../model.ts';
import { stateAt, timelines } from '../picture/timeline.ts';
import type { RowView } from '../view-types.ts';
import { setItem, setOf, threadItem, threadOf } from './row-items.ts';
import { rowTreeOf } from './row-tree.ts';
import type { Rows } from './rows.ts';

/** Whether the row with this id hides what is below it; null if nothing is below it, or it has no row. */
export function collapsedOf(model: Model, rows: Rows, id: number): boolean | null {
  const row = rows.rowOf(id);
  if (row === null) return null;
  const { childCount, collapsed } = rowView(model, rows, row);
  return childCount > 0 ? collapsed : null;
}

/** When the item with this id began and ended (null while it goes on), even if it has no row now; null if it does not exist. */
export function extentOf(
  model: Model,
  rows: Rows,
  id: number,
): { readonly startNs: number; readonly endNs: number | null } | null {
  const { tasks, threads } = model.tables;
  const set = setOf(id);
  if (set !== null) return rows.sizeOf(set) === 0 ? null : rows.foldOf(set).totals;
  const thread = threadOf(id);
  if (thread !== null) return thread in threads.all ? threadView(model, thread) : null;
  return id < tasks.length ? { startNs: tasks.startNs.get(id), endNs: endOf(model, id) } : null;
}

/** One row's caption and extent, as of the rows' moment. */
export function rowView(model: Model, rows: Rows, row: RowIndex): RowView {
  const set = rows.setAt(row);
  if (set !== null) return foldRow(rows, row, set);
  const { tasks } = model.tables;
  const thread = rows.threadAt(row);
  if (thread !== null) return threadRow(model, rows, row, thread);
  const task = rows.taskAt(row)!;
  const endNs = endOf(model, task);
  const then =
    rows.untilNs < (endNs ?? model.endNs) ? stateAt(model, timelines(model), task, rows.untilNs) : null;
  return {
    row,
    id: task,
    task,
    fold: null,
    thread: null,
    depth: rows.depthAt(row),
    label: labelOf(model, task),
    childCount: rows.isNested ? rowTreeOf(model).countBelow(task) + rows.barsBelow(row) : 0,
    ...hiding(rows, task),
    hiddenFailures: rows.hidden.count(row),
    startNs: tasks.startNs.get(task),
    endNs: then === null ? endNs : null,
    outcome: then === null ? OUTCOME_NAMES[tasks.outcome.get(task)]! : 'pending',
    state: then ?? stateOf(model, task),
  };
}

/** Whether a row is collapsed and how many tasks it hides. An open row hides none, so the hidden tasks need not be gathered for it. */
export function hiding(rows: Rows, id: number): Pick<RowView, 'collapsed' | 'hidden'> {
  const collapsed = rows.isCollapsed(id);
  return { collapsed, hidden: collapsed ? rows.hiders.hiddenIn(id) : 0 };
}

/** A thread's row as of the rows' moment: a thread that ended later still runs. */
function threadRow(model: Model, rows: Rows, row: RowIndex, index: ThreadIndex): RowView {
  const now = threadView(model, index);
  const thread =
    rows.untilNs < (now.endNs ?? 0) ? { ...now, endNs: null, exitCode: null, signal: null } : now;
  const state = threadState(model, thread);
  const isBare = thread.kind === 'process' && thread.tasks === null;
  return {
    row,
    id: threadItem(index),
    task: null,
    fold: null,
    thread,
    depth: rows.depthAt(row),
    // An untraced process stands below the task that started it, so its label need not say what it is.
    label: isBare ? thread.command || thread.name : thread.label,
    childCount: thread.tasks ?? 0,
    ...hiding(rows, threadItem(index)),
    hiddenFailures: rows.hidden.count(row),
    startNs: thread.startNs,
    endNs: thread.endNs,
    outcome: OUTCOME_NAMES.find((name) => name === state) ?? 'pending',
    state,
  };
}

/** A fold has the state of whichever of its tasks is furthest from its end. */
function foldRow(rows: Rows, row: RowIndex, set: number): RowView {
  const { states, startNs, endNs } = rows.foldOf(set).totals;
  const size = rows.sizeOf(set);
  const state = FOLD_STATES.find((name) => states[name] > 0) ?? 'fulfilled';
  return {
    row,
    id: setItem(set),
    task: rows.taskAt(row),
    fold: { set, size, states },
    thread: null,
    depth: rows.depthAt(row),
    label: rows.setLabel(set),
    childCount: size,
    ...hiding(rows, setItem(set)),
    hiddenFailures: rows.hidden.count(row),
    startNs,
    endNs,
    outcome: OUTCOME_NAMES.find((name) => name === state) ?? 'pending',
    state,
  };
}

/** A fold's state is the first of these that any of its tasks has: first those that go on, then those that went wrong. */
const FOLD_STATES = [
  'running',
  'ready',
  'suspended',
  'rejected',
  'cancelled',
  'pending',
  'fulfilled',
] as const;
