import type { TaskIndex } from '../../protocol/units.ts';
import { countWhile } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { timelines } from '../picture/timeline.ts';
import { RunFlag } from '../tables/runs.ts';
import { spanOf } from '../tables/spans.ts';
import { taskRow } from '../totals/table.ts';
import type { TaskDetails, TaskRow, TaskWait } from '../view-types.ts';
import { allOf, type Work } from '../work.ts';
import { findBlame } from './blame.ts';
import { definitionOf, kindOf, labelOf, placeOf, siteRow, starterOf } from './labels.ts';
import { findSentence } from './sentence.ts';
import { endOf, stateOf, suspensionsOf, timesOf } from './states.ts';
import { threadView } from './threads/thread-view.ts';
import { summariseWaits } from './wait-summary.ts';
import { waitView } from './wait-view.ts';
import { writtenCount } from './written.ts';

/** Children skipped before other questions may be answered: 1 ms. */
const CHILDREN_AT_ONCE = 32_768;

/** What the inspector shows of one task at once. Throws a RangeError for a task that the model does not have. */
export function* findDetails(model: Model, task: TaskIndex): Work<TaskDetails> {
  const { tasks, threads, errors } = model.tables;
  if (!(task >= 0 && task < tasks.length)) throw new RangeError(`There is no task ${task}.`);
  const parent = starterOf(model, task);
  const waits = yield* summariseWaits(model, task);
  const sentence = yield* findSentence(model, task, waits);
  return {
    task,
    label: labelOf(model, task),
    kind: kindOf(model, task),
    place: placeOf(model, definitionOf(model, task)),
    parent: parent < 0 ? null : { task: parent as TaskIndex, label: labelOf(model, parent) },
    thread: threads.withLoop > 1 ? threadView(model, threads.ofStream(tasks.stream.get(task))) : null,
    startedThreads: threads.all.flatMap(({ starter }, index) =>
      starter === task ? [threadView(model, index)] : [],
    ),
    childCount: tasks.childCount.get(task),
    startNs: tasks.startNs.get(task),
    endNs: endOf(model, task),
    state: stateOf(model, task),
    error: errors.get(task) ?? null,
    span: spanOf(model, task),
    ...timesOf(model, task, model.nowNs),
    readyExact: waits.readyExact,
    runCount: tasks.runCount.get(task),
    writtenCount: writtenCount(model, task),
    waitCount: suspensionsOf(model, task),
    waitPlaces: [...waits.sites].flatMap((site) => placeOf(model, siteRow(model, task, site)) ?? []),
    openWait: waits.open < 0 ? null : waitView(model, waits.open),
    sentence,
  };
}

/** The same, computed at once. */
export const taskDetails = (model: Model, task: TaskIndex): TaskDetails => allOf(findDetails(model, task));

/** A task's waits `from` to `to` (exclusive) in order, including yields. */
export function* findWaits(model: Model, task: number, from: number, to: number): Work<TaskWait[]> {
  const { runs } = model.tables;
  yield* timelines(model).preparing(model, task);
  const line = timelines(model).get(model, task);
  const first = countWhile(line.length, (at) => line.waitsBefore[at]! < from);
  const waits: TaskWait[] = [];
  let number = Math.max(0, from);
  for (
    let run = first < line.length ? line.run[first]! : -1;
    run >= 0 && number < to;
    run = runs.next.get(run)
  )
    if ((runs.flags.get(run) & RunFlag.wait) !== 0) waits.push(yield* findWait(model, run, number++));
  return waits;
}

/** The same, computed at once. */
export const waitsOf = (...of: Parameters<typeof findWaits>): TaskWait[] => allOf(findWaits(...of));

/** The wait that a run ended in; `number` is its number among its task's waits, from 0. */
export function* findWait(model: Model, run: number, number: number): Work<TaskWait> {
  return { number, wait: waitView(model, run), blame: yield* findBlame(model, run) };
}

/** The tasks that a task started, `from` to `to` (exclusive) in order of start. */
export function* findChildren(model: Model, task: number, from: number, to: number): Work<TaskRow[]> {
  const { tasks } = model.tables;
  const children: TaskRow[] = [];
  let number = 0;
  for (let child = tasks.firstChild(task); child >= 0 && number < to; child = tasks.nextSibling(child)) {
    if (number++ >= from) children.push(taskRow(model, child as TaskIndex));
    if (number % CHILDREN_AT_ONCE === 0) yield;
  }
  return children;
}

/** The same, computed at once. */
export const childrenOf = (...of: Parameters<typeof findChildren>): TaskRow[] => allOf(findChildren(...of));
