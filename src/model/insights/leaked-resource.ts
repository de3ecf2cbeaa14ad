import { ResourceKind, TaskKind } from '../../protocol/events.ts';
import { MAIN_STREAM } from '../../protocol/recording.ts';
import { msOf, NS_PER_MS } from '../../protocol/units.ts';
import { labelOf, placeText } from '../details/labels.ts';
import type { AdviceSubject } from '../languages/index.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import type { Resource } from '../tables/resources.ts';
import { counted, duration, listed } from '../words.ts';
import { doneSince, lastResumptionNs } from './evidence/done-since.ts';
import { endedThreads } from './evidence/ended-threads.ts';
import { leftTimers } from './evidence/left-timers.ts';
import { asTasks, nothingLost, nothingMissing } from './evidence/places.ts';
import { signalledNs } from './evidence/signalled.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

/** What one is called, and several. */
const NAMES: Readonly<Record<ResourceKind, readonly [string, string]>> = {
  [ResourceKind.file]: ['the file', 'files'],
  [ResourceKind.server]: ['the server', 'servers'],
  [ResourceKind.socket]: ['the socket', 'sockets'],
  [ResourceKind.watcher]: ['the watcher', 'watchers'],
  [ResourceKind.interval]: ['the interval', 'intervals'],
  [ResourceKind.worker]: ['the worker', 'workers'],
  [ResourceKind.timer]: ['the timer', 'timers'],
  [ResourceKind.input]: ['standard input', 'readers of standard input'],
  [ResourceKind.process]: ['the process', 'processes'],
  [ResourceKind.port]: ['the port', 'ports'],
  [ResourceKind.descriptor]: ['the file', 'files'],
  [ResourceKind.output]: ['the file', 'files'],
};

/** Kinds that do not keep a program alive: files. */
const FILES: readonly ResourceKind[] = [ResourceKind.file, ResourceKind.descriptor, ResourceKind.output];

/** A few logs may be kept open to the end, but not this many files that one line opened for writing. */
const MANY_OUTPUTS = 10;

/** The verb for how something began, if that is not 'opened'. */
const BEGUN: Readonly<Partial<Record<ResourceKind, string>>> = {
  [ResourceKind.interval]: 'set',
  [ResourceKind.timer]: 'set',
  [ResourceKind.worker]: 'started',
  [ResourceKind.process]: 'started',
  [ResourceKind.port]: 'made',
};

const ADVICE: Readonly<Partial<Record<ResourceKind, AdviceSubject>>> = {
  [ResourceKind.interval]: 'leftInterval',
  [ResourceKind.timer]: 'leftTimer',
  [ResourceKind.input]: 'leftInput',
  [ResourceKind.port]: 'leftPort',
  [ResourceKind.worker]: 'leftWorker',
};

type Own = Resource & { readonly place: NonNullable<Resource['place']> };

function find(model: Model, thresholdMs: number): Finding[] {
  if (!nothingLost(model)) return [];
  const leastNs = thresholdMs * NS_PER_MS;
  return [...neverClosed(model), ...keptAlive(model, leastNs), ...keptUntilTimers(model, leastNs)];
}

/**
 * Files left open by a thread or a process that ended by itself. Anything else would have kept it alive, or was released on purpose. A file that
 * is open when a signal tells the program to end may be what the program works with.
 */
function neverClosed(model: Model): Finding[] {
  if (!nothingMissing(model)) return [];
  const byPlace = new Map<string, Own[]>();
  for (const file of endedThreads(model).flatMap(({ stream }) => openOf(model, stream))) {
    if (!FILES.includes(file.kind) || !isOwn(file) || wasInUse(model, file)) continue;
    const key = `${file.place.line} ${file.place.file}`;
    addToList(byPlace, key, file);
  }
  return [...byPlace.values()]
    .filter((files) => files.length >= MANY_OUTPUTS || files.some(({ kind }) => kind !== ResourceKind.output))
    .filter((files) => files.length > 1 || files[0]!.openedNs > signalledNs(model, files[0]!.stream))
    .map((files) => neverClosedInsight(model, files));
}

/** Whoever opened it was still at work when a signal told the program to end. */
function wasInUse(model: Model, { stream, task, openedNs }: Resource): boolean {
  const toldNs = signalledNs(model, stream);
  return openedNs <= toldNs && task >= 0 && model.tables.tasks.endNs.get(task) > toldNs;
}

const isOwn = (resource: Resource): resource is Own => resource.place !== null;

const openOf = (model: Model, of: number): Resource[] =>
  model.tables.resources.all.filter(
    ({ stream, closedNs }) => stream === of && closedNs === Number.POSITIVE_INFINITY,
  );

function neverClosedInsight(model: Model, files: readonly Own[]): Finding {
  const [first] = files as [Own];
  const { file, line } = first.place;
  // If no task is known to have opened it, the finding names the module that the thread began with.
  const opened = tasksOf(files);
  const begun = model.stream(first.stream).events.first;
  const isModules = first.task < 0 || model.tables.tasks.kind.get(first.task) === TaskKind.module;
  const by = isModules ? '' : ` by ${labelOf(model, first.task)}`;
  const what =
    files.length === 1
      ? `The file opened at ${placeText(first.place)}${by} was`
      : `${counted(files.length, 'file')} opened at ${placeText(first.place)}${by} were`;
  return {
    id: 'leaked-resource',
    // A single file may be read all the time. Unlike a file handle, a bare descriptor is not closed by the garbage collector.
    severity: files.length === 1 && first.kind === ResourceKind.descriptor ? 'info' : 'warning',
    message: `${what} never closed.`,
    file,
    line,
    tasks: opened.length > 0 || begun < 0 ? opened : asTasks([begun]),
    costMs: null,
    fromNs: first.openedNs,
    toNs: model.endNs,
    advice: model.language.advice[first.kind === ResourceKind.file ? 'unclosedFile' : 'unclosedDescriptor'],
  };
}

/** What keeps a program alive that has nothing more to do, or kept it alive until a signal stopped it. */
function keptAlive(model: Model, leastNs: number): Finding[] {
  if (model.finished && model.signal === null) return [];
  const holding = openOf(model, MAIN_STREAM).filter(({ kind, holds }) => holds && !FILES.includes(kind));
  if (holding.length === 0) return [];
  const doneNs = doneSince(model);
  const nowNs = model.finished ? model.endNs : model.main.lastNs;
  if (doneNs === null || nowNs - doneNs < leastNs) return [];
  // What a program opens last is what it is for.
  const resumedNs = lastResumptionNs(model);
  if (!holding.every((one) => isOwn(one) && resumedNs > one.openedNs && isForNothing(one, doneNs))) return [];
  return [keptAliveInsight(model, holding as Own[], doneNs, nowNs)];
}

/** A timer fires without anything from outside. */
const isTimer = (kind: ResourceKind): boolean =>
  kind === ResourceKind.interval || kind === ResourceKind.timer;

/** Whether nothing came through it since the program was done. A server that the program has not used itself is there for others. */
function isForNothing({ kind, openedNs, usedNs }: Resource, doneNs: number): boolean {
  if (isTimer(kind)) return true;
  return usedNs <= doneNs && (kind !== ResourceKind.server || usedNs > openedNs);
}

function keptAliveInsight(model: Model, holding: readonly Own[], doneNs: number, nowNs: number): Finding {
  // A server that only the program itself has used serves nobody else, so that is a warning. Anything else may be the program's purpose.
  const server = holding.find(({ kind }) => kind === ResourceKind.server);
  const first = server ?? holding[0]!;
  const all = [first, ...holding.filter((one) => one !== first)];
  const names = alike(all).map((several) => describe(several, nowNs));
  const after = duration(nowNs - doneNs);
  return {
    id: 'leaked-resource',
    severity: server === undefined ? 'info' : 'warning',
    message: model.finished
      ? `The program had nothing more to do, and had to be stopped ${after} later: ${listed(names)} kept it alive.`
      : `The program has had nothing more to do for ${after}: ${listed(names)} ${all.length === 1 ? 'keeps' : 'keep'} it alive.`,
    file: first.place.file,
    line: first.place.line,
    tasks: tasksOf(all),
    costMs: msOf(nowNs - doneNs),
    fromNs: doneNs,
    toNs: nowNs,
    advice: model.language.advice[ADVICE[first.kind] ?? 'leftOpen'],
  };
}

/** What a program waited for before it ended, though it had nothing more to do. */
function keptUntilTimers(model: Model, leastNs: number): Finding[] {
  const left = leftTimers(model);
  const timers = left?.timers.filter(isOwn) ?? [];
  const [first] = timers;
  if (left === null || first === undefined || model.endNs - left.sinceNs < leastNs) return [];
  const after = duration(model.endNs - left.sinceNs);
  const names = alike(timers).map((several) => describe(several, model.endNs));
  return [
    {
      id: 'leaked-resource',
      severity: 'warning',
      message: `The program had nothing more to do, and ended ${after} later: ${listed(names)} kept it until then, and nobody waited for ${timers.length === 1 ? 'it' : 'them'} any more.`,
      file: first.place.file,
      line: first.place.line,
      tasks: tasksOf(timers),
      costMs: msOf(model.endNs - left.sinceNs),
      fromNs: left.sinceNs,
      toNs: model.endNs,
      advice: model.language.advice.leftTimer,
    },
  ];
}

/** Those of one kind and name that one line has opened, together: a subscription may have set an interval each time. */
function alike(all: readonly Own[]): Own[][] {
  const byPlace = new Map<string, Own[]>();
  for (const one of all) {
    const key = `${one.kind} ${one.place.line} ${one.place.file} ${one.name}`;
    addToList(byPlace, key, one);
  }
  return [...byPlace.values()];
}

/** `the server 127.0.0.1:8080 (app.mjs:12, last used 1.20 s before)`, `12 intervals of 100 ms (app.mjs:14, the last set 3.10 s before)`. */
function describe(several: readonly Own[], nowNs: number): string {
  const { kind, name, place } = several[0]!;
  const what = several.length === 1 ? NAMES[kind][0] : `${several.length} ${NAMES[kind][1]}`;
  const which = name === '' ? '' : isTimer(kind) ? ` of ${name}` : ` ${name}`;
  const openedNs = Math.max(...several.map((one) => one.openedNs));
  const usedNs = Math.max(...several.map((one) => one.usedNs));
  const begun = `${several.length === 1 ? '' : 'the last '}${BEGUN[kind] ?? 'opened'}`;
  const last =
    usedNs > openedNs && !isTimer(kind)
      ? `last used ${duration(nowNs - usedNs)} before`
      : `${begun} ${duration(nowNs - openedNs)} before`;
  return `${what}${which} (${placeText(place)}, ${last})`;
}

const tasksOf = (resources: readonly Resource[]) =>
  asTasks(new Set(resources.map(({ task }) => task).filter((task) => task >= 0)));

export const leakedResource: InsightKind = {
  id: 'leaked-resource',
  summary: 'what the program opened is never closed, or keeps it alive when it has nothing more to do',
  threshold: { value: 500, unit: 'ms' },
  find,
};
