import { OUTCOME_NAMES, type OutcomeName } from '../../protocol/events.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { RowView } from '../view-types.ts';

/** A task's state, as views name it. */
export function stateOf(model: Model, task: number): RowView['state'] {
  const { tasks } = model.tables;
  switch (tasks.state.get(task)) {
    case TaskState.running:
      return 'running';
    case TaskState.ready:
      return 'ready';
    case TaskState.suspended:
      return 'suspended';
    default:
      return outcomeOf(model, task);
  }
}

export function outcomeOf(model: Model, task: number): OutcomeName {
  return OUTCOME_NAMES[model.tables.tasks.outcome.get(task)] ?? 'pending';
}

/** When a task ended; null while it is alive, and if it had not ended when the program did. */
export function endOf(model: Model, task: number): number | null {
  const { tasks } = model.tables;
  return outcomeOf(model, task) === 'pending' ? null : tasks.endNs.get(task);
}

/** How often a task was suspended, including yields: after every run except one that is its last or has not ended. */
export function suspensionsOf(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  const waited = (runs.flags.get(tasks.lastRun.get(task)) & RunFlag.wait) !== 0;
  return tasks.runCount.get(task) - (waited ? 0 : 1);
}

export interface Times {
  readonly runningNs: number;
  readonly readyNs: number;
  readonly suspendedNs: number;
}

/** A task's time in each state, up to its end or, while it is alive, up to `now`: the last moment known, unless another is given. */
export function timesOf(model: Model, task: number, now: number = model.endNs): Times {
  const { tasks, runs } = model.tables;
  const state = tasks.state.get(task);
  let readyNs = tasks.readyNs.get(task);
  let suspendedNs = tasks.suspendedNs.get(task);
  // Computed here and not by `runningNs`, which would look everything up again for each of a million tasks.
  if (state === TaskState.over) {
    const runningNs = tasks.endNs.get(task) - tasks.startNs.get(task) - readyNs - suspendedNs;
    return { runningNs, readyNs, suspendedNs };
  }
  let runningNs = tasks.runningNs.get(task);
  const run = tasks.lastRun.get(task);
  if (state === TaskState.running) runningNs += now - runs.fromNs.get(run);
  else if (state === TaskState.suspended) suspendedNs += now - runs.toNs.get(run);
  else if (state === TaskState.ready) {
    suspendedNs += runs.readyNs.get(run) - runs.toNs.get(run);
    readyNs += now - runs.readyNs.get(run);
  }
  return { runningNs, readyNs, suspendedNs };
}

/** A task's time in each state from its start to a moment of its life; looks at each of its runs until then. */
export function timesUntil(model: Model, task: number, atNs: number): Times {
  const { tasks, runs } = model.tables;
  let [runningNs, readyNs] = [0, 0];
  const startNs = tasks.startNs.get(task);
  for (let run = tasks.firstRun.get(task); run >= 0; ) {
    const fromNs = runs.fromNs.get(run);
    if (fromNs >= atNs) break;
    runningNs += Math.min(runs.toNs.get(run), atNs) - fromNs;
    const next = runs.next.get(run);
    if ((runs.flags.get(run) & RunFlag.wait) !== 0) {
      const waitedNs = next < 0 ? atNs : Math.min(runs.fromNs.get(next), atNs);
      readyNs += Math.max(0, waitedNs - runs.readyNs.get(run));
    }
    run = next;
  }
  return { runningNs, readyNs, suspendedNs: atNs - startNs - runningNs - readyNs };
}

/** When a run's wait ended; Infinity until then. */
export function waitEndNs(model: Model, run: number): number {
  const { runs, tasks } = model.tables;
  const next = runs.next.get(run);
  return next >= 0 ? runs.fromNs.get(next) : tasks.endNs.get(runs.task.get(run));
}
