// Timers that came too late: those that a task waited for, and those that call a function of the program's.

import { TaskKind } from '../../../protocol/events.ts';
import { NS_PER_MS } from '../../../protocol/units.ts';
import { timerMs } from '../../details/awaited.ts';
import { definitionOf } from '../../details/labels.ts';
import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import type { Work } from '../../work.ts';
import { leastGivenNs } from './had-loop.ts';
import { lateWaits } from './outside-waits.ts';
import { isAppointment } from './victims.ts';

export interface Late {
  readonly stream: number;
  /** The run that ended in the wait, or the run that the timer called. */
  readonly run: number;
  readonly dueNs: number;
  readonly resumeNs: number;
  readonly delayMs: number;
  /** The row of the function that a timer called; null for a wait. */
  readonly called: number | null;
}

export const lateNs = (late: Late): number => late.resumeNs - late.dueNs;

/** Its lateness, without time that the machine withheld and without tracing. */
export function countedNs(model: Model, { stream, dueNs, resumeNs }: Late): number {
  const { tracing } = model.stream(stream);
  return leastGivenNs(model, stream, dueNs, resumeNs) - tracing.between(dueNs, resumeNs);
}

/** Timers that were later than `leastNs` and than half of their delay; the latest comes first. */
export function* lateTimers(model: Model, leastNs: number): Work<Late[]> {
  return [...(yield* waits(model, leastNs)), ...callbacks(model, leastNs)]
    .filter((late) => countedNs(model, late) > Math.max(leastNs, 0.5 * late.delayMs * NS_PER_MS))
    .sort((a, b) => lateNs(b) - lateNs(a));
}

function* waits(model: Model, leastNs: number): Work<Late[]> {
  const { runs } = model.tables;
  const late: Late[] = [];
  for (const { stream, run, resumeNs } of yield* lateWaits(model, leastNs)) {
    const delayMs = timerMs(model, run);
    const exact = (runs.flags.get(run) & RunFlag.readyExact) !== 0;
    if (delayMs === null || !exact) continue;
    late.push({ stream, run, dueNs: runs.readyNs.get(run), resumeNs, delayMs, called: null });
  }
  return late;
}

function* callbacks(model: Model, leastNs: number): Generator<Late> {
  const late = new Map(model.streamIds().map((stream) => [stream, lateTurns(model, stream, leastNs)]));
  if ([...late.values()].every(({ size }) => size === 0)) return;
  const { tasks, runs } = model.tables;
  for (let task = 0; task < tasks.length; task++) {
    const run = tasks.firstRun.get(task);
    const isCalled = tasks.kind.get(task) === TaskKind.callback && runs.outer.get(run) < 0;
    const stream = tasks.stream.get(task);
    if (!isCalled) continue;
    const { turns } = model.stream(stream);
    const turn = turns.ofRun(run);
    if (late.get(stream)?.delete(turn) !== true) continue;
    const resumeNs = turns.fromNs.get(turn);
    const dueNs = resumeNs - turns.lateNs.get(turn);
    yield {
      stream,
      run,
      dueNs,
      resumeNs,
      delayMs: turns.delayMs.get(turn),
      called: definitionOf(model, task),
    };
  }
}

/** The turns of a loop in which late timers were called. */
function lateTurns(model: Model, stream: number, leastNs: number): Set<number> {
  const { turns } = model.stream(stream);
  const late = new Set<number>();
  for (let turn = 0; turn < turns.length; turn++) {
    if (turns.lateNs.get(turn) >= leastNs && isAppointment(turns, turn)) late.add(turn);
  }
  return late;
}
