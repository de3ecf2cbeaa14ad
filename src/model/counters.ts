import { countAtMost } from './columns.ts';
import { loopRuns } from './loop-runs.ts';
import type { Model } from './model.ts';
import { TaskState } from './transitions.ts';
import type { Counters } from './view-types.ts';

/** How many tasks are in each state at the last moment known. */
export function countersNow(model: Model): Counters {
  const { now } = model.tables.activity;
  const running = now[TaskState.running]!;
  const ready = now[TaskState.ready]!;
  const suspended = now[TaskState.suspended]!;
  return { running, ready, suspended, alive: running + ready + suspended, tasks: model.tables.tasks.length };
}

/** The same at any time, of all tasks or of those that count: `tasks` are those started by then. */
export function countersAt(
  model: Model,
  atNs: number,
  counts: ((task: number) => boolean) | null = null,
): Counters {
  if (counts === null && !model.finished && atNs >= model.endNs) return countersNow(model);
  const { tasks, runs } = model.tables;
  const sums = { running: 0, ready: 0, suspended: 0, alive: 0, tasks: 0 };
  const streams = model.streamIds();
  for (const stream of streams) {
    for (const run of loopRuns(model, stream).aliveAt(atNs)) {
      if (counts !== null && !counts(runs.task[run]!)) continue;
      sums.alive++;
      if (atNs < runs.toNs[run]!) sums.running++;
      else if (atNs < runs.readyNs[run]!) sums.suspended++;
      else sums.ready++;
    }
  }
  // The tasks of one thread arrive in order of start.
  if (counts === null && streams.length === 1) {
    sums.tasks = countAtMost(tasks.startNs, tasks.length, atNs);
    return sums;
  }
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.startNs[task]! <= atNs && (counts === null || counts(task))) sums.tasks++;
  }
  return sums;
}
