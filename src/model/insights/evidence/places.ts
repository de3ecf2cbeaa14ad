import { TaskKind } from '../../../protocol/events.ts';
import { MAIN_STREAM } from '../../../protocol/recording.ts';
import type { TaskIndex } from '../../../protocol/units.ts';
import { type Holder, holderName } from '../../details/holders.ts';
import {
  definitionOf,
  labelOf,
  nameOf,
  placeBeside,
  placeOf,
  placeText,
  siteRow,
  threadLabel,
} from '../../details/labels.ts';
import { TaskState } from '../../events/transitions.ts';
import { addToList } from '../../lists.ts';
import type { Model } from '../../model.ts';
import type { PlaceView } from '../../view-types.ts';
import { counted, duration } from '../../words.ts';

/** ` (app.mjs:12)`; '' if the place is unknown. */
export const inBrackets = (place: PlaceView | null): string =>
  place === null ? '' : ` (${placeText(place)})`;

export const taskPlace = (model: Model, task: number): PlaceView | null =>
  placeOf(model, definitionOf(model, task));

/** `fetchPrice("AAPL") (app.mjs:12)`. A name that contains its place, `map callback app.mjs:12`, stays as it is. */
export const placed = (label: string, place: PlaceView | null): string =>
  placeBeside(label, place) === '' ? label : `${label}${inBrackets(place)}`;

export const named = (model: Model, task: number): string =>
  placed(labelOf(model, task), taskPlace(model, task));

/**
 * The same for whoever held a loop: `parse("b.html") (app.mjs:12)`, `then callback app.mjs:14`. If many calls held it and none did for most of
 * the time: `parse() (app.mjs:12)`.
 */
export function namedHolder(model: Model, holder: Holder): string {
  const { task, hasOthers, longestNs, ns } = holder;
  if (holder.run >= 0 && hasOthers && longestNs < ns / 2)
    return functionName(model, task, taskPlace(model, task));
  if (holder.run >= 0) return named(model, task);
  const { name, place } = holderName(model, holder);
  return placed(name, place);
}

/** `load() (app.mjs:12)`: a function, whatever the arguments of its calls. */
export function functionName(model: Model, task: number, place: PlaceView | null): string {
  const name = nameOf(model, task);
  const kind = model.tables.tasks.kind.get(task);
  const isCalled = kind === TaskKind.async || kind === TaskKind.generator;
  const site = definitionOf(model, task);
  const isNamed = site >= 0 && model.tables.sites.names[site] !== '';
  return placed(isCalled && isNamed ? `${name}()` : name, place);
}

/** Where a run's wait stands. */
export const waitPlace = (model: Model, run: number): PlaceView | null =>
  placeOf(model, siteRow(model, model.tables.runs.task.get(run), model.tables.runs.site.get(run)));

/** `the event loop`, or `the event loop of worker resize.mjs #1 and 3 other threads`, which names the first one. */
export function loopName(model: Model, streams: Iterable<number>): string {
  const { threads } = model.tables;
  const [first = MAIN_STREAM, ...others] = new Set(streams);
  if (first === MAIN_STREAM && others.length === 0) return 'the event loop';
  const also = others.length > 0 ? ` and ${counted(others.length, 'other thread')}` : '';
  return `the event loop of ${threadLabel(threads.all[threads.ofStream(first)]!)}${also}`;
}

/** The thread of a stream, at the beginning of a sentence: `The program`, `Worker resize.mjs #1`. */
export function threadName(model: Model, stream: number): string {
  const { threads } = model.tables;
  if (stream === MAIN_STREAM) return 'The program';
  const label = threadLabel(threads.all[threads.ofStream(stream)]!);
  return `${label[0]!.toUpperCase()}${label.slice(1)}`;
}

/** A part of at least this size helps to explain why something took so long, and is mentioned. */
const TELLING = 0.1;

/** `, 40.0 ms of it while the machine ran something else`; '' if that was little. */
export function withheldWords(model: Model, stream: number, fromNs: number, toNs: number): string {
  const ns = model.stream(stream).withheld.between(fromNs, toNs);
  return ns < TELLING * (toNs - fromNs) ? '' : `, ${duration(ns)} of it while the machine ran something else`;
}

/** `, 40.0 ms of it for tracing`; '' if that was little. */
export function tracedWords(model: Model, stream: number, fromNs: number, toNs: number): string {
  const ns = model.stream(stream).tracing.between(fromNs, toNs);
  return ns < TELLING * (toNs - fromNs) ? '' : `, ${duration(ns)} of it for tracing`;
}

/** `, 40.0 ms of it to load 12 modules (typescript/lib/typescript.js the longest)`; '' if that was little. */
export function loadedWords(model: Model, stream: number, fromNs: number, toNs: number): string {
  const { ns, files, longest } = model.stream(stream).loading.between(fromNs, toNs);
  if (ns < TELLING * (toNs - fromNs)) return '';
  const which = longest === null ? '' : ` (${longest.name}${files > 1 ? ' the longest' : ''})`;
  return `, ${duration(ns)} of it to load ${counted(files, 'module')}${which}`;
}

/** A key for a definition or another place. The same place in several threads has the same key. */
export const siteKey = (model: Model, site: number): string =>
  site < 0 ? String(site) : model.tables.sites.placeKey(site);

export const asTasks = (tasks: Iterable<number>): TaskIndex[] => [...tasks] as TaskIndex[];

/** Whether no event of the tasks is missing so far. */
export function nothingLost(model: Model): boolean {
  const { dropped, unknownGaps, illegal } = model.tables;
  return dropped === 0 && unknownGaps === 0 && illegal === 0;
}

/** Whether the recording is complete, so that it shows what did not happen. */
export const nothingMissing = (model: Model): boolean =>
  model.finished && model.complete && nothingLost(model);

export const isOver = (model: Model, task: number): boolean =>
  model.tables.tasks.state.get(task) === TaskState.over;

/** Groups things by the line whose wait they are about. Within each group and among the groups, those with most come first. */
export function placeGroups<T>(
  model: Model,
  all: readonly T[],
  runOf: (one: T) => number,
  cost: (one: T) => number = () => 0,
): T[][] {
  const siteOf = (one: T): number => {
    const run = runOf(one);
    return siteRow(model, model.tables.runs.task.get(run), model.tables.runs.site.get(run));
  };
  return siteGroups(all, siteOf, cost);
}

/** The same for groups by the row of a place. */
export function siteGroups<T>(
  all: readonly T[],
  siteOf: (one: T) => number,
  cost: (one: T) => number = () => 0,
): T[][] {
  const groups = new Map<number, T[]>();
  for (const one of all.toSorted((a, b) => cost(b) - cost(a))) addToList(groups, siteOf(one), one);
  return [...groups.values()];
}
