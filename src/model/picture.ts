import { OUTCOME_NAMES } from '../protocol/events.ts';
import type { RowIndex, TaskIndex } from '../protocol/units.ts';
import { consoleMarks } from './console-marks.ts';
import { counterLanes } from './counter-lanes.ts';
import { countersAt, countersNow } from './counters.ts';
import { density } from './density.ts';
import { kindOf, labelOf } from './labels.ts';
import { linksOf } from './links.ts';
import { loopLane } from './loop-lane.ts';
import { mergeStretches } from './merge.ts';
import type { Model } from './model.ts';
import type { Rows } from './rows.ts';
import { endOf, stateOf } from './states.ts';
import { StretchList } from './stretch-list.ts';
import { runAt as runIn, stateAt, timelines } from './timeline.ts';
import type { Density, Picture, PictureRequest, RowView } from './view-types.ts';

/** The width of a density's bins, in pixels. */
const BIN_PX = 2;
/** Marks of the console closer than this are one. */
const MARK_PX = 6;

/**
 * What the chart shows of a window: rows with their captions, their stretches and the loop's turns, merged below a
 * pixel. The `count`s of the stretches add up to all that touch the window in these rows.
 */
export function picture(model: Model, rows: Rows, request: PictureRequest): Picture {
  const nsPerPx = Math.max(1e-3, (request.toNs - request.fromNs) / Math.max(1, request.widthPx));
  const views: RowView[] = [];
  const stretches = new StretchList();
  const densities = new Map<number, Density>();
  const rowCount = rows.count;
  const toRow = Math.min(request.toRow, rowCount);
  for (let row = Math.max(0, request.fromRow); row < toRow; row++) {
    const view = rowView(model, rows, row as RowIndex);
    views.push(view);
    if (view.fold !== null) {
      const fold = rows.foldOf(view.fold.set);
      densities.set(row, density(model, timelines(model), fold, request, BIN_PX * nsPerPx));
      continue;
    }
    mergeStretches(
      timelines(model).get(model, view.task),
      row,
      request.fromNs,
      request.toNs,
      nsPerPx,
      stretches,
    );
  }
  return {
    request,
    endNs: model.endNs,
    rowCount,
    rows: views,
    stretches: stretches.take(),
    densities,
    loop: loopLane(model, request.fromNs, request.toNs, nsPerPx),
    console: consoleMarks(model, request.fromNs, request.toNs, MARK_PX * nsPerPx),
    links:
      request.links === undefined ? [] : linksOf(model, rows, request.links, request.fromNs, request.toNs),
    counters: request.atNs === undefined ? countersNow(model) : countersAt(model, request.atNs),
    counterLanes: request.counters === true ? counterLanes(model, request, BIN_PX * nsPerPx) : null,
  };
}

/** The run that a task is in at a time, or whose wait it is in; -1 before it began and after it ended. */
export function runAt(model: Model, task: TaskIndex, atNs: number): number {
  return runIn(model, timelines(model), task, atNs);
}

/** One row's caption and extent, as of the rows' moment. */
export function rowView(model: Model, rows: Rows, row: RowIndex): RowView {
  const set = rows.setAt(row);
  if (set !== null) return foldRow(model, rows, row, set);
  const { tasks } = model.tables;
  const task = rows.taskAt(row);
  const endNs = endOf(model, task);
  const then =
    rows.untilNs < (endNs ?? model.endNs) ? stateAt(model, timelines(model), task, rows.untilNs) : null;
  return {
    row,
    id: task,
    task,
    fold: null,
    depth: rows.depthAt(row),
    label: labelOf(model, task),
    kind: kindOf(model, task),
    childCount: rows.isNested ? tasks.childCount[task]! : 0,
    collapsed: rows.isCollapsed(task),
    startNs: tasks.startNs[task]!,
    endNs: then === null ? endNs : null,
    outcome: then === null ? OUTCOME_NAMES[tasks.outcome[task]!]! : 'pending',
    state: then ?? stateOf(model, task),
  };
}

/** A fold is as far as the one of its tasks that is furthest from its end. */
function foldRow(model: Model, rows: Rows, row: RowIndex, set: number): RowView {
  const task = rows.taskAt(row);
  const { states, startNs, endNs } = rows.foldOf(set).totals;
  const size = rows.sizeOf(set);
  const state = FOLD_STATES.find((name) => states[name] > 0) ?? 'fulfilled';
  return {
    row,
    id: -1 - set,
    task,
    fold: { set, size, states, failedBelow: rows.failedBelow(set) },
    depth: rows.depthAt(row),
    label: rows.setLabel(set),
    kind: kindOf(model, task),
    childCount: size,
    collapsed: rows.isCollapsed(-1 - set),
    startNs,
    endNs,
    outcome: OUTCOME_NAMES.find((name) => name === state) ?? 'pending',
    state,
  };
}

/** What a fold is called by: first what goes on, then what went wrong. */
const FOLD_STATES = [
  'running',
  'ready',
  'suspended',
  'rejected',
  'cancelled',
  'pending',
  'fulfilled',
] as const;
