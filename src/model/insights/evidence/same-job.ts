import { Brought, TaskKind } from '../../../protocol/events.ts';
import type { Model } from '../../model.ts';

/**
 * Whether two tasks are parts of one job. They are if
 *   - a task that was still alive has started both, or one of them has started the other;
 *   - they came of one callback, in a program that goes on from callback to callback;
 *   - a task that is over goes on by `.then` of promises, and began both there.
 * A job takes as long as all of its computing takes, whichever part of it comes first. `sinceNs`: when a function that a promise called on
 * behalf of `one` began, if it is not `one` itself that ran.
 */
export function isSameJob(
  model: Model,
  one: number,
  other: number,
  atNs: number,
  sinceNs = Number.NEGATIVE_INFINITY,
): boolean {
  const above = new Set(jobsOf(model, one, atNs, sinceNs));
  for (const task of jobsOf(model, other, atNs, Number.NEGATIVE_INFINITY)) if (above.has(task)) return true;
  return false;
}

function* jobsOf(model: Model, task: number, atNs: number, sinceNs: number): Generator<number> {
  const { tasks } = model.tables;
  let beganNs = sinceNs;
  for (let at = task; at >= 0; at = tasks.parent.get(at)) {
    const isAlive = tasks.startNs.get(at) <= atNs && tasks.endNs.get(at) > atNs;
    const goesOn = beganNs >= tasks.endNs.get(at);
    if (isAlive || goesOn || tasks.kind.get(at) === TaskKind.callback) yield at;
    if (isRequest(model, at)) return;
    beganNs = tasks.startNs.get(at);
  }
}

/** Whether a task answers a request. That is a job of its own, whoever set up the server. */
function isRequest(model: Model, task: number): boolean {
  const first = model.tables.tasks.firstRun.get(task);
  const isCalledByLoop = model.tables.runs.outer.get(first) < 0;
  return isCalledByLoop && model.streamOf(task).turns.brings(model.turnOf(first), Brought.request);
}
