import { EndCause, Outcome, TaskKind } from '../../protocol/events.ts';
import { labelOf, placeOf, siteRow } from '../details/labels.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import type { Model } from '../model.ts';
import { errorText, listed } from '../words.ts';
import { chainTo, errorOf, failedWait, taskOfWait } from './failures.ts';
import type { InsightKind } from './kind.ts';
import {
  asTasks,
  inBrackets,
  nothingLost,
  nothingMissing,
  placed,
  taskPlace,
  threadName,
  waitPlace,
} from './places.ts';
import type { Finding } from './types.ts';

function find(model: Model): Finding[] {
  const ended = model.streamIds().map((stream) => ({ stream, last: endedBy(model, stream) }));
  const [main] = ended;
  const found: Finding[] = [];
  for (const { stream, last } of ended) {
    // What a worker fails with goes on to whoever started it: told once, where it came to.
    if (last >= 0 && (stream === MAIN_STREAM || !isSameError(model, last, main!.last)))
      found.push(insight(model, last, stream));
  }
  if (!nothingLost(model)) return found;
  const lasts = new Set(ended.map(({ last }) => last));
  for (const [task, { heard, toldNs }] of model.tables.unhandled) {
    if (!lasts.has(task) && (heard || wentOn(model, task, toldNs)) && errorOf(model, task) !== null)
      found.push(insight(model, task, null));
  }
  return found;
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

/** `ended`: the stream that ended because of it, null for none. */
function insight(model: Model, last: number, ended: number | null): Finding {
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
  const message =
    ended !== null
      ? `${threadName(model, ended)} ended because of ${text}: ${told}.`
      : `Nobody handled ${text}: ${told}${heard ? ' but a listener of the process' : ''}.`;
  return {
    id: 'unhandled-rejection',
    severity: ended !== null && isHeardByStarter(model, ended) ? 'info' : 'error',
    message,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(chain),
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
  threshold: null,
  find,
};
