import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import type { Counters } from '../view-types.ts';
import { loopRuns } from './loop-runs.ts';

/** How many tasks are in each state at the last moment known. */
export function countersNow(model: Model): Counters {
  const { now } = model.tables.activity;
  const running = now[TaskState.running]!;
  const ready = now[TaskState.ready]!;
  const suspended = now[TaskState.suspended]!;
  return { running, ready, suspended, alive: running + ready + suspended, tasks: model.tables.tasks.length };
}

/** Some of the tasks. */
interface Among {
  has(task: number): boolean;
  /** How many of them had begun at a time. */
  begunBy(atNs: number): number;
}

/** The same at any time, of all tasks or of some: `tasks` are those started by then. */
export function countersAt(model: Model, atNs: number, among: Among | null = null): Counters {
  if (among === null && !model.finished && atNs >= model.endNs) return countersNow(model);
  const { tasks, runs } = model.tables;
  const sums = { running: 0, ready: 0, suspended: 0, alive: 0, tasks: 0 };
  const streams = model.streamIds();
  for (const stream of streams) {
    for (const run of loopRuns(model, stream).aliveAt(atNs)) {
      if (among?.has(runs.task.get(run)) === false) continue;
      sums.alive++;
      if (atNs < runs.toNs.get(run)) sums.running++;
      else if (atNs < runs.readyNs.get(run)) sums.suspended++;
      else sums.ready++;
    }
  }
  if (among !== null) sums.tasks = among.begunBy(atNs);
  // The tasks of one thread arrive in order of start.
  else if (streams.length === 1) sums.tasks = tasks.startNs.countAtMost(tasks.length, atNs);
  else for (let task = 0; task < tasks.length; task++) if (tasks.startNs.get(task) <= atNs) sums.tasks++;
  return sums;
}
