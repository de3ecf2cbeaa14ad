import { EndCause, Outcome, TaskKind } from '../../protocol/events.ts';
import { definitionOf, labelOf, placeOf, placeText, siteKindOf, siteRow } from '../details/labels.ts';
import { suspensionsOf } from '../details/states.ts';
import type { AdviceSubject } from '../languages/index.ts';
import { addToList } from '../lists.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import { counted, duration, thousands } from '../words.ts';
import { inPieces, type Work } from '../work.ts';
import { awaitedTasks } from './evidence/awaited-tasks.ts';
import { asTasks, isOver, named, nothingLost } from './evidence/places.ts';
import { signalledNs } from './evidence/signalled.ts';
import type { InsightKind } from './kind.ts';
import type { Finding } from './types.ts';

/** Calls and `forEach` functions whose tasks nobody ever waited for. Each is told once, with all tasks that it left alone. */
function* find(model: Model, least: number): Work<Finding[]> {
  if (!nothingLost(model)) return [];
  const left = yield* tasksLeft(model);
  if (left.size === 0) return [];
  yield* awaitedTasks(model, (task) => left.delete(task));
  const bySite = new Map<number, number[]>();
  for (const [task, site] of left) addToList(bySite, site, task);
  const found: Finding[] = [];
  for (const [site, tasks] of bySite) {
    // A task that failed is told as an unhandled rejection, once.
    if (tasks.some((task) => isFailed(model, task))) continue;
    const told = tasks.filter((task) => isTold(model, task, site));
    if (told.length >= least) found.push(insight(model, site, told));
  }
  return found;
}

/** For each task, the row of the call that dropped its promise, or of the function whose promises `forEach` drops. */
function* tasksLeft(model: Model): Work<Map<number, number>> {
  const { tasks, sites } = model.tables;
  const left = new Map<number, number>();
  const own = new Map<number, boolean>();
  const look = (task: number): void => {
    const leftAt = tasks.leftAt.get(task);
    if (leftAt === 0 && (sites.dropped.size === 0 || suspensionsOf(model, task) === 0)) return;
    const definition = definitionOf(model, task);
    const site = leftAt === 0 ? definition : siteRow(model, task, leftAt);
    if (leftAt === 0) {
      if (sites.dropped.has(site)) left.set(task, site);
    } else if (site >= 0 && definition >= 0) {
      const key = site * sites.length + definition;
      const calls = own.get(key) ?? callsItself(model, site, sites.names[definition]!);
      own.set(key, calls);
      if (calls) left.set(task, site);
    }
  };
  yield* inPieces(tasks.length, (from, to) => {
    for (let task = from; task < to; task++) look(task);
  });
  return left;
}

const CALLED = /([\p{ID_Continue}$]+)(?:\?\.)?\(/gu;

/** Whether a call names the task's own function. Any other function may have kept the promise, to be awaited later. */
function callsItself(model: Model, site: number, definition: string): boolean {
  const { names, members } = model.tables.sites;
  const call = names[site]!;
  const name = definition.slice(definition.search(/[\p{ID_Continue}$]*$/u));
  const made = members.get(site);
  // A combinator is given the promises of those functions.
  if (made !== undefined) return made.includes(name);
  if (definition === '') return /^\(?async\b/.test(call);
  return [...call.matchAll(CALLED)].some(([, called]) => called === name);
}

const isFailed = (model: Model, task: number): boolean => {
  const outcome = model.tables.tasks.outcome.get(task);
  return outcome === Outcome.rejected || outcome === Outcome.cancelled;
};

function isTold(model: Model, task: number, site: number): boolean {
  if (!couldHaveAwaited(model, task, site)) return false;
  // A task that went well, and would have handled its own errors, did not need anybody to wait for it.
  const neededNobody = model.tables.sites.safe.has(definitionOf(model, task));
  return (isFulfilled(model, task) && !neededNobody) || wasCutOff(model, task);
}

const isFulfilled = (model: Model, task: number): boolean =>
  model.tables.tasks.outcome.get(task) === Outcome.fulfilled;

/** Whether the caller could have awaited it. A function that is not async cannot, so starting something there is right. */
function couldHaveAwaited(model: Model, task: number, site: number): boolean {
  const { tasks, runs, sites } = model.tables;
  if (tasks.leftAt.get(task) !== 0) {
    const kind = siteKindOf(model, sites.owner[site]!);
    return kind === 'function' || kind === 'generator' || kind === 'module';
  }
  // The `forEach` of a stream awaits what its function returns, and calls it from the loop.
  const outer = runs.outer.get(tasks.firstRun.get(task));
  return outer >= 0 && tasks.kind.get(runs.task.get(outer)) !== TaskKind.callback;
}

/**
 * Whether the task was cut off when the program told itself to end. A task that went round in a circle would have gone on for ever, and one
 * that a signal stopped, or that was under way when a listener heard of one, was stopped on purpose.
 */
function wasCutOff(model: Model, task: number): boolean {
  const { tasks, runs } = model.tables;
  const ended = model.finished && model.complete && model.signal === null;
  if (!ended || !isOver(model, task) || model.streamOf(task).endCause !== EndCause.other) return false;
  if (tasks.startNs.get(task) <= signalledNs(model, tasks.stream.get(task))) return false;
  const last = tasks.lastRun.get(task);
  if ((runs.flags.get(last) & RunFlag.wait) === 0) return false;
  for (let run = tasks.firstRun.get(task); run !== last; run = runs.next.get(run)) {
    if (runs.site.get(run) === runs.site.get(last)) return false;
  }
  return true;
}

function insight(model: Model, site: number, told: readonly number[]): Finding {
  const { tasks } = model.tables;
  const place = placeOf(model, site)!;
  const cutOff = told.filter((task) => tasks.outcome.get(task) === Outcome.pending);
  const [first] = [...cutOff, ...told] as [number];
  const where = placeText(place);
  const message =
    told.length === 1
      ? `Nobody awaited ${named(model, first)}, started at ${where}: ${ending(model, first)}.`
      : `Nobody awaited any of the ${counted(told.length, 'task')} started at ${where}, ${labelOf(model, first)} among them: ${endings(told.length, cutOff.length)}.`;
  return {
    id: 'never-awaited',
    severity: cutOff.length > 0 ? 'warning' : 'info',
    message,
    file: place.file,
    line: place.line,
    tasks: asTasks([first, ...told.filter((task) => task !== first)].slice(0, 20)),
    costMs: null,
    fromNs: tasks.startNs.get(first),
    toNs: Math.min(tasks.endNs.get(first), model.endNs),
    advice: model.language.advice[adviceFor(tasks.leftAt.get(first) === 0, cutOff.length > 0)],
  };
}

function adviceFor(byLoop: boolean, isCutOff: boolean): AdviceSubject {
  if (byLoop) return 'droppedByLoop';
  return isCutOff ? 'cutOff' : 'neverAwaited';
}

const UNHANDLED = 'had one failed, nobody would have handled it';

/** How several tasks ended, in words. */
function endings(count: number, cutOff: number): string {
  const all = count === 2 ? 'both' : `all ${thousands(count)}`;
  if (cutOff === count) return `${all} were cut off when the program ended`;
  if (cutOff === 0) return `${all} went well, but ${UNHANDLED}`;
  return `${counted(cutOff, 'was', 'were')} cut off when the program ended, ${thousands(count - cutOff)} went well, but ${UNHANDLED}`;
}

function ending(model: Model, task: number): string {
  const { tasks } = model.tables;
  if (!isFulfilled(model, task)) return 'it was cut off when the program ended';
  const tookNs = tasks.endNs.get(task) - tasks.startNs.get(task);
  return `it went well, ${duration(tookNs)} after its start, but had it failed, nobody would have handled it`;
}

export const neverAwaited: InsightKind = {
  id: 'never-awaited',
  summary: 'nobody ever awaits a task that an async function starts, or handles its errors',
  threshold: { value: 1, unit: 'tasks' },
  find,
};
