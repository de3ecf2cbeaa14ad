// All that a comparison needs to know of one recording, as plain data: two of them are compared without their models.

import type { TaskKindName } from '../../protocol/events.ts';
import type { InsightSettings } from '../../protocol/insights.ts';
import { NS_PER_MS, type TaskIndex } from '../../protocol/units.ts';
import { definitionOf, kindOf, nameOf, placeOf } from '../details/labels.ts';
import { outcomeOf, suspensionsOf, timesOf } from '../details/states.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import { type Insight, insightsOf } from '../insights/index.ts';
import type { Model } from '../model.ts';
import { Functions } from '../tables/functions.ts';
import { loopTotals } from '../totals/loop-totals.ts';

/** More functions than this are left out, those with the least time first. */
const MOST_FUNCTIONS = 2000;

/** Longer lines are no words to be told in a sentence. */
const MOST_LETTERS = 80;
/** Where the last line is looked for: a program that failed writes its stack last. */
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
  /** The function it is about; '' where it is about none. */
  readonly name: string;
  readonly task: TaskIndex | null;
}

export interface RunSummary {
  /** The script's absolute path; null where the recording does not tell. */
  readonly path: string | null;
  readonly args: readonly string[];
  readonly runtime: string;
  readonly startEpochMs: number | null;
  readonly durationNs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** False where the recording has no orderly end. */
  readonly complete: boolean;
  readonly tasks: number;
  readonly rejected: number;
  readonly cancelled: number;
  /** Begun and never ended. */
  readonly pending: number;
  /** The most tasks that were alive at once. */
  readonly mostAtOnce: number;
  /** Time in each state, of all tasks; `runningNs` without the tasks that they called. */
  readonly runningNs: number;
  readonly readyNs: number;
  readonly suspendedNs: number;
  /** The main thread's loop: how long it was held at once, at most. */
  readonly longestHeldNs: number;
  /** What it wrote last to its output; null where that is nothing, or no short line of plain text. */
  readonly lastLine: string | null;
  readonly findings: readonly FindingSummary[];
  /** Those with the most time, by total. */
  readonly functions: readonly FunctionSummary[];
  readonly functionCount: number;
}

/** `program` is what the recording's header says, for a model that was not told. Looks at every task a few times. */
export function runSummary(
  model: Model,
  settings: Partial<InsightSettings> = {},
  program: { readonly path: string; readonly args: readonly string[] } | null = model.header?.program ?? null,
): RunSummary {
  const { tasks } = model.tables;
  const sums = { runningNs: 0, readyNs: 0, suspendedNs: 0, rejected: 0, cancelled: 0, pending: 0 };
  for (let task = 0; task < tasks.length; task++) {
    const { readyNs, suspendedNs } = timesOf(model, task);
    sums.runningNs += tasks.selfNs.get(task);
    sums.readyNs += readyNs;
    sums.suspendedNs += suspendedNs;
    const outcome = outcomeOf(model, task);
    if (outcome !== 'fulfilled') sums[outcome]++;
  }
  const functions = functionSummaries(model);
  return {
    path: program?.path ?? null,
    args: program?.args ?? [],
    runtime: model.runtime,
    startEpochMs: model.startEpochMs,
    durationNs: model.endNs,
    exitCode: model.exitCode,
    signal: model.signal,
    complete: model.complete,
    tasks: tasks.length,
    ...sums,
    mostAtOnce: mostAtOnce(model),
    longestHeldNs: loopTotals(model, MAIN_STREAM).longestRunMs * NS_PER_MS,
    lastLine: lastLine(model),
    findings: insightsOf(model, settings).found.map((insight) => findingSummary(model, insight)),
    functions: functions.slice(0, MOST_FUNCTIONS),
    functionCount: functions.length,
  };
}

function lastLine(model: Model): string | null {
  const { length } = model.tables.console;
  const lines = model.consoleLines(Math.max(0, length - LAST_LINES), length);
  const text = lines.findLast((line) => line.from === 'stdout' && line.text.trim() !== '')?.text.trim() ?? '';
  return text === '' || text.length > MOST_LETTERS || /\p{Cc}/u.test(text) ? null : text;
}

function findingSummary(model: Model, insight: Insight): FindingSummary {
  const { id, severity, message, file, line, code, costMs, fromNs, toNs, tasks } = insight;
  const [task = null] = tasks;
  const name = task === null ? '' : nameOf(model, task);
  return { id, severity, message, file, line, code, costMs, fromNs, toNs, name, task };
}

/** Up to its end, or the last moment known. */
const lengthOf = (model: Model, task: number): number => {
  const { startNs, endNs } = model.tables.tasks;
  return Math.max(0, Math.min(endNs.get(task), model.endNs) - startNs.get(task));
};

function functionSummaries(model: Model): FunctionSummary[] {
  const { tasks } = model.tables;
  const calls = new Calls(model);
  const counts: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    const index = calls.of(task);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  // The lengths of all calls, one function's after the other's: in order they give its percentiles.
  const lengths = new Float64Array(tasks.length);
  const ends: number[] = [];
  let at = 0;
  for (const [index, count] of counts.entries()) {
    ends[index] = at;
    at += count;
  }
  const waits = new Float64Array(counts.length);
  const rejected = new Float64Array(counts.length);
  for (let task = 0; task < tasks.length; task++) {
    const index = calls.of(task);
    lengths[ends[index]!++] = lengthOf(model, task);
    waits[index]! += suspensionsOf(model, task) - tasks.yieldCount.get(task);
    if (outcomeOf(model, task) === 'rejected') rejected[index]!++;
  }
  return calls.firsts
    .map(({ task, ...what }, index): FunctionSummary => {
      const own = lengths.subarray(ends[index]! - counts[index]!, ends[index]!).sort();
      return {
        ...what,
        calls: own.length,
        totalNs: own.reduce((sum, length) => sum + length, 0),
        p50Ns: percentile(own, 0.5),
        p95Ns: percentile(own, 0.95),
        waits: waits[index]!,
        rejected: rejected[index]!,
        task: task as TaskIndex,
      };
    })
    .sort((one, other) => other.totalNs - one.totalNs);
}

/** Which function each task is a call of; the same function in several threads counts as one. */
class Calls {
  readonly firsts: Pick<FunctionSummary, 'name' | 'kind' | 'file' | 'line' | 'task'>[] = [];
  readonly #model: Model;
  readonly #functions: Functions;
  /** By function of one thread. */
  readonly #indices: number[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(model: Model) {
    this.#model = model;
    this.#functions = new Functions(model);
  }

  of(task: number): number {
    const inThread = this.#functions.of(task);
    this.#indices[inThread] ??= this.#find(task);
    return this.#indices[inThread];
  }

  #find(task: number): number {
    const place = placeOf(this.#model, definitionOf(this.#model, task));
    const what = { name: nameOf(this.#model, task), kind: kindOf(this.#model, task) };
    const key = `${what.kind} ${what.name} ${place?.file} ${place?.line} ${place?.column}`;
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const index = this.firsts.push({
      ...what,
      file: place?.file ?? null,
      line: place?.line ?? null,
      task: task as TaskIndex,
    });
    this.#byKey.set(key, index - 1);
    return index - 1;
  }
}

/** The smallest of some lengths, in order, that this part of them does not exceed. */
const percentile = (sorted: Float64Array, part: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]!;

function mostAtOnce(model: Model): number {
  const { startNs, endNs, length } = model.tables.tasks;
  const starts = Float64Array.from({ length }, (_, task) => startNs.get(task)).sort();
  const ends = Float64Array.from({ length }, (_, task) => endNs.get(task)).sort();
  let most = 0;
  let over = 0;
  for (let begun = 0; begun < length; begun++) {
    // One that ends at the moment another begins makes room for it.
    while (ends[over]! <= starts[begun]!) over++;
    most = Math.max(most, begun + 1 - over);
  }
  return most;
}
