import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import type { Counters } from '../view-types.ts';
import { allOf, inPieces, type Work } from '../work.ts';
import { loopRuns } from './loop-runs.ts';

/** How many tasks are in each state at the last moment known. */
export function countersNow(model: Model): Counters {
  const { now } = model.tables.activity;
  const running = now[TaskState.running]!;
  const ready = now[TaskState.ready]!;
  const suspended = now[TaskState.suspended]!;
  return { running, ready, suspended, alive: running + ready + suspended, tasks: model.tables.tasks.length };
}

/** A subset of the tasks. */
interface Among {
  has(task: number): boolean;
  /** How many of them had begun at a time. */
  begunBy(atNs: number): number;
}

/** The same for any time, for all tasks or for some. `tasks` counts those that had started by then. */
export function* findCounters(model: Model, atNs: number, among: Among | null = null): Work<Counters> {
  if (among === null && !model.finished && atNs >= model.endNs) return countersNow(model);
  const { runs } = model.tables;
  const sums = { running: 0, ready: 0, suspended: 0, alive: 0 };
  const add = (run: number): void => {
    if (among?.has(runs.task.get(run)) === false) return;
    sums.alive++;
    if (atNs < runs.toNs.get(run)) sums.running++;
    else if (atNs < runs.readyNs.get(run)) sums.suspended++;
    else sums.ready++;
  };
  for (const stream of model.streamIds()) {
    const alive = yield* loopRuns(model, stream).findAlive(atNs);
    yield* inPieces(alive.length, (from, to) => {
      for (let at = from; at < to; at++) add(alive[at]!);
    });
  }
  return { ...sums, tasks: among === null ? yield* begunBy(model, atNs) : among.begunBy(atNs) };
}

/** The same, computed at once. */
export const countersAt = (...of: Parameters<typeof findCounters>): Counters => allOf(findCounters(...of));

/** How many tasks had begun at a time. */
function* begunBy(model: Model, atNs: number): Work<number> {
  const { startNs, length } = model.tables.tasks;
  // The tasks of one thread arrive in order of start.
  if (model.streamIds().length === 1) return startNs.countAtMost(length, atNs);
  let begun = 0;
  yield* inPieces(length, (from, to) => {
    for (let task = from; task < to; task++) if (startNs.get(task) <= atNs) begun++;
  });
  return begun;
}
