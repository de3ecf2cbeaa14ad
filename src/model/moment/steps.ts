// Steps from one moment at which something happened to the next: a run begins or ends, a task becomes ready, the loop begins a turn or
// becomes idle.

import { NS_PER_MS, type TaskIndex } from '../../protocol/units.ts';
import { causeWords } from '../cause/chain.ts';
import { labelOf } from '../details/labels.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { runBefore } from '../picture/timeline.ts';
import { loopRuns } from '../tables/loop-runs.ts';
import { RunFlag } from '../tables/runs.ts';
import { duration } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import type { StepTo, StepView } from './moment-types.ts';

interface Found {
  atNs: number;
  /** The run that it happened to, -1 for the loop. */
  run: number;
  what: StepView['what'];
}

/** A task that was ready for a shorter time counts as resumed at once. */
const FELT_NS = NS_PER_MS;

/** The next moment after a time (1), or the last one before it (-1), at which something happened; null if there is none. */
export function* stepFrom(
  model: Model,
  atNs: number,
  step: 1 | -1,
  among: StepTo = 'anything',
): Work<StepView | null> {
  const best: Found = { atNs: step * Number.POSITIVE_INFINITY, run: -1, what: 'turn' };
  const consider = (at: number, run: number, what: Found['what']): void => {
    if (among === 'runs' && what !== 'begin' && what !== 'resume') return;
    const beyond = step > 0 ? at > atNs && at < best.atNs : at < atNs && at > best.atNs;
    if (beyond && Number.isFinite(at)) Object.assign(best, { atNs: at, run, what });
  };
  for (const stream of model.streamIds()) {
    if (step > 0) yield* nextOf(model, stream, atNs, consider);
    else yield* lastOf(model, stream, atNs, consider);
  }
  if (!Number.isFinite(best.atNs)) return null;
  const task = best.run < 0 ? -1 : model.tables.runs.task.get(best.run);
  return {
    atNs: best.atNs,
    what: best.what,
    task: task < 0 ? null : (task as TaskIndex),
    label: task < 0 ? '' : labelOf(model, task),
    why: best.what === 'begin' || best.what === 'resume' ? whyNow(model, best.run) : '',
  };
}

/** `sleeper()` went on after a timer of 20 ms. It had been ready for 13.5 ms. */
function whyNow(model: Model, run: number): string {
  const { runs } = model.tables;
  const before = runBefore(model, run);
  const readyForNs = before < 0 ? 0 : runs.fromNs.get(run) - runs.readyNs.get(before);
  const exactly = before >= 0 && (runs.flags.get(before) & RunFlag.readyExact) !== 0 ? '' : 'at most ';
  const waited = readyForNs >= FELT_NS ? ` It had been ready for ${exactly}${duration(readyForNs)}.` : '';
  return `${causeWords(model, run)}${waited}`.trimStart();
}

type Consider = (atNs: number, run: number, what: Found['what']) => void;

/** The next moment. Beginnings are sorted; the next end is that of a run that is under way; only a wait that has begun can end. */
function* nextOf(model: Model, stream: number, atNs: number, consider: Consider): Work<void> {
  const { turns } = model.stream(stream);
  const loop = loopRuns(model, stream);
  const begun = loop.begunBy(atNs);
  if (begun < loop.length) considerBegin(model, loop.run(begun), consider);
  yield* considerWaits(model, yield* loop.findAlive(atNs), consider);
  const turn = turns.fromNs.countAtMost(turns.length, atNs);
  if (turn < turns.length) consider(turns.fromNs.get(turn), -1, 'turn');
  if (turn > 0) consider(turns.toNs.get(turn - 1), -1, 'idle');
}

/** The last moment before a time: among what had begun, what had ended under the latest of those, and the waits of that time. */
function* lastOf(model: Model, stream: number, atNs: number, consider: Consider): Work<void> {
  const { runs } = model.tables;
  const { turns } = model.stream(stream);
  const loop = loopRuns(model, stream);
  const before = justBefore(atNs);
  const begun = loop.begunBy(before);
  if (begun > 0) considerBegin(model, loop.run(begun - 1), consider);
  for (let run = begun > 0 ? loop.run(begun - 1) : -1; run >= 0; run = runs.outer.get(run)) {
    considerEnd(model, run, consider);
  }
  yield* considerWaits(model, yield* loop.findAlive(before), consider);
  const turn = turns.fromNs.countAtMost(turns.length, before) - 1;
  if (turn >= 0) consider(turns.fromNs.get(turn), -1, 'turn');
  if (turn >= 0) consider(turns.toNs.get(turn), -1, 'idle');
}

function* considerWaits(model: Model, alive: readonly number[], consider: Consider): Work<void> {
  yield* inPieces(alive.length, (from, to) => {
    for (let at = from; at < to; at++) {
      considerEnd(model, alive[at]!, consider);
      considerReady(model, alive[at]!, consider);
    }
  });
}

/** A time between one and the nanosecond before it, exact for the first two weeks. */
const justBefore = (ns: number): number => ns - 1 / 8;

function considerBegin(model: Model, run: number, consider: Consider): void {
  const { runs, tasks } = model.tables;
  const first = tasks.firstRun.get(runs.task.get(run)) === run;
  consider(runs.fromNs.get(run), run, first ? 'begin' : 'resume');
}

function considerEnd(model: Model, run: number, consider: Consider): void {
  const { runs } = model.tables;
  consider(runs.toNs.get(run), run, (runs.flags.get(run) & RunFlag.wait) !== 0 ? 'suspend' : 'end');
}

/** A task that became ready and never went on is left out. */
function considerReady(model: Model, run: number, consider: Consider): void {
  const { runs, tasks } = model.tables;
  const over = runs.next.get(run) < 0 && tasks.state.get(runs.task.get(run)) === TaskState.over;
  if (!over) consider(runs.readyNs.get(run), run, 'ready');
}
