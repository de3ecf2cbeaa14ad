// How an error came to a task: what it was, and through whom it went.

import { AwaitedKind, Outcome } from '../../../protocol/events.ts';
import type { TaskError } from '../../../protocol/payloads.ts';
import { waitSiteKind } from '../../details/wait-view.ts';
import { TaskState } from '../../events/transitions.ts';
import type { Model } from '../../model.ts';

/** What a task was rejected with; of one that returned another's promise, what that one was. Null for none known. */
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

/** Where the error of a task came from: the one that had it first, those it went through, and the task itself. */
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
 * The task that a wait was for; where that was for what `then` made of a task's promise, the task that settled it, if whoever
 * waits had started it.
 */
function whoMayHaveFailed(model: Model, run: number): number {
  const { runs, tasks } = model.tables;
  const task = taskOfWait(model, run);
  if (task >= 0 || run < 0 || runs.awaited.get(run) !== AwaitedKind.promise) return task;
  const waker = runs.waker.get(run);
  return waker >= 0 && tasks.parent.get(waker) === runs.task.get(run) ? waker : -1;
}

/** A recording from anywhere may go round in circles. */
const LONGEST = 1000;

/** The run whose wait a task's last run, or its end, came of; -1 for none. */
export function failedWait(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  const last = tasks.lastRun.get(task);
  // Where it returned a promise, or never ran again, it is the last one itself.
  if (tasks.state.get(task) === TaskState.over && runs.toNs.get(last) < tasks.endNs.get(task)) return last;
  let before = -1;
  for (let run = tasks.firstRun.get(task); run !== last; run = runs.next.get(run)) before = run;
  return before;
}

/** The task that a wait was for, or that decided the combination it was for; -1 for none. */
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
