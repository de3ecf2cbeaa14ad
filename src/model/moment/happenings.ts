// When things that a person can name happened: a line was written, a task ended, a task was resumed.

import type { Prediction } from '../../protocol/lesson.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import { labelOf, nameOf } from '../details/labels.ts';
import { endOf } from '../details/states.ts';
import type { Model } from '../model.ts';

/** When one of several things happened. */
export interface Happening {
  readonly text: string;
  /** Its place among those that happened, from 0; null when it did not happen. */
  readonly place: number | null;
  readonly atNs: number | null;
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

/** When each of the texts came true in this recording, in the order given. */
export function happenings(
  model: Model,
  of: Prediction['of'],
  texts: readonly string[],
): readonly Happening[] {
  const found = texts.map((text) => (of === 'output' ? written(model, text) : done(model, of, text)));
  // What was written in one breath has one time: there the line's number decides.
  const order = found.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
  return found.map((each, index) => ({
    text: texts[index] as string,
    place: each.rank === null ? null : order.indexOf(each),
    atNs: each.atNs,
    task: each.task,
  }));
}

interface Found {
  readonly rank: number | null;
  readonly atNs: number | null;
  readonly task: TaskIndex | null;
}

function written(model: Model, text: string): Found {
  const lines = model.consoleLines(0, model.tables.console.length);
  const rank = lines.findIndex((line) => line.text === text);
  return rank < 0 ? { rank: null, atNs: null, task: null } : { rank, atNs: lines[rank]!.timeNs, task: null };
}

function done(model: Model, of: 'ends' | 'wakes', text: string): Found {
  const task = taskCalled(model, text);
  const atNs = task === null ? null : of === 'ends' ? endOf(model, task) : firstResumed(model, task);
  return { rank: atNs, atNs, task };
}

/** When a task ran for the second time: null for one that was never suspended, or never resumed. */
function firstResumed(model: Model, task: number): number | null {
  const { runs, tasks } = model.tables;
  const second = runs.next[tasks.firstRun[task]!]!;
  return second < 0 ? null : runs.fromNs[second]!;
}
