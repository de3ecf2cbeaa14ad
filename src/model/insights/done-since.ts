// Whether a program has come to the end of what it was written to do.

import { LoopPhase, Outcome, TaskKind } from '../../protocol/events.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import type { Model } from '../model.ts';
import { isOver } from './places.ts';

/**
 * When the last of the program's functions was over, where nothing but timers' callbacks has run since and no other
 * thread is at work; null where something may still be wanted of it.
 */
export function doneSince(model: Model): number | null {
  const { tasks, threads } = model.tables;
  let modulesNs = -1;
  let doneNs = -1;
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.kind[task] === TaskKind.callback) continue;
    if (!isOver(model, task) || tasks.outcome[task] === Outcome.pending) return null;
    doneNs = Math.max(doneNs, tasks.endNs[task]!);
    if (tasks.kind[task] === TaskKind.module) modulesNs = Math.max(modulesNs, tasks.endNs[task]!);
  }
  if (modulesNs < 0 || threads.all.some(({ kind, endNs }) => kind === 'process' && endNs > doneNs))
    return null;
  for (let task = 0; task < tasks.length; task++) {
    const isLater = tasks.startNs[task]! > (tasks.kind[task] === TaskKind.callback ? doneNs : modulesNs);
    if (isLater && isWanted(model, task)) return null;
  }
  return doneNs;
}

/** The loop itself called it: a function to work, or a callback because something came from outside. */
function isWanted(model: Model, task: number): boolean {
  const { tasks, runs } = model.tables;
  const first = tasks.firstRun[task]!;
  if (runs.outer[first]! >= 0 && tasks.kind[runs.task[runs.outer[first]!]!] !== TaskKind.callback)
    return false;
  if (tasks.kind[task] !== TaskKind.callback) return true;
  return model.streamOf(task).turns.phase[runs.turn[first]!] !== LoopPhase.timers;
}

/** When one of the program's functions last went on after a wait. */
export function lastResumptionNs(model: Model): number {
  const { tasks, runs } = model.tables;
  let last = -1;
  for (let task = 0; task < tasks.length; task++) {
    const isFunction = tasks.kind[task] !== TaskKind.callback && tasks.kind[task] !== TaskKind.span;
    if (!isFunction || tasks.stream[task] !== MAIN_STREAM || tasks.runCount[task] === 1) continue;
    last = Math.max(last, runs.fromNs[tasks.lastRun[task]!]!);
  }
  return last;
}
