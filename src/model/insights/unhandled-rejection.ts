import { AwaitedKind, EndCause, Outcome, TaskKind } from '../../protocol/events.ts';
import { labelOf } from '../labels.ts';
import type { Model } from '../model.ts';
import { MAIN_STREAM } from '../tracer-stream.ts';
import { errorText, listed } from '../words.ts';
import type { InsightKind } from './kind.ts';
import { asTasks, inBrackets, nothingMissing, taskPlace, waitPlace } from './places.ts';
import type { Finding } from './types.ts';

/** Only the last error counts: the program ends in the turn in which a rejection finds nobody. */
function find(model: Model): Finding[] {
  if (!nothingMissing(model) || model.exitCode !== 1 || model.main.endCause !== EndCause.uncaught) return [];
  const { tasks, errors } = model.tables;
  const { turns } = model.main;
  const lastTurnNs = turns.fromNs[turns.length - 1]!;
  let last = -1;
  for (const task of errors.keys()) {
    const ends = tasks.stream[task] === MAIN_STREAM && tasks.outcome[task] === Outcome.rejected;
    if (!ends || tasks.endNs[task]! < lastTurnNs) continue;
    if (last < 0 || tasks.endNs[task]! > tasks.endNs[last]! || isAbove(model, task, last)) last = task;
  }
  if (last < 0) return [];
  const chain = chainTo(model, last);
  // A callback or a module that throws at once is Node's to tell: nothing was rejected on the way.
  return chain.some((task) => isAsync(model, task)) ? [insight(model, chain)] : [];
}

const isAsync = (model: Model, task: number): boolean => {
  const kind = model.tables.tasks.kind[task];
  return kind === TaskKind.async || kind === TaskKind.generator;
};

/** Ended at the same moment, having waited for the other. */
function isAbove(model: Model, task: number, other: number): boolean {
  const { tasks } = model.tables;
  return tasks.endNs[task] === tasks.endNs[other] && awaitedBy(model, task) === other;
}

function awaitedBy(model: Model, task: number): number {
  const { tasks, runs } = model.tables;
  // The wait that failed is the one before the last run, or the last, where it never ran again.
  const last = tasks.lastRun[task]!;
  if (runs.awaited[last] === AwaitedKind.task) return runs.reference[last]!;
  let before = -1;
  for (let run = tasks.firstRun[task]!; run !== last; run = runs.next[run]!) before = run;
  return before >= 0 && runs.awaited[before] === AwaitedKind.task ? runs.reference[before]! : -1;
}

/** Where the error came from: the task that had it first, those it travelled through, the one that lost it. */
function chainTo(model: Model, task: number): number[] {
  const { tasks, errors } = model.tables;
  const chain = [task];
  for (;;) {
    const from = awaitedBy(model, chain[0]!);
    const error = errors.get(from);
    const mine = errors.get(task);
    const same = error !== undefined && error.name === mine?.name && error.message === mine.message;
    if (!same || tasks.outcome[from] !== Outcome.rejected || chain.includes(from)) return chain;
    chain.unshift(from);
  }
}

function insight(model: Model, chain: readonly number[]): Finding {
  const { tasks, runs, errors } = model.tables;
  const [first] = chain as [number];
  const last = chain[chain.length - 1]!;
  const error = errors.get(last)!;
  const text = errorText(error);
  const waits = chain.slice(1).map((task) => {
    const run = tasks.firstRun[task]!;
    let failed = run;
    for (let each = run; each >= 0; each = runs.next[each]!) {
      if (runs.reference[each] === chain[chain.indexOf(task) - 1]) failed = each;
    }
    return `${labelOf(model, task)}${inBrackets(waitPlace(model, failed))}`;
  });
  const place = taskPlace(model, first);
  const through = waits.length > 0 ? `, went on through ${listed(waits)},` : '';
  return {
    id: 'unhandled-rejection',
    severity: 'error',
    message: `The program ended because of ${text}: ${labelOf(model, first)}${inBrackets(place)} was rejected with it${through} and nobody caught it.`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(chain),
    costMs: null,
    fromNs: tasks.startNs[first]!,
    toNs: Math.max(tasks.endNs[last]!, tasks.endNs[first]!),
    advice: {
      text: 'Await what is started where an error can be handled, and catch it there, or hang a catch onto it.',
      before: 'save(order);',
      after: 'save(order).catch((error) => log.warn(error));',
    },
  };
}

export const unhandledRejection: InsightKind = {
  id: 'unhandled-rejection',
  summary: 'the program ends because of a rejection that nobody handles',
  threshold: null,
  find,
};
