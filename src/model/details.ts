import { LOOP_PHASE_NAMES } from '../protocol/events.ts';
import type { TaskIndex } from '../protocol/units.ts';
import { definitionOf, kindOf, labelOf, nameOf, placeOf, starterOf } from './labels.ts';
import type { Model } from './model.ts';
import { RunFlag } from './runs.ts';
import { sentenceOf } from './sentence.ts';
import { endOf, outcomeOf, stateOf, timesOf } from './states.ts';
import { threadView } from './thread-view.ts';
import type { TaskDetails, WaitView } from './view-types.ts';
import { waitView } from './wait-view.ts';

/** How many waits, runs and children the details of a task list; their counts tell of all. */
export const WAITS_SHOWN = 500;
export const RUNS_SHOWN = 500;
export const CHILDREN_SHOWN = 200;

/** All that the inspector shows of one task. Throws a RangeError for a task that the model does not have. */
export function taskDetails(model: Model, task: TaskIndex): TaskDetails {
  const { tasks, threads, errors } = model.tables;
  if (!(task >= 0 && task < tasks.length)) throw new RangeError(`There is no task ${task}.`);
  const parent = starterOf(model, task);
  return {
    task,
    label: labelOf(model, task),
    name: nameOf(model, task),
    kind: kindOf(model, task),
    place: placeOf(model, definitionOf(model, task)),
    parent: parent < 0 ? null : { task: parent as TaskIndex, label: labelOf(model, parent) },
    thread: threads.all.length > 1 ? threadView(model, threads.ofStream(tasks.stream[task]!)) : null,
    startedThreads: threads.all.flatMap(({ starter }, index) =>
      starter === task ? [threadView(model, index)] : [],
    ),
    children: childrenOf(model, task),
    childCount: tasks.childCount[task]!,
    startNs: tasks.startNs[task]!,
    endNs: endOf(model, task),
    outcome: outcomeOf(model, task),
    state: stateOf(model, task),
    error: errors.get(task) ?? null,
    ...timesOf(model, task),
    runs: runsOf(model, task),
    runCount: tasks.runCount[task]!,
    waits: waitsOf(model, task, WAITS_SHOWN),
    waitCount: tasks.suspensionCount[task]!,
    sentence: sentenceOf(model, task),
  };
}

/** A task's waits in order, yields among them, at most `limit`. */
export function waitsOf(model: Model, task: number, limit: number): WaitView[] {
  const { tasks, runs } = model.tables;
  const waits: WaitView[] = [];
  for (let run = tasks.firstRun[task]!; run >= 0 && waits.length < limit; run = runs.next[run]!) {
    if ((runs.flags[run]! & RunFlag.wait) !== 0) waits.push(waitView(model, run));
  }
  return waits;
}

function childrenOf(model: Model, task: number): TaskDetails['children'] {
  const { tasks } = model.tables;
  const children: TaskDetails['children'][number][] = [];
  for (
    let child = tasks.firstChild[task]!;
    child >= 0 && children.length < CHILDREN_SHOWN;
    child = tasks.nextSibling[child]!
  ) {
    children.push({
      task: child as TaskIndex,
      label: labelOf(model, child),
      outcome: outcomeOf(model, child),
    });
  }
  return children;
}

function runsOf(model: Model, task: number): TaskDetails['runs'] {
  const { tasks, runs } = model.tables;
  const { turns } = model.streamOf(task);
  const views: TaskDetails['runs'][number][] = [];
  for (let run = tasks.firstRun[task]!; run >= 0 && views.length < RUNS_SHOWN; run = runs.next[run]!) {
    const toNs = runs.toNs[run]!;
    views.push({
      fromNs: runs.fromNs[run]!,
      toNs: toNs === Number.POSITIVE_INFINITY ? null : toNs,
      phase: LOOP_PHASE_NAMES[turns.phase[runs.turn[run]!]!] ?? 'other',
    });
  }
  return views;
}
