// When something happened that the user can name: a line was written, a task ended, a task was resumed. And how long a task was in each
// state.

import type { Prediction } from '../../protocol/lesson.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { labelOf, nameOf } from '../details/labels.ts';
import { endOf, timesOf } from '../details/states.ts';
import { consoleLines } from '../details/written.ts';
import type { Model } from '../model.ts';
import { allOf, type Work } from '../work.ts';

/** How many tasks' names and labels to look at before other questions may be answered: 2 to 4 ms. */
const TASKS_AT_ONCE = 8192;

/** When one of several things happened, or how long it lasted. */
export interface Happening {
  readonly text: string;
  /** Its position among those that happened, from 0; null if it did not happen. */
  readonly place: number | null;
  readonly ns: number | null;
  /** The task that it is about, if any. */
  readonly task: TaskIndex | null;
}

/** Whether a text names this task: by its name, its label, or the beginning of its label's arguments. */
function isCalled(model: Model, task: number, text: string): boolean {
  if (nameOf(model, task) === text) return true;
  const label = labelOf(model, task);
  return label === text || (text.endsWith(')') && label.startsWith(`${text.slice(0, -1)},`));
}

/** The first task with this name or label; null if there is none. */
export function* findTaskCalled(model: Model, text: string): Work<TaskIndex | null> {
  const { length } = model.tables.tasks;
  for (let task = 0; task < length; task++) {
    if (isCalled(model, task, text)) return task as TaskIndex;
    if (task % TASKS_AT_ONCE === TASKS_AT_ONCE - 1) yield;
  }
  return null;
}

/** The same, computed at once. */
export const taskCalled = (...of: Parameters<typeof findTaskCalled>): TaskIndex | null =>
  allOf(findTaskCalled(...of));

/** A question to a recording: a `Prediction` without its words. */
export type Question = Pick<Prediction, 'of' | 'task'> & { readonly texts: readonly string[] };

/** For each text, in the given order, when it came true in this recording, or for how long it was true of a task. */
export function* findHappenings(model: Model, { of, task, texts }: Question): Work<readonly Happening[]> {
  const found: Found[] = [];
  if (of === 'longest') {
    const called = yield* findTaskCalled(model, task ?? '');
    for (const text of texts) found.push(spent(model, called, text));
  } else
    for (const text of texts)
      found.push(yield* of === 'output' ? written(model, text) : done(model, of, text));
  // Lines that were written together have the same time: then the line's number decides.
  const order = found.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
  return found.map((each, index) => ({
    text: texts[index] as string,
    place: each.rank === null ? null : order.indexOf(each),
    ns: each.ns,
    task: each.task,
  }));
}

/** The same, computed at once. */
export const happenings = (...of: Parameters<typeof findHappenings>): readonly Happening[] =>
  allOf(findHappenings(...of));

interface Found {
  readonly rank: number | null;
  readonly ns: number | null;
  readonly task: TaskIndex | null;
}

const NEVER: Found = { rank: null, ns: null, task: null };

function* written(model: Model, text: string): Work<Found> {
  const rank = yield* model.tables.console.findText(text);
  if (rank < 0) return NEVER;
  const [line] = consoleLines(model, rank, rank + 1);
  return { rank, ns: line!.timeNs, task: line!.by?.task ?? null };
}

function* done(model: Model, of: 'ends' | 'wakes', text: string): Work<Found> {
  const task = yield* findTaskCalled(model, text);
  const atNs = task === null ? null : of === 'ends' ? endOf(model, task) : firstResumed(model, task);
  return { rank: atNs, ns: atNs, task };
}

/** For how long a task was in the state with this name. The longest ranks first. */
function spent(model: Model, task: TaskIndex | null, state: string): Found {
  if (task === null) return NEVER;
  const { runningNs, readyNs, suspendedNs } = timesOf(model, task);
  const ns = { running: runningNs, ready: readyNs, suspended: suspendedNs }[state] ?? 0;
  return ns === 0 ? NEVER : { rank: -ns, ns, task };
}

/** When a task was first resumed; null if it never was. */
function firstResumed(model: Model, task: number): number | null {
  const { runs, tasks } = model.tables;
  const second = runs.next.get(tasks.firstRun.get(task));
  return second < 0 ? null : runs.fromNs.get(second);
}
