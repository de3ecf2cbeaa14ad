import { EndCause, Outcome, TaskKind } from '../../protocol/events.ts';
import { labelOf, placeOf, siteRow } from '../details/labels.ts';
import { MAIN_STREAM } from '../events/tracer-stream.ts';
import type { Model } from '../model.ts';
import { errorText, listed } from '../words.ts';
import { chainTo, errorOf, failedWait, taskOfWait } from './failures.ts';
import type { InsightKind } from './kind.ts';
import { asTasks, inBrackets, nothingLost, nothingMissing, placed, taskPlace, waitPlace } from './places.ts';
import type { Finding } from './types.ts';

function find(model: Model): Finding[] {
  const last = endedBy(model);
  const found = last < 0 ? [] : [insight(model, last, true)];
  if (!nothingLost(model)) return found;
  for (const [task, { heard }] of model.tables.unhandled) {
    if (task !== last && (heard || wentOn(model, task)) && errorOf(model, task) !== null)
      found.push(insight(model, task, false));
  }
  return found;
}

/** The task whose rejection ended the program; -1 for none. Only the last error counts. */
function endedBy(model: Model): number {
  if (!nothingMissing(model) || model.exitCode !== 1 || model.main.endCause !== EndCause.uncaught) return -1;
  const { tasks, errors, unhandled } = model.tables;
  const { turns } = model.main;
  const lastTurnNs = turns.fromNs[turns.length - 1]!;
  let last = -1;
  for (const [task, { heard }] of unhandled) {
    const ends = !heard && tasks.stream[task] === MAIN_STREAM && !wentOn(model, task);
    if (ends && errorOf(model, task) !== null) last = task;
  }
  if (last >= 0) return last;
  for (const task of errors.keys()) {
    const ends = tasks.stream[task] === MAIN_STREAM && tasks.outcome[task] === Outcome.rejected;
    if (!ends || tasks.endNs[task]! < lastTurnNs) continue;
    if (last < 0 || tasks.endNs[task]! > tasks.endNs[last]! || isAbove(model, task, last)) last = task;
  }
  // A callback or a module that throws at once is Node's to tell: nothing was rejected on the way.
  const ended = last >= 0 && errorOf(model, last) !== null;
  return ended && chainTo(model, last).some((task) => isAsync(model, task)) ? last : -1;
}

/** The loop has turned since: nobody ended the program because of it. */
function wentOn(model: Model, task: number): boolean {
  const { turns } = model.streamOf(task);
  return turns.fromNs[turns.length - 1]! > model.tables.tasks.endNs[task]!;
}

const isAsync = (model: Model, task: number): boolean => {
  const kind = model.tables.tasks.kind[task];
  return kind === TaskKind.async || kind === TaskKind.generator;
};

/** Ended at the same moment, having waited for the other. */
function isAbove(model: Model, task: number, other: number): boolean {
  const { tasks } = model.tables;
  return tasks.endNs[task] === tasks.endNs[other] && taskOfWait(model, failedWait(model, task)) === other;
}

function insight(model: Model, last: number, endsProgram: boolean): Finding {
  const { tasks } = model.tables;
  const chain = chainTo(model, last);
  const [first] = chain as [number];
  const text = errorText(errorOf(model, last)!);
  const waits = chain
    .slice(1)
    .map((task) => placed(labelOf(model, task), waitPlace(model, failedWait(model, task))));
  const place = taskPlace(model, first);
  const through = waits.length > 0 ? `, went on through ${listed(waits)}` : '';
  const left = tasks.leftAt[last] === 0 ? null : placeOf(model, siteRow(model, last, tasks.leftAt[last]!));
  const where =
    left === null ? '' : `, nobody awaits ${labelOf(model, last)} where it is called${inBrackets(left)}`;
  const comma = through !== '' || where !== '' ? ',' : '';
  const told = `${placed(labelOf(model, first), place)} was rejected with it${through}${where}${comma} and nobody caught it`;
  const { heard = false } = model.tables.unhandled.get(last) ?? {};
  const message = endsProgram
    ? `The program ended because of ${text}: ${told}.`
    : `Nobody handled ${text}: ${told}${heard ? ' but a listener of the process' : ''}.`;
  return {
    id: 'unhandled-rejection',
    severity: 'error',
    message,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(chain),
    costMs: null,
    fromNs: tasks.startNs[first]!,
    toNs: Math.max(tasks.endNs[last]!, tasks.endNs[first]!),
    advice: model.language.advice.unhandledRejection,
  };
}

export const unhandledRejection: InsightKind = {
  id: 'unhandled-rejection',
  summary:
    'nobody handles a rejection: the program ends because of it, or a listener of the process has to take it',
  threshold: null,
  find,
};
