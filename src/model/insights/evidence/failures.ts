// How an error came to a task: what it was, and through whom it went.

import { AwaitedKind, Outcome } from '../../../protocol/events.ts';
import type { TaskError } from '../../../protocol/payloads.ts';
import { waitSiteKind } from '../../details/wait-view.ts';
import { TaskState } from '../../events/transitions.ts';
import type { Model } from '../../model.ts';

/** What a task was rejected with. If it returned another task's promise: what that one was rejected with. Null if unknown. */
export function errorOf(model: Model, task: number): TaskError | null {
  const { tasks, errors } = model.tables;
  for (let at = task, steps = 0; at >= 0 && steps < LONGEST; steps++) {
    const error = errors.get(at);
    if (error !== undefined) return error;
    const last = tasks.lastRun.get(at);
    at = waitSiteKind(model, last) === 'return' ? taskOfWait(model, last) : -1;
  }
  return null;
}

/** The way of a task's error: the task that had it first, those that it went through, and the task itself. */
export function chainTo(model: Model, task: number): number[] {
  const { tasks } = model.tables;
  const chain = [task];
  const mine = errorOf(model, task);
  while (chain.length < LONGEST) {
    const from = whoMayHaveFailed(model, failedWait(model, chain[0]!));
    if (from < 0 || tasks.outcome.get(from) !== Outcome.rejected || chain.includes(from)) return chain;
    const error = errorOf(model, from);
    if (error === null || error.name !== mine?.name || error.message !== mine.message) return chain;
    chain.unshift(from);
  }
  return chain;
}

/**
 * The task that a wait was for. If the wait was for what `then` made of a task's promise: the task that settled it, provided that the waiting
 * task had started it.
 */
function whoMayHaveFailed(model: Model, run: number): number {
  const { runs, tasks } = model.tables;
  const task = taskOfWait(model, run);
  if (task >= 0 || run < 0 || runs.awaited.get(run) !== AwaitedKind.promise) return task;
  const waker = runs.waker.get(run);
  return waker >= 0 && tasks.parent.get(waker) === runs.task.get(run) ? waker : -1;
}

/** Limits the way, since a recording from anywhere may contain circles. */
const LONGEST = 1000;

/** The run whose wait led to a task's last run, or to its end; -1 for none. */
export function failedWait(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  const last = tasks.lastRun.get(task);
  // If it returned a promise, or never ran again, it is the last run itself.
  if (tasks.state.get(task) === TaskState.over && runs.toNs.get(last) < tasks.endNs.get(task)) return last;
  let before = -1;
  for (let run = tasks.firstRun.get(task); run !== last; run = runs.next.get(run)) before = run;
  return before;
}

/** The task that a wait was for, or that decided the combination which it was for; -1 for none. */
export function taskOfWait(model: Model, run: number): number {
  const { runs, combinations } = model.tables;
  if (run < 0) return -1;
  if (runs.awaited.get(run) === AwaitedKind.task) return runs.reference.get(run);
  const row = runs.combination(run);
  if (row < 0 || combinations.decided[row]! < 0) return -1;
  let member = combinations.firstMember[row]!;
  for (let at = combinations.decided[row]!; at > 0 && member >= 0; at--)
    member = combinations.members.next[member]!;
  if (member < 0 || combinations.members.kind[member] !== AwaitedKind.task) return -1;
  return combinations.members.reference[member]!;
}
