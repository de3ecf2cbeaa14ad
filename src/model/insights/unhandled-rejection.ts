import { EndCause } from '../../protocol/events.ts';
import { MAIN_STREAM } from '../../protocol/recording.ts';
import { labelOf, placeOf, siteRow } from '../details/labels.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { counted, errorText } from '../words.ts';
import type { Work } from '../work.ts';
import {
  endedBy,
  isOfModules,
  isSame,
  isThrown,
  type Lost,
  lostOf,
  placeOfLost,
  tasksOf,
  wayWords,
  wentOn,
} from './evidence/lost-rejections.ts';
import { asTasks, inBrackets, nothingLost, threadName } from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

interface Unhandled {
  readonly lost: Lost;
  /** The stream of the thread that ended because of it; null for none. */
  readonly ended: number | null;
  /** The stream of the worker that ended with it first and passed it on to the program; null for none. */
  readonly worker: number | null;
}

/** Rejections, or groups of them, looked at before other questions may be answered: 2 to 5 ms. */
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

/** What ended the program, or a thread of it, comes before everything else. */
function* unhandled(model: Model): Work<Unhandled[]> {
  const ended = model.streamIds().map((stream) => ({ stream, last: endedBy(model, stream) }));
  const main = ended[0]?.last ?? null;
  const found: Unhandled[] = [];
  // A worker's error is passed on to its starter. It is told once: where it ended up, with what is known of it in the worker.
  const isPassedOn = (stream: number, last: Lost): boolean =>
    stream !== MAIN_STREAM && main !== null && isSame(last.error, main.error);
  for (const { stream, last } of ended) {
    if (last === null || isPassedOn(stream, last)) continue;
    const isFromElsewhere = stream === MAIN_STREAM && isThrown(last) && last.task < 0;
    const from = isFromElsewhere
      ? ended.find((each) => each.last && isPassedOn(each.stream, each.last))
      : null;
    found.push({ lost: from?.last ?? last, ended: stream, worker: from?.stream ?? null });
  }
  if (!nothingLost(model)) return found;
  const lasts = new Set(ended.map(({ last }) => last?.row ?? null));
  let looked = 0;
  for (const row of model.tables.unhandled.all()) {
    if (++looked % PIECE === 0) yield;
    if (lasts.has(row) || !(row.heard || wentOn(model, row))) continue;
    const lost = lostOf(model, row);
    // If it went wrong in a package only, and ended nothing, no line of the program can be named.
    if (lost !== null && placeOfLost(model, lost) !== null) found.push({ lost, ended: null, worker: null });
  }
  return found;
}

/** Groups rejections with the same kind of error in the same function: a server may have one for each request. What ended a thread stands alone. */
function* byPlace(model: Model, all: readonly Unhandled[]): Work<Unhandled[][]> {
  const groups = new Map<string, Unhandled[]>();
  let looked = 0;
  for (const one of all) {
    if (++looked % PIECE === 0) yield;
    const place = placeOfLost(model, one.lost);
    const where = place === null ? '' : `${place.file} ${place.line} ${place.column}`;
    addToList(groups, `${one.ended} ${where} ${one.lost.error.name}`, one);
  }
  return [...groups.values()];
}

/** A worker's error is given to its starter. If nobody listens there, the program ends because of it. */
function isHeardByStarter(model: Model, stream: number): boolean {
  const { threads } = model.tables;
  const isWorker = threads.all[threads.ofStream(stream)]!.kind === 'worker';
  return isWorker && model.main.endCause !== EndCause.uncaught;
}

/** `, nobody awaits save() where it is called (app.mjs:12)`, where its promise was dropped. */
function leftWords(model: Model, { task }: Lost): string {
  const left = task < 0 ? 0 : model.tables.tasks.leftAt.get(task);
  if (left === 0) return '';
  return `, nobody awaits ${labelOf(model, task)} where it is called${inBrackets(placeOf(model, siteRow(model, task, left)))}`;
}

function adviceFor(
  model: Model,
  lost: Lost,
): 'callbackThrew' | 'moduleFailed' | 'unhandledChain' | 'unhandledRejection' {
  if (isThrown(lost)) return 'callbackThrew';
  if (isOfModules(model, lost)) return 'moduleFailed';
  return tasksOf(model, lost).length === 0 ? 'unhandledChain' : 'unhandledRejection';
}

function insight(model: Model, [one, ...others]: readonly Unhandled[]): Finding {
  const { lost, ended, worker } = one!;
  const { tasks } = model.tables;
  const chain = tasksOf(model, lost);
  const text = errorText(lost.error);
  const place = placeOfLost(model, lost);
  const way = `${wayWords(model, lost)}${leftWords(model, lost)}`;
  const told = `${way}${way.includes(', ') ? ',' : ''} and nobody caught it`;
  const passedOn = worker === null ? '' : `, which ${threadName(model, worker)} had ended with`;
  const more = others.length > 0 ? ` (and ${counted(others.length, 'other rejection')} there)` : '';
  const message =
    ended !== null
      ? `${threadName(model, ended)} ended because of ${text}${passedOn}: ${told}${more}.`
      : `Nobody handled ${text}: ${told}${lost.row?.heard ? ' but a listener of the process' : ''}${more}.`;
  const toldNs = lost.row?.toldNs ?? 0;
  const [first, last] = [chain[0] ?? -1, lost.task];
  return {
    id: 'unhandled-rejection',
    severity: ended !== null && isHeardByStarter(model, ended) ? 'info' : 'error',
    message,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks(
      [...chain, ...others.flatMap(({ lost: { task } }) => (task < 0 ? [] : [task]))].slice(0, 20),
    ),
    costMs: null,
    fromNs: first < 0 ? toldNs : tasks.startNs.get(first),
    toNs: first < 0 ? toldNs : Math.max(tasks.endNs.get(last), tasks.endNs.get(first)),
    advice: model.language.advice[adviceFor(model, lost)],
  };
}

export const unhandledRejection: InsightKind = {
  id: 'unhandled-rejection',
  summary:
    'nobody handles a rejection, or an error at a module’s top level or in a callback: the program, or a thread of it, ends because of it, or a listener of the process has to take it',
  threshold: { value: 1, unit: 'tasks' },
  find,
};
