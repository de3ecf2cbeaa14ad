// What every marker is made of: a task begins, suspends, goes on.

import { RecordType, type TaskKind } from '../../protocol/events.ts';
import { putOf } from '../sending/writer.ts';
import { currentTask, pop, push, resumesTask } from '../tasks/context.ts';
import { lookAtSignal } from '../tasks/signals.ts';
import { Task } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';

let lastId = 0;
export const nextTaskId = (): number => ++lastId;
/** Whether any of the program's own code has run. */
export const hasBegun = (): boolean => lastId > 0;

export function begin(kind: TaskKind, site: number, parent = currentTask(), flags = 0): Task {
  const task = new Task(nextTaskId(), kind);
  const argument = ((kind | flags) << 20) | site;
  putOf(RecordType.enter | (argument << 8), task.id, parent === null ? 0 : parent.id, false);
  push(task);
  return task;
}

export function suspend(task: Task, site: number, kind: number, detail: number, isBehind = false): void {
  putOf(RecordType.suspend | (((kind << 20) | site) << 8), task.id, detail, isBehind);
  // After the record: if the program's stack is full, writing that throws.
  task.state = State.suspended;
  pop(task);
}

/** A task goes on after an await, which is in a job of its own. */
export function resume(task: Task): void {
  putOf(RecordType.resume, task.id, 0, resumesTask(task));
  task.state = State.running;
  push(task);
  if (task.rarely !== null) lookAtSignal(task, task.rarely);
}
