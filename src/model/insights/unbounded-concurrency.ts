import { AWAITED_KIND_NAMES, AwaitedKind } from '../../protocol/events.ts';
import { kindWords } from '../details/awaited.ts';
import { waitEndNs } from '../details/states.ts';
import type { Model } from '../model.ts';
import { inOrder } from '../totals/sorted-order.ts';
import { thousands } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import { asTasks, functionName, waitPlace } from './evidence/places.ts';
import { type Verdict, waitsBySite } from './evidence/wait-groups.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

const TAKING: ReadonlySet<number> = new Set([AwaitedKind.network, AwaitedKind.file, AwaitedKind.process]);

/**
 * Waits that each take a connection, a descriptor or a process, if one piece of work has begun all of them (unlike those of a server's thousand
 * clients). Timers cost next to nothing, so they are information. A thousand tasks in the queue of a limiter is what a limiter is for.
 */
function* find(model: Model, threshold: number): Work<Finding[]> {
  const { runs, mostAlive } = model.tables;
  const found: Finding[] = [];
  if (mostAlive < threshold) return found;
  const taking = (run: number): Verdict => (TAKING.has(runs.awaited.get(run)) ? 'yes' : 'no');
  const timers = (run: number): Verdict => (runs.awaited.get(run) === AwaitedKind.timer ? 'yes' : 'no');
  for (const isOf of [taking, timers]) {
    for (const members of (yield* waitsBySite(model, threshold, isOf)).values()) {
      const peak = yield* peakOf(model, members);
      if (peak.count < threshold) continue;
      const waiting = waitingAt(model, members, peak.atNs);
      yield;
      if ((yield* mostOfOneOrigin(model, waiting)) >= threshold) found.push(insight(model, waiting, peak));
    }
  }
  return found;
}

const waitingAt = (model: Model, members: Int32Array, atNs: number): Int32Array =>
  members.filter((run) => model.tables.runs.toNs.get(run) <= atNs && answeredNs(model, run) > atNs);

/** How many of them come of one piece of work: of a module, or of one callback of the loop. */
function* mostOfOneOrigin(model: Model, waiting: Int32Array): Work<number> {
  const { runs } = model.tables;
  const origins = new Map<number, number>();
  const counts = new Map<number, number>();
  let most = 0;
  yield* inPieces(waiting.length, (from, to) => {
    for (const run of waiting.subarray(from, to)) {
      const origin = originOf(model, runs.task.get(run), origins);
      const count = (counts.get(origin) ?? 0) + 1;
      counts.set(origin, count);
      most = Math.max(most, count);
    }
  });
  return most;
}

/** The ancestor of a task that the loop itself called, as it does for a client that came. */
function originOf(model: Model, task: number, known: Map<number, number>): number {
  const { tasks, runs } = model.tables;
  const path: number[] = [];
  let at = task;
  let origin = known.get(at);
  while (origin === undefined) {
    path.push(at);
    const parent = tasks.parent.get(at);
    if (parent < 0 || runs.outer.get(tasks.firstRun.get(at)) < 0) origin = at;
    else {
      at = parent;
      origin = known.get(at);
    }
  }
  for (const each of path) known.set(each, origin);
  return origin;
}

interface Peak {
  readonly count: number;
  readonly atNs: number;
}

/** When a wait was over. For input and output the moment of completion is unknown, so the moment counts at which the task went on. */
const answeredNs = (model: Model, run: number): number => Math.min(waitEndNs(model, run), model.endNs);

function* peakOf(model: Model, members: Int32Array): Work<Peak> {
  const { runs } = model.tables;
  const begins = yield* inOrder(Float64Array.from(members, (run) => runs.toNs.get(run)));
  const ends = yield* inOrder(Float64Array.from(members, (run) => answeredNs(model, run)));
  let peak: Peak = { count: 0, atNs: 0 };
  for (let begun = 0, ended = 0; begun < begins.length; begun++) {
    while (ends[ended]! <= begins[begun]!) ended++;
    if (begun + 1 - ended > peak.count) peak = { count: begun + 1 - ended, atNs: begins[begun]! };
  }
  return peak;
}

function insight(model: Model, waiting: Int32Array, peak: Peak): Finding {
  const { runs } = model.tables;
  const first = waiting[0]!;
  const place = waitPlace(model, first);
  const kind = AWAITED_KIND_NAMES[runs.awaited.get(first)]!;
  return {
    id: 'unbounded-concurrency',
    severity: kind === 'timer' ? 'info' : 'warning',
    message: `${thousands(peak.count)} tasks at once waited in ${functionName(model, runs.task.get(first), place)} for ${kindWords(kind)}: nothing limits how many there are.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(Array.from(waiting.subarray(0, 20), (run) => runs.task.get(run))),
    costMs: null,
    fromNs: runs.toNs.get(first),
    toNs: waiting.reduce((ns, run) => Math.max(ns, answeredNs(model, run)), peak.atNs),
    advice: model.language.advice.unboundedConcurrency,
  };
}

export const unboundedConcurrency: InsightKind = {
  id: 'unbounded-concurrency',
  summary:
    'tasks wait at one line for the network, files, processes or timers at once, and nothing limits how many',
  threshold: { value: 1000, unit: 'tasks' },
  find,
};
