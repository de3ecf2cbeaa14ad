// Rejections that nobody handled: what they were, where they came from, and what ended because of them.

import { EndCause, Outcome, TaskKind } from '../../../protocol/events.ts';
import type { TaskError } from '../../../protocol/payloads.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import { labelOf, placeOf, placeText } from '../../details/labels.ts';
import type { Model } from '../../model.ts';
import type { UnhandledRow } from '../../tables/unhandled.ts';
import type { PlaceView } from '../../view-types.ts';
import { listed } from '../../words.ts';
import { chainTo, errorOf, failedWait, taskOfWait } from './failures.ts';
import { named, nothingMissing, placed, taskPlace, waitPlace } from './places.ts';

export interface Lost {
  /** The last of the tasks that were rejected with it; -1 if none was. */
  readonly task: number;
  readonly error: TaskError;
  /** What was recorded of it; null if only the end of a thread shows it. */
  readonly row: UnhandledRow | null;
}

/** A recorded rejection; null if its error is unknown. */
export function lostOf(model: Model, row: UnhandledRow): Lost | null {
  const own = row.task < 0 ? null : errorOf(model, row.task);
  const error = row.rejection?.error ?? own;
  if (error === null) return null;
  // If the task's own error is another one, a function that `then` called failed by itself.
  const isPassedOn = isSame(own, error) && model.tables.tasks.outcome.get(row.task) === Outcome.rejected;
  return { task: row.rejection === null || isPassedOn ? row.task : -1, error, row };
}

export const isSame = (one: TaskError | null, other: TaskError | null): boolean =>
  one !== null && one.name === other?.name && one.message === other.message;

/** The rejection because of which the program, or a thread or process of it, ended; null for none. Only the last one counts. */
export function endedBy(model: Model, stream: number): Lost | null {
  const { exitCode, endCause } = model.stream(stream);
  if (!nothingMissing(model) || endCause !== EndCause.uncaught) return null;
  if ((stream === MAIN_STREAM ? model.exitCode : exitCode) !== 1) return null;
  let last: Lost | null = null;
  for (const row of model.tables.unhandled.all()) {
    if (row.heard || row.stream !== stream || wentOn(model, row)) continue;
    last = lostOf(model, row) ?? last;
  }
  const ended = rejectedLast(model, stream);
  if (last === null || ended === null || !isModule(model, last.task)) return last ?? ended;
  // What was reported of a module's error says nothing of those that waited for the module.
  return isSame(last.error, ended.error) ? { ...ended, row: last.row } : last;
}

/** The task that was rejected last, in the last turn, without any record that nobody handled it. */
function rejectedLast(model: Model, stream: number): Lost | null {
  const { tasks, errors } = model.tables;
  const { turns } = model.stream(stream);
  const lastTurnNs = turns.fromNs.get(turns.length - 1);
  let last = -1;
  for (const task of errors.keys()) {
    const ends = tasks.stream.get(task) === stream && tasks.outcome.get(task) === Outcome.rejected;
    if (!ends || tasks.endNs.get(task) < lastTurnNs) continue;
    if (last < 0 || tasks.endNs.get(task) > tasks.endNs.get(last) || isAbove(model, task, last)) last = task;
  }
  const error = last < 0 ? null : errorOf(model, last);
  // If a callback throws, the runtime reports the error itself: there was no rejection.
  const isRejection = error !== null && chainTo(model, last).some((task) => isRejectable(model, task));
  return isRejection ? { task: last, error, row: null } : null;
}

/** Whether the loop went on after the program was told, so that it did not end because of that. */
export function wentOn(model: Model, { stream, toldNs }: UnhandledRow): boolean {
  const { turns } = model.stream(stream);
  return turns.fromNs.get(turns.length - 1) > toldNs;
}

const isModule = (model: Model, task: number): boolean =>
  task >= 0 && model.tables.tasks.kind.get(task) === TaskKind.module;

const isRejectable = (model: Model, task: number): boolean => {
  const kind = model.tables.tasks.kind.get(task);
  return kind === TaskKind.async || kind === TaskKind.generator || kind === TaskKind.module;
};

/** Whether a task ended at the same moment as another one for which it had waited. */
function isAbove(model: Model, task: number, other: number): boolean {
  const { tasks } = model.tables;
  return (
    tasks.endNs.get(task) === tasks.endNs.get(other) && taskOfWait(model, failedWait(model, task)) === other
  );
}

/** The tasks that were rejected with it, in that order. */
export const tasksOf = (model: Model, { task }: Lost): number[] => (task < 0 ? [] : chainTo(model, task));

/** The task that made the rejected promise, if that belongs to no task; -1 if unknown. */
function makerOf(model: Model, { row }: Lost): number {
  return row?.rejection == null ? -1 : model.stream(row.stream).events.ids.find(row.rejection.by);
}

/** The calls that made the rejected promise, each from the promise of the one before. */
function callsOf(model: Model, { row }: Lost): { name: string; place: PlaceView }[] {
  if (row?.rejection == null) return [];
  const { sites } = model.stream(row.stream).events;
  return row.rejection.through.flatMap((site) => {
    const known = sites.find(site);
    const place = placeOf(model, known);
    return place === null ? [] : [{ name: model.tables.sites.names[known]!, place }];
  });
}

/** Whether only modules were rejected with it, or could not be loaded. */
export function isOfModules(model: Model, lost: Lost): boolean {
  const tasks = tasksOf(model, lost);
  if (tasks.length === 0) return lost.row?.rejection?.isOfLoading === true;
  return tasks.every((task) => isModule(model, task));
}

/** Whether no promise was rejected with it: it has left a callback. */
export const isThrown = ({ row }: Lost): boolean => row?.rejection?.isThrown === true;

/** The await that a module failed with, if the error has no line of the program's own; null if it is another task's, or went on after its last await. */
function failedAwait(model: Model, lost: Lost): PlaceView | null {
  const [first] = tasksOf(model, lost);
  if (first === undefined || !isModule(model, first) || (lost.row?.rejection?.at ?? null) !== null)
    return null;
  const wait = failedWait(model, first);
  return wait === model.tables.tasks.lastRun.get(first) ? waitPlace(model, wait) : null;
}

/** The place to look at first. */
export function placeOfLost(model: Model, lost: Lost): PlaceView | null {
  const [first] = tasksOf(model, lost);
  const at = lost.row?.rejection?.at ?? null;
  // A module is a whole file, and a callback may have called anything.
  const isFar = isThrown(lost) || (first !== undefined && isModule(model, first));
  if (first !== undefined && (at === null || !isFar))
    return failedAwait(model, lost) ?? taskPlace(model, first);
  if (at !== null) return at;
  const calls = callsOf(model, lost);
  const call = lost.row?.rejection?.isWhole ? calls[0] : calls[calls.length - 1];
  const maker = makerOf(model, lost);
  return call?.place ?? (maker < 0 ? null : taskPlace(model, maker));
}

/** `load() (app.mjs:3) was rejected with it, which went on through page() (app.mjs:9)`, or `it came from parse() (app.mjs:7)`. */
export function wayWords(model: Model, lost: Lost): string {
  const [first, ...tasks] = tasksOf(model, lost);
  const calls = callsOf(model, lost).map(({ name, place }) => placed(name, place));
  const at = lost.row?.rejection?.at ?? null;
  const from = at === null ? null : at.name === '' ? placeText(at) : placed(`${at.name}()`, at);
  if (isThrown(lost)) return thrownWords(model, lost, from);
  if (first !== undefined) {
    const waits = tasks.map((task) =>
      placed(labelOf(model, task), waitPlace(model, failedWait(model, task))),
    );
    const failed = failedAwait(model, lost);
    const source = failed === null ? from : `the await at ${placeText(failed)}`;
    const began =
      source !== null && isModule(model, first)
        ? `it came from ${source}`
        : `${named(model, first)} was rejected with it`;
    return `${began}${goingOn([...waits, ...calls])}`;
  }
  if (lost.row?.rejection?.isWhole) {
    const [begin, ...others] = from === null ? calls : [from, ...calls];
    if (begin !== undefined) return `it came from ${begin}${goingOn(others)}`;
  }
  const last = calls.pop();
  const came = from === null ? '' : `it came from ${from}`;
  if (last === undefined) return came || madeWords(model, lost);
  const of = calls.length === 0 ? '' : `, made of ${listed(calls)},`;
  return `${came === '' ? '' : `${came}, `}${last}${of} was rejected with it`;
}

/** `it came from parse() (app.mjs:7) in on("data") callback (app.mjs:3)`. */
function thrownWords(model: Model, lost: Lost, from: string | null): string {
  const maker = makerOf(model, lost);
  if (lost.task >= 0) {
    if (from === null) return `${named(model, lost.task)} threw it`;
    const isItself = lost.row?.rejection?.at?.name === labelOf(model, lost.task);
    return `it came from ${from}${isItself ? '' : ` in ${named(model, lost.task)}`}`;
  }
  if (from !== null) return `it came from ${from}`;
  return `it came up in ${maker < 0 ? 'a callback of the runtime’s own' : `what ${named(model, maker)} had begun`}`;
}

const goingOn = (through: readonly string[]): string =>
  through.length > 0 ? `, which went on through ${listed(through)}` : '';

function madeWords(model: Model, lost: Lost): string {
  if (lost.row?.rejection?.isOfLoading)
    return 'it was thrown while the files that it begins with were loaded';
  const maker = makerOf(model, lost);
  const whose = maker < 0 ? 'that no task waits for' : `that ${named(model, maker)} had made`;
  return `a promise ${whose} was rejected with it`;
}
