import { EndCause, Outcome, TaskKind } from '../../protocol/events.ts';
import { definitionOf, labelOf, placeOf, siteRow } from '../details/labels.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import type { Model } from '../model.ts';
import { counted, errorText, listed } from '../words.ts';
import type { Work } from '../work.ts';
import { chainTo, errorOf, failedWait, taskOfWait } from './evidence/failures.ts';
import {
  asTasks,
  inBrackets,
  nothingLost,
  nothingMissing,
  placed,
  siteKey,
  taskPlace,
  threadName,
  waitPlace,
} from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

interface Unhandled {
  /** The last one of the tasks that were rejected with it. */
  readonly task: number;
  /** The stream that ended because of it, null for none. */
  readonly ended: number | null;
}

/** Tasks, or groups of them, looked at before other questions may be answered: 2 to 5 ms. */
const PIECE = 1024;

function* find(model: Model, least: number): Work<Finding[]> {
  const found: Finding[] = [];
  let looked = 0;
  for (const alike of yield* byPlace(model, yield* unhandled(model))) {
    if (alike.length >= least) found.push(insight(model, alike));
    if (++looked % PIECE === 0) yield;
  }
  return found;
}

/** What ended the program, or a part of it, before all else. */
function* unhandled(model: Model): Work<Unhandled[]> {
  const ended = model.streamIds().map((stream) => ({ stream, last: endedBy(model, stream) }));
  const [main] = ended;
  // What a worker fails with goes on to whoever started it: told once, where it came to.
  const found: Unhandled[] = ended
    .filter(
      ({ stream, last }) => last >= 0 && (stream === MAIN_STREAM || !isSameError(model, last, main!.last)),
    )
    .map(({ stream, last }) => ({ task: last, ended: stream }));
  if (!nothingLost(model)) return found;
  const lasts = new Set(ended.map(({ last }) => last));
  let looked = 0;
  for (const [task, { heard, toldNs }] of model.tables.unhandled) {
    if (++looked % PIECE === 0) yield;
    if (!lasts.has(task) && (heard || wentOn(model, task, toldNs)) && errorOf(model, task) !== null)
      found.push({ task, ended: null });
  }
  return found;
}

/** Those that began with the same kind of error in the same function: a server may have one for each request. What ended a thread stands alone. */
function* byPlace(model: Model, all: readonly Unhandled[]): Work<Unhandled[][]> {
  const groups = new Map<string, Unhandled[]>();
  let looked = 0;
  for (const one of all) {
    if (++looked % PIECE === 0) yield;
    const [first] = chainTo(model, one.task) as [number];
    const key = `${one.ended} ${siteKey(model, definitionOf(model, first))} ${errorOf(model, first)?.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** The task whose rejection ended the program, or a thread or process of it; -1 for none. Only the last error counts. */
function endedBy(model: Model, stream: number): number {
  const { exitCode, endCause, turns } = model.stream(stream);
  if (!nothingMissing(model) || endCause !== EndCause.uncaught) return -1;
  if ((stream === MAIN_STREAM ? model.exitCode : exitCode) !== 1) return -1;
  const { tasks, errors, unhandled } = model.tables;
  const lastTurnNs = turns.fromNs.get(turns.length - 1);
  let last = -1;
  for (const [task, { heard, toldNs }] of unhandled) {
    const ends = !heard && tasks.stream.get(task) === stream && !wentOn(model, task, toldNs);
    if (ends && errorOf(model, task) !== null) last = task;
  }
  if (last >= 0) return last;
  for (const task of errors.keys()) {
    const ends = tasks.stream.get(task) === stream && tasks.outcome.get(task) === Outcome.rejected;
    if (!ends || tasks.endNs.get(task) < lastTurnNs) continue;
    if (last < 0 || tasks.endNs.get(task) > tasks.endNs.get(last) || isAbove(model, task, last)) last = task;
  }
  // A callback or a module that throws at once is Node's to tell: nothing was rejected on the way.
  const ended = last >= 0 && errorOf(model, last) !== null;
  return ended && chainTo(model, last).some((task) => isAsync(model, task)) ? last : -1;
}

function isSameError(model: Model, one: number, other: number): boolean {
  const [error, same] = [errorOf(model, one), other < 0 ? null : errorOf(model, other)];
  return same !== null && error?.name === same.name && error.message === same.message;
}

/** The loop has turned since the program was told: nobody ended it because of that. */
function wentOn(model: Model, task: number, toldNs: number): boolean {
  const { turns } = model.streamOf(task);
  return turns.fromNs.get(turns.length - 1) > toldNs;
}

const isAsync = (model: Model, task: number): boolean => {
  const kind = model.tables.tasks.kind.get(task);
  return kind === TaskKind.async || kind === TaskKind.generator;
};

/** A worker's error is given to whoever started it, and where nobody listens there the program ends because of it. */
function isHeardByStarter(model: Model, stream: number): boolean {
  const { threads } = model.tables;
  const isWorker = threads.all[threads.ofStream(stream)]!.kind === 'worker';
  return isWorker && model.main.endCause !== EndCause.uncaught;
}

/** Ended at the same moment, having waited for the other. */
function isAbove(model: Model, task: number, other: number): boolean {
  const { tasks } = model.tables;
  return (
    tasks.endNs.get(task) === tasks.endNs.get(other) && taskOfWait(model, failedWait(model, task)) === other
  );
}

function insight(model: Model, [one, ...others]: readonly Unhandled[]): Finding {
  const { task: last, ended } = one!;
  const { tasks } = model.tables;
  const chain = chainTo(model, last);
  const [first] = chain as [number];
  const text = errorText(errorOf(model, last)!);
  const waits = chain
    .slice(1)
    .map((task) => placed(labelOf(model, task), waitPlace(model, failedWait(model, task))));
  const place = taskPlace(model, first);
  const through = waits.length > 0 ? `, which went on through ${listed(waits)}` : '';
  const left =
    tasks.leftAt.get(last) === 0 ? null : placeOf(model, siteRow(model, last, tasks.leftAt.get(last)));
  const where =
    left === null ? '' : `, nobody awaits ${labelOf(model, last)} where it is called${inBrackets(left)}`;
  const comma = through !== '' || where !== '' ? ',' : '';
  const told = `${placed(labelOf(model, first), place)} was rejected with it${through}${where}${comma} and nobody caught it`;
  const { heard = false } = model.tables.unhandled.get(last) ?? {};
  const more = others.length > 0 ? ` (and ${counted(others.length, 'other rejection')} there)` : '';
  const message =
    ended !== null
      ? `${threadName(model, ended)} ended because of ${text}: ${told}${more}.`
      : `Nobody handled ${text}: ${told}${heard ? ' but a listener of the process' : ''}${more}.`;
  return {
    id: 'unhandled-rejection',
    severity: ended !== null && isHeardByStarter(model, ended) ? 'info' : 'error',
    message,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks([...chain, ...others.map((other) => other.task)].slice(0, 20)),
    costMs: null,
    fromNs: tasks.startNs.get(first),
    toNs: Math.max(tasks.endNs.get(last), tasks.endNs.get(first)),
    advice: model.language.advice.unhandledRejection,
  };
}

export const unhandledRejection: InsightKind = {
  id: 'unhandled-rejection',
  summary:
    'nobody handles a rejection: the program, or a thread of it, ends because of it, or a listener of the process has to take it',
  threshold: { value: 1, unit: 'tasks' },
  find,
};
