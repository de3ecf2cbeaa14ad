import { AwaitedKind, Outcome, ResourceKind, TaskKind } from '../../protocol/events.ts';
import { awaitedLabel, awaitedName, timerDueNs } from '../details/awaited.ts';
import { definitionOf, labelOf, siteRow } from '../details/labels.ts';
import { waitSiteKind } from '../details/wait-view.ts';
import { TaskState } from '../events/transitions.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { counted, listed } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import { type EndedThread, endedThreads } from './evidence/ended-threads.ts';
import { isOutside } from './evidence/outside-waits.ts';
import { asTasks, named, nothingMissing, placed, placeGroups, waitPlace } from './evidence/places.ts';
import { signalledNs } from './evidence/signalled.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

function* find(model: Model, least: number): Work<Finding[]> {
  if (!nothingMissing(model)) return [];
  const left = yield* leftBehind(model);
  const found: Finding[] = [];
  for (const ended of endedThreads(model)) {
    found.push(...findIn(model, ended, left.get(ended.stream) ?? [], least));
    yield;
  }
  return found;
}

/** The tasks that were not over when their thread was. */
function* leftBehind(model: Model): Work<Map<number, number[]>> {
  const { tasks } = model.tables;
  const left = new Map<number, number[]>();
  const look = (task: number): void => {
    if (tasks.state.get(task) !== TaskState.over || tasks.outcome.get(task) !== Outcome.pending) return;
    addToList(left, tasks.stream.get(task), task);
  };
  yield* inPieces(tasks.length, (from, to) => {
    for (let task = from; task < to; task++) look(task);
  });
  return left;
}

function findIn(model: Model, ended: EndedThread, left: readonly number[], least: number): Finding[] {
  if (ended.exitCode !== 0 && ended.exitCode !== model.language.unsettledExitCode) return [];
  const { tasks } = model.tables;
  const toldNs = signalledNs(model, ended.stream);
  const waiting = new Set<number>();
  for (const task of left) {
    const last = tasks.lastRun.get(task);
    const flags = model.tables.runs.flags.get(last);
    // A task was running: it told the program to end.
    if ((flags & RunFlag.wait) === 0) return [];
    if ((flags & RunFlag.yield) === 0 && tasks.startNs.get(task) > toldNs) waiting.add(task);
  }
  const awaited = new Set([...waiting].flatMap((task) => tasksAwaitedBy(model, task)));
  const chains = new Map<number, number[]>();
  for (const task of waiting) {
    if (awaited.has(task) || !matters(model, task)) continue;
    for (const chain of chainsFrom(model, task, waiting)) {
      if (!mayBeLeft(model, chain, ended)) chains.set(chain[chain.length - 1]!, chain);
    }
  }
  // In a circle, every task is awaited by another one, so circles are looked for separately.
  for (const task of waiting) {
    const chain = firstChainFrom(model, task, waiting);
    const closes = tasksAwaitedBy(model, chain[chain.length - 1]!)[0] === task;
    if (closes && task === Math.min(...chain)) chains.set(task, chain);
  }
  return placeGroups(model, [...chains.values()], (chain) => lastRun(model, chain))
    .map(([chain]) => ({ chain: chain!, there: alike(model, waiting, lastRun(model, chain!)) }))
    .filter(({ there }) => there.length >= least)
    .map(({ chain, there }) => insight(model, chain, othersThere(model, chain, there, waiting), ended));
}

/** The last run of a chain's last task: the wait after it was never over. */
const lastRun = (model: Model, chain: readonly number[]): number =>
  model.tables.tasks.lastRun.get(chain[chain.length - 1]!);

/** Which of the tasks wait at the same line as a run. */
function alike(model: Model, waiting: ReadonlySet<number>, run: number): number[] {
  const { tasks, runs } = model.tables;
  const siteOf = (each: number) => siteRow(model, runs.task.get(each), runs.site.get(each));
  const site = siteOf(run);
  return [...waiting].filter((task) => siteOf(tasks.lastRun.get(task)) === site);
}

const OTHERS_NAMED = 3;

/** ` 2 others waited there, too (audit() and report()).`: names who waits for them, unless that is the chain itself. */
function othersThere(
  model: Model,
  chain: readonly number[],
  there: readonly number[],
  waiting: ReadonlySet<number>,
): string {
  const others = new Set(there.filter((task) => !chain.includes(task)));
  if (others.size === 0) return '';
  const names = new Set<string>();
  for (const task of waiting)
    if (!chain.includes(task) && tasksAwaitedBy(model, task).some((one) => others.has(one)))
      names.add(labelOf(model, task));
  const shown = [...names].slice(0, OTHERS_NAMED);
  if (names.size > shown.length) shown.push(counted(names.size - shown.length, 'other'));
  return ` ${counted(others.size, 'other')} waited there, too${shown.length > 0 ? ` (${listed(shown)})` : ''}.`;
}

/**
 * Whether a task waits for something that does not keep the program alive (`unref`), for a signal, or for more to serve. Then the program
 * may end before that comes. Of files, only watched ones are such. If a module's await was left, Node itself says so (code 13).
 */
function mayBeLeft(model: Model, chain: readonly number[], { stream, exitCode }: EndedThread): boolean {
  if (exitCode === model.language.unsettledExitCode) return false;
  const run = lastRun(model, chain);
  if (isForSignal(model, run) || servesForEver(model, chain)) return true;
  const awaited = model.tables.runs.awaited.get(run);
  if (!isOutside(awaited)) return false;
  const watches = model.tables.resources.all.some(
    (one) => one.stream === stream && one.kind === ResourceKind.watcher,
  );
  return awaited !== AwaitedKind.file || watches;
}

/** Whether a task waits in a loop that no test ends, or iterates a generator that does. */
function servesForEver(model: Model, chain: readonly number[]): boolean {
  const { runs, sites, tasks } = model.tables;
  const run = lastRun(model, chain);
  const goesThrough = (task: number) => waitSiteKind(model, tasks.lastRun.get(task)) === 'for-await';
  return (
    sites.endless.has(siteRow(model, runs.task.get(run), runs.site.get(run))) &&
    chain.slice(0, -1).every(goesThrough)
  );
}

const LISTENS_TO_SIGNAL = /^process\.\w+\(['"`]SIG/;
const NAME_OF_SIGNAL = /^"SIG[A-Z0-9]+" of process$/;

/** Whether a task waits for a signal, as far as the text or the runtime tells. No program has to be stopped by one. */
function isForSignal(model: Model, run: number): boolean {
  const { runs, sites } = model.tables;
  const handedTo = sites.settledBy.get(siteRow(model, runs.task.get(run), runs.site.get(run)));
  return LISTENS_TO_SIGNAL.test(handedTo ?? '') || NAME_OF_SIGNAL.test(awaitedName(model, run) ?? '');
}

/**
 * Whether a task that nobody waits for should have come to its end. That is a module, or what a module started last and left to itself, as in
 * `main();`. Anything else may have been left on purpose: the loser of a race, a consumer of an empty queue, or a task that had been
 * served at the same place before.
 */
function matters(model: Model, task: number): boolean {
  const { tasks, runs } = model.tables;
  if (tasks.kind.get(task) === TaskKind.module) return true;
  const last = tasks.lastRun.get(task);
  for (let run = tasks.firstRun.get(task); run !== last; run = runs.next.get(run)) {
    if (runs.site.get(run) === runs.site.get(last)) return false;
  }
  const parent = tasks.parent.get(task);
  if (parent < 0 || tasks.kind.get(parent) !== TaskKind.module) return false;
  return tasks.startNs.get(task) >= runs.fromNs.get(tasks.lastRun.get(parent));
}

/** The members of a combination that have not settled. */
function tasksAwaitedBy(model: Model, task: number): number[] {
  const { tasks, runs, combinations } = model.tables;
  const last = tasks.lastRun.get(task);
  if (runs.awaited.get(last) === AwaitedKind.task) return [runs.reference.get(last)];
  const row = runs.combination(last);
  const { members } = combinations;
  const awaited: number[] = [];
  for (let at = row < 0 ? -1 : combinations.firstMember[row]!; at >= 0; at = members.next[at]!) {
    const member = members.kind[at] === AwaitedKind.task ? members.reference[at]! : -1;
    if (member >= 0 && tasks.outcome.get(member) === Outcome.pending) awaited.push(member);
  }
  return awaited;
}

/** Who settled what others waited for at the same line, most often: `release() (app.mjs:7)`; null if unknown. */
function settlerOf(model: Model, run: number): { readonly name: string; readonly count: number } | null {
  const { runs, tasks } = model.tables;
  const site = siteRow(model, runs.task.get(run), runs.site.get(run));
  if (site < 0) return null;
  const counts = new Map<number, { task: number; count: number }>();
  for (let other = 0; other < runs.length; other++) {
    const waker = runs.waker.get(other);
    if (
      runs.site.get(other) !== runs.site.get(run) ||
      waker < 0 ||
      runs.awaited.get(other) === AwaitedKind.task
    )
      continue;
    if (
      siteRow(model, runs.task.get(other), runs.site.get(other)) !== site ||
      tasks.kind.get(waker) === TaskKind.module
    )
      continue;
    const definition = definitionOf(model, waker);
    const known = counts.get(definition) ?? { task: waker, count: 0 };
    known.count++;
    counts.set(definition, known);
  }
  const [most] = [...counts.values()].sort((a, b) => b.count - a.count);
  return most === undefined ? null : { name: named(model, most.task), count: most.count };
}

/** The chain of a task: the task that it waits for, the one that that waits for, and so on. If there are several, the first. */
function firstChainFrom(model: Model, task: number, waiting: ReadonlySet<number>): number[] {
  const chain = new Set([task]);
  for (let [next = -1] = tasksAwaitedBy(model, task); waiting.has(next) && !chain.has(next); ) {
    chain.add(next);
    [next = -1] = tasksAwaitedBy(model, next);
  }
  return [...chain];
}

/** All chains of a task: one for each task at an end that waits for no other task. So if two tasks wait for each other's locks, both are told. */
function chainsFrom(model: Model, task: number, waiting: ReadonlySet<number>): number[][] {
  const above = new Map<number, number>([[task, -1]]);
  const ends: number[] = [];
  for (const each of above.keys()) {
    let isEnd = true;
    for (const next of tasksAwaitedBy(model, each)) {
      if (!waiting.has(next)) continue;
      isEnd = false;
      if (!above.has(next)) above.set(next, each);
    }
    if (isEnd) ends.push(each);
  }
  return ends.map((end) => {
    const chain: number[] = [];
    for (let at = end; at >= 0; at = above.get(at)!) chain.unshift(at);
    return chain;
  });
}

/** What was waited for, in words. A timer whose time had come did not settle the promise, or was cleared. */
function missing(model: Model, task: number, run: number): string {
  const label = awaitedLabel(model, run);
  const dueNs = timerDueNs(model, run);
  const wasDue = dueNs !== null && dueNs < model.tables.tasks.endNs.get(task);
  return wasDue ? `a promise that ${label} left unsettled` : label;
}

/** `also`: who else waits at the line where the chain's last task does. */
function insight(
  model: Model,
  chain: readonly number[],
  also: string,
  { exitCode, name }: EndedThread,
): Finding {
  const { runs } = model.tables;
  const task = chain[chain.length - 1]!;
  const run = lastRun(model, chain);
  const place = waitPlace(model, run);
  const others = chain.slice(0, -1).reverse();
  const names = others.slice(0, 3).map((other) => labelOf(model, other));
  if (others.length > 3) names.push(counted(others.length - 3, 'other'));
  const with_ = others.length > 0 ? `, and with it ${listed(names)}` : '';
  const settler = settlerOf(model, run);
  const could =
    settler === null
      ? ''
      : ` ${settler.name} settled ${settler.count === 1 ? 'another one' : `${counted(settler.count, 'other')}`} at this line.`;
  const handedTo = model.tables.sites.settledBy.get(siteRow(model, task, runs.site.get(run)));
  const settles = handedTo === undefined ? '' : ` The function that settles it was handed to ${handedTo}.`;
  const wasTold = exitCode === model.language.unsettledExitCode;
  const exit = wasTold ? ` with exit code ${exitCode}` : '';
  return {
    id: 'never-settled',
    severity: wasTold ? 'error' : 'warning',
    message: `${name} ended${exit} while ${placed(labelOf(model, task), place)} still waited for ${missing(model, task, run)}${with_}: nothing was left that could have settled it.${settles}${could}${also}`,
    file: place?.file ?? null,
    line: place?.line ?? null,
    tasks: asTasks([task, ...others]),
    costMs: null,
    fromNs: runs.toNs.get(run),
    toNs: model.endNs,
    advice: model.language.advice.neverSettled,
  };
}

export const neverSettled: InsightKind = {
  id: 'never-settled',
  summary: 'the program ends by itself while a task still waits for something',
  threshold: { value: 1, unit: 'tasks' },
  find,
};
