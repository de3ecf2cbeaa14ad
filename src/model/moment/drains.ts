// The drain of a turn: what runs after the turn's callback, namely the ticks and microtasks that were queued meanwhile, and those that
// they queue in turn, until none are left. Only then does the loop go on.

import { LoopPhase, TaskKind } from '../../protocol/events.ts';
import { countWhile } from '../columns/columns.ts';
import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';

/** The runs of a turn's drain, in order, without those that they called. */
export function* drainedRuns(model: Model, stream: number, turn: number): Generator<number> {
  const { runs, tasks } = model.tables;
  const loop = loopRuns(model, stream);
  const { to } = model.stream(stream).turns.runsOf(turn);
  let isFirst = true;
  for (let at = firstRunAt(model, stream, turn); at < loop.length; at++) {
    const run = loop.run(at);
    if (run >= to) return;
    if (runs.outer.get(run) >= 0 || tasks.kind.get(runs.task.get(run)) === TaskKind.span) continue;
    if (!isFirst || !isCallback(model, run)) yield run;
    isFirst = false;
  }
}

/** The task of a turn's callback; -1 if the callback is not the program's. */
export function callbackOf(model: Model, stream: number, turn: number): number {
  const run = firstRunOf(model, stream, turn);
  return run >= 0 && isCallback(model, run) ? model.tables.runs.task.get(run) : -1;
}

/** The first task that ran in a turn; -1 if none did. */
export function firstTaskOf(model: Model, stream: number, turn: number): number {
  const run = firstRunOf(model, stream, turn);
  return run < 0 ? -1 : model.tables.runs.task.get(run);
}

/** The first run of a turn; -1 if it has none. */
function firstRunOf(model: Model, stream: number, turn: number): number {
  const loop = loopRuns(model, stream);
  const at = firstRunAt(model, stream, turn);
  const run = at < loop.length ? loop.run(at) : -1;
  return run >= 0 && model.turnOf(run) === turn ? run : -1;
}

/** The index of a turn's first run among its loop's runs. */
function firstRunAt(model: Model, stream: number, turn: number): number {
  const { from } = model.stream(stream).turns.runsOf(turn);
  const loop = loopRuns(model, stream);
  return countWhile(loop.length, (at) => loop.run(at) < from);
}

/** Whether the first run of a turn is the turn's own callback: a task that begins, or a module. */
function isCallback(model: Model, run: number): boolean {
  const { runs, tasks } = model.tables;
  const task = runs.task.get(run);
  const kind = tasks.kind.get(task);
  const begins = kind === TaskKind.callback || kind === TaskKind.module;
  return begins && tasks.firstRun.get(task) === run && tasks.isTick.get(task) === 0;
}

/** What a run of a drain is: a tick, or a microtask (of a promise or `queueMicrotask`). */
export function phaseOf(model: Model, run: number): LoopPhase {
  const { runs, tasks } = model.tables;
  const task = runs.task.get(run);
  return tasks.isTick.get(task) === 1 && tasks.firstRun.get(task) === run
    ? LoopPhase.nextTick
    : LoopPhase.microtasks;
}

export interface Drain {
  /** When its first run begins. */
  readonly fromNs: number;
  /** What most of its first `LOOKED_AT` runs are. */
  readonly phase: LoopPhase;
}

/** How many of a drain's runs are looked at. */
const LOOKED_AT = 100;

/** A turn's drain; null if no task of the program runs in it. */
export function drainOf(model: Model, stream: number, turn: number): Drain | null {
  let fromNs: number | null = null;
  let looked = 0;
  let ticks = 0;
  for (const run of drainedRuns(model, stream, turn)) {
    fromNs ??= model.tables.runs.fromNs.get(run);
    if (phaseOf(model, run) === LoopPhase.nextTick) ticks++;
    if (++looked === LOOKED_AT) break;
  }
  if (fromNs === null) return null;
  return { fromNs, phase: 2 * ticks > looked ? LoopPhase.nextTick : LoopPhase.microtasks };
}
