// All that a comparison needs to know of one recording, as plain data, so that two can be compared without their models.

import type { TaskKindName } from '../../protocol/events.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import { MAIN_STREAM, type RecordingHeader } from '../../protocol/recording.ts';
import { NS_PER_MS, type TaskIndex } from '../../protocol/units.ts';
import { definitionOf, kindOf, nameOf, placeOf } from '../details/labels.ts';
import { outcomeOf, suspensionsOf, timesOf } from '../details/states.ts';
import { consoleLines } from '../details/written.ts';
import { findInsights, type Insight } from '../insights/index.ts';
import type { Model } from '../model.ts';
import { quantileOfSorted } from '../quantile.ts';
import { Functions } from '../tables/functions.ts';
import { addUpLoop } from '../totals/loop-totals.ts';
import { inOrder, sortedOrder } from '../totals/sorted-order.ts';
import { allOf, inPieces, type Work } from '../work.ts';

/** How many functions are kept, those with the most time. */
const MOST_FUNCTIONS = 2000;

/** Longer lines are not quoted in a sentence. */
const MOST_LETTERS = 80;
/** How many of the last lines are looked at: a program that failed prints a stack after its last line. */
const LAST_LINES = 100;

/** All calls of one function, module, callback or span. Lengths count from a call's start to its end, or the last moment known. */
export interface FunctionSummary {
  readonly name: string;
  readonly kind: TaskKindName;
  readonly file: string | null;
  readonly line: number | null;
  readonly calls: number;
  readonly totalNs: number;
  readonly p50Ns: number;
  readonly p95Ns: number;
  readonly waits: number;
  readonly rejected: number;
  /** The first call. */
  readonly task: TaskIndex;
}

export interface FindingSummary
  extends Pick<
    Insight,
    'id' | 'severity' | 'message' | 'file' | 'line' | 'code' | 'costMs' | 'fromNs' | 'toNs'
  > {
  /** The function that it is about; '' if none. */
  readonly name: string;
  readonly task: TaskIndex | null;
}

export interface RunSummary {
  /** The script's absolute path; null if the recording does not say. */
  readonly path: string | null;
  readonly args: readonly string[];
  readonly runtime: string;
  readonly durationNs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** False if the recording has no orderly end. */
  readonly complete: boolean;
  readonly tasks: number;
  readonly rejected: number;
  readonly cancelled: number;
  /** How many tasks never ended. */
  readonly pending: number;
  /** The most tasks that were alive at once. */
  readonly mostAtOnce: number;
  /** The total time of all tasks in each state; `runningNs` without the tasks that they called. */
  readonly runningNs: number;
  readonly readyNs: number;
  readonly suspendedNs: number;
  /** The longest time for which the main thread's loop was held at once. */
  readonly longestHeldNs: number;
  /** The last line that it printed; null if there is none, or if it is not a short line of plain text. */
  readonly lastLine: string | null;
  readonly findings: readonly FindingSummary[];
  /** The functions with the most time, sorted by total. */
  readonly functions: readonly FunctionSummary[];
}

type Program = Pick<RecordingHeader['program'], 'path' | 'args'>;

/** The same as `sumUpRun`, computed at once, with all findings. */
export const runSummary = (model: Model): RunSummary => allOf(sumUpRun(model, {}));

/** Sums up a recording. `program` is from its header, for a model that has none. Looks at every task a few times. */
export function* sumUpRun(
  model: Model,
  settings: Partial<InsightSettings>,
  program: Program | null = model.header?.program ?? null,
): Work<RunSummary> {
  const { tasks } = model.tables;
  const sums = { runningNs: 0, readyNs: 0, suspendedNs: 0, rejected: 0, cancelled: 0, pending: 0 };
  yield* inPieces(tasks.length, (from, to) => {
    for (let task = from; task < to; task++) {
      const { readyNs, suspendedNs } = timesOf(model, task);
      sums.runningNs += tasks.selfNs.get(task);
      sums.readyNs += readyNs;
      sums.suspendedNs += suspendedNs;
      const outcome = outcomeOf(model, task);
      if (outcome !== 'fulfilled') sums[outcome]++;
    }
  });
  const functions = yield* functionSummaries(model);
  const { found } = yield* findInsights(model, settings);
  return {
    path: program?.path ?? null,
    args: program?.args ?? [],
    runtime: model.runtime,
    durationNs: model.endNs,
    exitCode: model.exitCode,
    signal: model.signal,
    complete: model.complete,
    tasks: tasks.length,
    ...sums,
    mostAtOnce: yield* mostAtOnce(model),
    longestHeldNs: (yield* addUpLoop(model, MAIN_STREAM)).longestRunMs * NS_PER_MS,
    lastLine: lastLine(model),
    findings: found.map((insight) => findingSummary(model, insight)),
    functions: functions.slice(0, MOST_FUNCTIONS),
  };
}

function lastLine(model: Model): string | null {
  const { length } = model.tables.console;
  const lines = consoleLines(model, Math.max(0, length - LAST_LINES), length);
  const text = lines.findLast((line) => line.from === 'stdout' && line.text.trim() !== '')?.text.trim() ?? '';
  return text === '' || text.length > MOST_LETTERS || /\p{Cc}/u.test(text) ? null : text;
}

function findingSummary(model: Model, insight: Insight): FindingSummary {
  const { id, severity, message, file, line, code, costMs, fromNs, toNs, tasks } = insight;
  const [task = null] = tasks;
  const name = task === null ? '' : nameOf(model, task);
  return { id, severity, message, file, line, code, costMs, fromNs, toNs, name, task };
}

const SUMMARIES_AT_ONCE = 4096;

/** A task's length up to its end, or the last known moment. */
const lengthOf = (model: Model, task: number): number => {
  const { startNs, endNs } = model.tables.tasks;
  return Math.max(0, Math.min(endNs.get(task), model.endNs) - startNs.get(task));
};

function* functionSummaries(model: Model): Work<FunctionSummary[]> {
  const { tasks } = model.tables;
  const functions = new Functions(model);
  const counts: number[] = [];
  const { length } = tasks;
  yield* inPieces(length, (from, to) => {
    for (let task = from; task < to; task++) {
      const index = functions.of(task);
      counts[index] = (counts[index] ?? 0) + 1;
    }
  });
  // The lengths of all calls, grouped by function: sorted, they give each function's percentiles.
  const lengths = new Float64Array(length);
  const ends: number[] = [];
  let at = 0;
  for (const [index, count] of counts.entries()) {
    ends[index] = at;
    at += count;
  }
  const totalNs = new Float64Array(counts.length);
  const waits = new Float64Array(counts.length);
  const rejected = new Float64Array(counts.length);
  yield* inPieces(length, (from, to) => {
    for (let task = from; task < to; task++) {
      const index = functions.of(task);
      const lengthNs = lengthOf(model, task);
      lengths[ends[index]!++] = lengthNs;
      totalNs[index]! += lengthNs;
      waits[index]! += suspensionsOf(model, task) - tasks.yieldCount.get(task);
      if (outcomeOf(model, task) === 'rejected') rejected[index]!++;
    }
  });
  const summaries: FunctionSummary[] = [];
  for (const [index, count] of counts.entries()) {
    if (index % SUMMARIES_AT_ONCE === SUMMARIES_AT_ONCE - 1) yield;
    const task = functions.firsts[index]!;
    const place = placeOf(model, definitionOf(model, task));
    const sorted = yield* inOrder(lengths.subarray(ends[index]! - count, ends[index]!));
    summaries.push({
      name: nameOf(model, task),
      kind: kindOf(model, task),
      file: place?.file ?? null,
      line: place?.line ?? null,
      calls: count,
      totalNs: totalNs[index]!,
      p50Ns: quantileOfSorted(sorted, 0.5),
      p95Ns: quantileOfSorted(sorted, 0.95),
      waits: waits[index]!,
      rejected: rejected[index]!,
      task: task as TaskIndex,
    });
  }
  return summaries.sort((one, other) => other.totalNs - one.totalNs);
}

function* mostAtOnce(model: Model): Work<number> {
  const { startNs, endNs, length } = model.tables.tasks;
  const [starts, ends] = [new Float64Array(length), new Float64Array(length)];
  yield* inPieces(length, (from, to) => {
    for (let task = from; task < to; task++) {
      starts[task] = startNs.get(task);
      ends[task] = endNs.get(task);
    }
  });
  const begins = yield* sortedOrder(starts, 'ascending');
  const overs = yield* sortedOrder(ends, 'ascending');
  let most = 0;
  let over = 0;
  yield* inPieces(length, (from, to) => {
    for (let begun = from; begun < to; begun++) {
      // A task that ends at the moment when another begins does not overlap it.
      while (ends[overs[over]!]! <= starts[begins[begun]!]!) over++;
      most = Math.max(most, begun + 1 - over);
    }
  });
  return most;
}
