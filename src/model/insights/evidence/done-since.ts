// Whether a program has come to the end of what it was written to do.

import { LoopPhase, Outcome, TaskKind } from '../../../protocol/events.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import type { Model } from '../../model.ts';
import type { Thread } from '../../tables/threads/threads.ts';
import { isOver } from './places.ts';

/**
 * When the last of the program's functions was over, if nothing but timers' callbacks has run since and no other thread is at work. Null if
 * somebody may still ask something of the program. `besides`: tasks that do not count.
 */
export function doneSince(model: Model, besides: ReadonlySet<number> = new Set()): number | null {
  const { tasks, threads } = model.tables;
  let modulesNs = -1;
  let doneNs = -1;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.kind.get(task) === TaskKind.callback || besides.has(task)) continue;
    if (!isOver(model, task) || tasks.outcome.get(task) === Outcome.pending) return null;
    doneNs = Math.max(doneNs, tasks.endNs.get(task));
    if (tasks.kind.get(task) === TaskKind.module) modulesNs = Math.max(modulesNs, tasks.endNs.get(task));
  }
  if (modulesNs < 0 || threads.all.some((thread) => thread.endNs > doneNs && isAtWork(model, thread)))
    return null;
  for (let task = 0; task < tasks.length; task++) {
    // A worker that has answered its messages is done. A message to the main thread asks something of the program.
    const isAnswer = tasks.kind.get(task) !== TaskKind.callback && tasks.stream.get(task) === MAIN_STREAM;
    const isLater = tasks.startNs.get(task) > (isAnswer ? modulesNs : doneNs);
    if (isLater && !besides.has(task) && isWanted(model, task)) return null;
  }
  return doneNs;
}

/** Whether another thread or process may be at work: nothing is known of it, or it has something open through which it may be asked for more. */
function isAtWork(model: Model, { kind, stream }: Thread): boolean {
  if (stream === MAIN_STREAM) return false;
  if (stream < 0) return kind === 'process';
  return model.tables.resources.all.some(
    (one) => one.stream === stream && one.holds && one.closedNs === Number.POSITIVE_INFINITY,
  );
}

/** Whether the loop itself called it: an async function, or a callback because something came from outside. */
function isWanted(model: Model, task: number): boolean {
  const { tasks, runs } = model.tables;
  const first = tasks.firstRun.get(task);
  if (
    runs.outer.get(first) >= 0 &&
    tasks.kind.get(runs.task.get(runs.outer.get(first))) !== TaskKind.callback
  )
    return false;
  if (tasks.kind.get(task) !== TaskKind.callback) return true;
  return model.streamOf(task).turns.phase.get(model.turnOf(first)) !== LoopPhase.timers;
}

/** When one of the program's functions last went on after a wait. */
export function lastResumptionNs(model: Model): number {
  const { tasks, runs } = model.tables;
  let last = -1;
  for (let task = 0; task < tasks.length; task++) {
    const isFunction = tasks.kind.get(task) !== TaskKind.callback && tasks.kind.get(task) !== TaskKind.span;
    if (!isFunction || tasks.stream.get(task) !== MAIN_STREAM || tasks.runCount.get(task) === 1) continue;
    last = Math.max(last, runs.fromNs.get(tasks.lastRun.get(task)));
  }
  return last;
}
