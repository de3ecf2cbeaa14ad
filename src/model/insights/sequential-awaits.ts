import { AwaitedKind, Brought } from '../../protocol/events.ts';
import { msOf, NS_PER_MS, nanoseconds } from '../../protocol/units.ts';
import { definitionOf, siteRow } from '../details/labels.ts';
import { waitEndNs } from '../details/states.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { TurnTable } from '../tables/turns.ts';
import { counted, duration, listed, thousands, times } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import { isOutside } from './evidence/outside-waits.ts';
import { asTasks, named, taskPlace } from './evidence/places.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

/** A task is told only if it could have saved at least this part of its waiting. */
const LEAST_SHARE = 0.1;
const LOOKED_AT = 20_000;
/** Tasks looked at before other questions may be answered: some 5 ms. */
const PIECE = 512;
const NAMED = 4;
/** How many levels of tasks that wait for one another are looked into. */
const LOOKED_DOWN = 20;

interface Wait {
  readonly run: number;
  readonly site: number;
  readonly lengthNs: number;
}

/** How long a task's waits would have taken if each had begun as soon as what it needs was there. */
interface Schedule {
  readonly task: number;
  readonly waits: readonly Wait[];
  readonly waitedNs: number;
  readonly savedNs: number;
}

/**
 * Waits of a task that came one after the other, though the source says that the later ones need nothing of the earlier ones. How long they
 * would have taken together is simulated: each begins when the last of what it needs is there, and the loop is kept as busy as it was.
 */
function* find(model: Model, thresholdMs: number): Work<Finding[]> {
  const { sites } = model.tables;
  if (sites.apart.size === 0) return [];
  const owners = new Set([...sites.apart.keys()].map((site) => sites.owner[site]!));
  const groups = new Map<number, Schedule[]>();
  let looked = 0;
  for (const task of yield* candidates(model, owners)) {
    if (++looked > LOOKED_AT) break;
    if (looked % PIECE === 0) yield;
    const schedule = scheduleOf(model, task);
    if (schedule !== null) addToList(groups, definitionOf(model, task), schedule);
  }
  const least = thresholdMs * NS_PER_MS;
  return [...groups.values()]
    .filter((group) => group.reduce((sum, { savedNs }) => sum + savedNs, 0) >= least)
    .map((group) => insight(model, group));
}

/** The tasks to look at. Left out are those that one task has under way beside others of their function: several workers, which wait together. */
function* candidates(model: Model, owners: ReadonlySet<number>): Work<Set<number>> {
  const { tasks } = model.tables;
  const found = new Set<number>();
  const latest = new Map<string, number>();
  const look = (task: number): void => {
    if (tasks.runCount.get(task) < 3) return;
    const site = definitionOf(model, task);
    if (!owners.has(site)) return;
    const parent = tasks.parent.get(task);
    const key = `${parent} ${site}`;
    const before = latest.get(key);
    latest.set(key, task);
    if (parent >= 0 && before !== undefined && tasks.endNs.get(before) > tasks.startNs.get(task))
      found.delete(before);
    else found.add(task);
  };
  yield* inPieces(tasks.length, (from, to) => {
    for (let task = from; task < to; task++) look(task);
  });
  return found;
}

function scheduleOf(model: Model, task: number): Schedule | null {
  const { apart } = model.tables.sites;
  const ends = new Map<number, number>();
  const waits: Wait[] = [];
  let waitedNs = 0;
  let spanNs = 0;
  for (const wait of finishedWaits(model, task)) {
    const needsNothingOf = startsItself(model, wait.run) ? apart.get(wait.site) : undefined;
    let beginNs = 0;
    for (const [site, endNs] of ends) if (!needsNothingOf?.has(site)) beginNs = Math.max(beginNs, endNs);
    const endNs = beginNs + wait.lengthNs;
    ends.set(wait.site, Math.max(endNs, ends.get(wait.site) ?? 0));
    waitedNs += wait.lengthNs;
    spanNs = Math.max(spanNs, endNs);
    if (needsNothingOf !== undefined) waits.push(wait);
  }
  if (waitedNs - spanNs < LEAST_SHARE * waitedNs) return null;
  const { turns } = model.streamOf(task);
  let busyNs = 0;
  for (const wait of finishedWaits(model, task)) busyNs += busyIn(model, turns, wait);
  const savedNs = waitedNs - Math.max(spanNs, busyNs);
  return savedNs < LEAST_SHARE * waitedNs ? null : { task, waits, waitedNs, savedNs };
}

function* finishedWaits(model: Model, task: number): Generator<Wait> {
  const { tasks, runs } = model.tables;
  for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
    const flags = runs.flags.get(run);
    if ((flags & RunFlag.wait) === 0 || (flags & RunFlag.yield) !== 0) continue;
    const endNs = waitEndNs(model, run);
    if (endNs > model.endNs) return;
    yield { run, site: siteRow(model, task, runs.site.get(run)), lengthNs: endNs - runs.toNs.get(run) };
  }
}

/** Whether what a run waits for was begun in that very run, and waits for nobody else in the program. */
function startsItself(model: Model, run: number): boolean {
  const { runs, tasks } = model.tables;
  if ((runs.flags.get(run) & RunFlag.wasThere) !== 0 || waitsForInput(model, run)) return false;
  if (runs.awaited.get(run) !== AwaitedKind.task) return isOutside(runs.awaited.get(run));
  const awaited = runs.reference.get(run);
  return awaited >= 0 && tasks.startNs.get(awaited) >= runs.fromNs.get(run) && !waitsItsTurn(model, awaited);
}

/** Whether standard input ended the wait. A person or another program is asked one thing after the other. */
function waitsForInput(model: Model, run: number): boolean {
  const next = model.tables.runs.next.get(run);
  if (next < 0) return false;
  return model.streamOf(model.tables.runs.task.get(next)).turns.brings(model.turnOf(next), Brought.input);
}

/** Names of things that let in one after the other, even if nobody was there before: `lock.acquire()`, `withLock(…)`; but not `clock`. */
const LETS_IN = /(?<![a-z])(lock|mutex|semaphore|throttle)|Lock|Mutex|Semaphore|Exclusive/;

/**
 * Whether a task, or one that it waits for, waited for standard input or for a promise that something in the program settles. That may be a
 * lock, a limiter or a queue, which would have kept it waiting beside others, too.
 */
function waitsItsTurn(model: Model, task: number): boolean {
  const { runs, tasks } = model.tables;
  const all = new Set([task]);
  for (const each of all) {
    for (let run = tasks.firstRun.get(each); run >= 0; run = runs.next.get(run)) {
      const flags = runs.flags.get(run);
      if ((flags & RunFlag.wait) === 0 || (flags & RunFlag.yield) !== 0) continue;
      const site = siteRow(model, each, runs.site.get(run));
      if (site >= 0 && LETS_IN.test(model.tables.sites.names[site]!)) return true;
      if ((flags & RunFlag.wasThere) !== 0) continue;
      const awaited = runs.awaited.get(run);
      const isPromise = awaited === AwaitedKind.promise && runs.combination(run) < 0;
      // A promise that no other task settled was settled by the runtime, such as the text of a response when it has arrived.
      const waker = runs.waker.get(run);
      if ((isPromise && waker >= 0 && waker !== each) || waitsForInput(model, run)) return true;
      const reference = awaited === AwaitedKind.task ? runs.reference.get(run) : -1;
      if (reference >= 0 && all.size < LOOKED_DOWN) all.add(reference);
    }
  }
  return false;
}

function busyIn(model: Model, turns: TurnTable, { run, lengthNs }: Wait): number {
  const fromNs = model.tables.runs.toNs.get(run);
  const toNs = fromNs + lengthNs;
  let busyNs = 0;
  for (
    let turn = Math.max(0, turns.fromNs.countAtMost(turns.length, fromNs) - 1);
    turn < turns.length;
    turn++
  ) {
    if (turns.fromNs.get(turn) >= toNs) break;
    busyNs += Math.max(0, Math.min(turns.toNs.get(turn), toNs) - Math.max(turns.fromNs.get(turn), fromNs));
  }
  return busyNs;
}

function insight(model: Model, group: readonly Schedule[]): Finding {
  const { sites, runs } = model.tables;
  const worst = group.reduce((most, each) => (each.savedNs > most.savedNs ? each : most));
  const { task, waits, waitedNs, savedNs } = worst;
  // Waiting for a task that it does not need was in vain, too.
  const involved = new Set(waits.flatMap(({ site }) => [site, ...(sites.apart.get(site) ?? [])]));
  const counts = new Map<number, number>();
  for (const { site } of finishedWaits(model, task)) {
    if (involved.has(site)) counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  const all = [...counts].map(([site, count]) => {
    const often = count > 1 ? ` ${times(count)}` : '';
    return `${sites.names[site]!}${often} (line ${sites.line[site]!})`;
  });
  const names =
    all.length > NAMED ? [...all.slice(0, NAMED - 1), counted(all.length - NAMED + 1, 'other')] : all;
  const first = [...counts.keys()][0]!;
  const savedInAllNs = group.reduce((sum, each) => sum + each.savedNs, 0);
  const inAll =
    group.length > 1 ? ` (${duration(savedInAllNs)} less in all ${thousands(group.length)} calls)` : '';
  const last = waits[waits.length - 1]!;
  const begin = [...finishedWaits(model, task)].find(({ site }) => involved.has(site))!;
  return {
    id: 'sequential-awaits',
    severity: 'warning',
    message: `${named(model, task)} waited ${duration(waitedNs)} for ${listed(names)}, one after the other, though not each needs those before it: begun as soon as possible, they would take ${duration(waitedNs - savedNs)}, ${duration(savedNs)} less${inAll}.`,
    file: taskPlace(model, task)?.file ?? null,
    line: sites.line[first]!,
    tasks: asTasks([task]),
    costMs: msOf(savedInAllNs),
    fromNs: runs.toNs.get(begin.run),
    toNs: nanoseconds(runs.toNs.get(last.run) + last.lengthNs),
    advice: model.language.advice.sequentialAwaits,
  };
}

export const sequentialAwaits: InsightKind = {
  id: 'sequential-awaits',
  summary: 'a task waits one after the other for what could have been under way at once',
  threshold: { value: 20, unit: 'ms' },
  find,
};
