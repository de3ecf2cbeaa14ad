// When things that a person can name happened: a line was written, a task ended, a task was resumed; and for how long a task
// was in each state.

import type { Prediction } from '../../protocol/lesson.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { labelOf, nameOf } from '../details/labels.ts';
import { endOf, timesOf } from '../details/states.ts';
import { consoleLines } from '../details/written.ts';
import type { Model } from '../model.ts';

/** When one of several things happened, or for how long. */
export interface Happening {
  readonly text: string;
  /** Its place among those that happened, from 0; null when it did not happen. */
  readonly place: number | null;
  readonly ns: number | null;
  /** The task it is, where it is one. */
  readonly task: TaskIndex | null;
}

/** Whether a person means this task: by its name or label, or by its label with more arguments than they gave. */
function isCalled(model: Model, task: number, text: string): boolean {
  if (nameOf(model, task) === text) return true;
  const label = labelOf(model, task);
  return label === text || (text.endsWith(')') && label.startsWith(`${text.slice(0, -1)},`));
}

/** The first task that is called this; null when there is none. */
export function taskCalled(model: Model, text: string): TaskIndex | null {
  for (let task = 0; task < model.tables.tasks.length; task += 1) {
    if (isCalled(model, task, text)) return task as TaskIndex;
  }
  return null;
}

/** What is asked of a recording: `Prediction` without its words. */
export type Question = Pick<Prediction, 'of' | 'task'> & { readonly texts: readonly string[] };

/** When each of the texts came true in this recording, or for how long it was true of a task, in the order given. */
export function happenings(model: Model, { of, task, texts }: Question): readonly Happening[] {
  const found = texts.map((text) => {
    if (of === 'output') return written(model, text);
    return of === 'longest' ? spent(model, task ?? '', text) : done(model, of, text);
  });
  // What was written in one breath has one time: there the line's number decides.
  const order = found.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
  return found.map((each, index) => ({
    text: texts[index] as string,
    place: each.rank === null ? null : order.indexOf(each),
    ns: each.ns,
    task: each.task,
  }));
}

interface Found {
  readonly rank: number | null;
  readonly ns: number | null;
  readonly task: TaskIndex | null;
}

const NEVER: Found = { rank: null, ns: null, task: null };

function written(model: Model, text: string): Found {
  const lines = consoleLines(model, 0, model.tables.console.length);
  const rank = lines.findIndex((line) => line.text === text);
  return rank < 0 ? NEVER : { rank, ns: lines[rank]!.timeNs, task: lines[rank]!.by?.task ?? null };
}

function done(model: Model, of: 'ends' | 'wakes', text: string): Found {
  const task = taskCalled(model, text);
  const atNs = task === null ? null : of === 'ends' ? endOf(model, task) : firstResumed(model, task);
  return { rank: atNs, ns: atNs, task };
}

/** For how long a task was in the state of this name: the longest comes first. */
function spent(model: Model, name: string, state: string): Found {
  const task = taskCalled(model, name);
  if (task === null) return NEVER;
  const { runningNs, readyNs, suspendedNs } = timesOf(model, task);
  const ns = { running: runningNs, ready: readyNs, suspended: suspendedNs }[state] ?? 0;
  return ns === 0 ? NEVER : { rank: -ns, ns, task };
}

/** When a task ran for the second time: null for one that was never suspended, or never resumed. */
function firstResumed(model: Model, task: number): number | null {
  const { runs, tasks } = model.tables;
  const second = runs.next.get(tasks.firstRun.get(task));
  return second < 0 ? null : runs.fromNs.get(second);
}
