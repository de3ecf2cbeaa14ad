// What happened to a task, in a few sentences of plain English.

import { AwaitedKind } from '../../protocol/events.ts';
import { TaskState } from '../events/transitions.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';
import type { CombinationView } from '../view-types.ts';
import { counted, errorText, duration as shortDuration, times } from '../words.ts';
import { allOf, type Work } from '../work.ts';
import { awaitedKind, awaitedLabel, combinationOf, isPlainValue, kindWords, memberLabel } from './awaited.ts';
import { findBlame } from './blame.ts';
import { labelOf, placeBeside, placeOf, siteRow, threadLabel, threadOf } from './labels.ts';
import { stateOf, suspensionsOf, timesOf, waitEndNs } from './states.ts';
import { summariseWaits, type WaitSummary } from './wait-summary.ts';
import { waitSiteKind } from './wait-view.ts';

/**
 * For example: "`order_food` ran for 0.4 ms in 2 runs and waited 2.00 s at one `await`, for a timer of 2000 ms. It
 * resumed 0.2 ms after the timer was due."
 */
export function* findSentence(model: Model, task: number, waits: WaitSummary): Work<string> {
  return [
    whatItDid(model, task, waits),
    whatBeganIt(model, task),
    yield* waits.count === 1 ? howItResumed(model, waits.longest) : howLongReady(model, waits),
    waits.yields > 0 ? `It yielded ${times(waits.yields)}.` : '',
    whatItReturned(model, task, waits.returned),
    yield* howItStands(model, task, waits.open),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The same, computed at once. */
export const sentenceOf = (model: Model, task: number): string =>
  allOf(findSentence(model, task, allOf(summariseWaits(model, task))));

const duration = (ns: number): string => shortDuration(ns).replace('<', 'less than');

/** A label in code marks, without empty brackets: `order_food`, `fetchPrice("AAPL")`. */
function code(model: Model, task: number): string {
  return `\`${labelOf(model, task).replace(/\(\)$/, '')}\``;
}

function whatItDid(model: Model, task: number, waits: WaitSummary): string {
  const { tasks } = model.tables;
  const name = code(model, task);
  const ran = duration(timesOf(model, task, model.nowNs).runningNs);
  const runs = tasks.runCount.get(task);
  if (waits.count > 0)
    return `${name} ran for ${ran} in ${counted(runs, 'run')} and ${waited(model, waits)}.`;
  if (runs > 1) return `${name} ran for ${ran} in ${runs} runs.`;
  if (tasks.state.get(task) === TaskState.running) return `${name} has been running for ${ran}.`;
  const suspended = suspensionsOf(model, task) > 0;
  return `${name} ran for ${ran}${suspended ? '' : ' and was never suspended'}.`;
}

/** `waited 2.00 s at one `await`, for a timer of 2000 ms`. */
function waited(model: Model, waits: WaitSummary): string {
  const { longest, places } = waits;
  const keyword = waitSiteKind(model, longest) === 'for-await' ? '`for await`' : '`await`';
  const at = places === 1 ? `one ${keyword}` : `${places} places`;
  const total = duration(waits.totalNs);
  if (waits.count === 1) {
    return `waited ${total} at ${at}, for ${awaited(model, longest)}`;
  }
  const many = `waited ${total} in ${counted(waits.count, 'wait')} at ${at}`;
  if (waits.sameReference) return `${many}, each for ${awaited(model, longest)}`;
  if (waits.sameKind) return `${many}, each for ${kindWords(awaitedKind(model, longest))}`;
  const { toNs } = model.tables.runs;
  const lengthNs = waitEndNs(model, longest) - toNs.get(longest);
  return `${many}, the longest (${duration(lengthNs)}) for ${awaited(model, longest)}`;
}

function awaited(model: Model, run: number): string {
  const { runs } = model.tables;
  const task = runs.awaited.get(run) === AwaitedKind.task ? runs.reference.get(run) : -1;
  return task >= 0 ? code(model, task) : awaitedLabel(model, run, { settler: false });
}

/** How late the task resumed after its only wait, what made it ready, and who held the loop in between. */
function* howItResumed(model: Model, run: number): Work<string> {
  const said = whenItResumed(model, run);
  return said === '' ? '' : `${said}${yield* whoHeldTheLoop(model, run)}.`;
}

function whenItResumed(model: Model, run: number): string {
  const { runs } = model.tables;
  const readyNs = runs.readyNs.get(run);
  if (readyNs === Number.POSITIVE_INFINITY) return '';
  const late = duration(waitEndNs(model, run) - readyNs);
  if (isPlainValue(model, run)) return '';
  if ((runs.flags.get(run) & RunFlag.wasThere) !== 0) return 'What it waited for was there already';
  const message = model.tables.messages.thatWoke(run);
  if (message !== null)
    return `${sender(model, message.task, run)} sent the message that woke it, and it resumed at most ${late} after that came`;
  if ((runs.flags.get(run) & RunFlag.readyExact) === 0)
    return `It was ready for at most ${late} before it resumed`;
  const combination = combinationOf(model, run);
  if (combination !== null) return howTheyEnded(model, combination, late);
  if (runs.awaited.get(run) === AwaitedKind.timer) return `It resumed ${late} after the timer was due`;
  const waker = runs.waker.get(run);
  if (waker < 0) return `It was ready for ${late} before it resumed`;
  if (waker === runs.reference.get(run) && runs.awaited.get(run) === AwaitedKind.task) {
    return `It resumed ${late} after ${code(model, waker)} had ended`;
  }
  return `${code(model, waker)} woke it, and it resumed ${late} later`;
}

/** `parse` in worker parse.mjs #1: the task that sent something to a run's task. */
const sender = (model: Model, task: number, run: number): string =>
  threadOf(model, task) === threadOf(model, model.tables.runs.task.get(run))
    ? code(model, task)
    : `${code(model, task)} in ${threadLabel(threadOf(model, task))}`;

function whatBeganIt(model: Model, task: number): string {
  const run = model.tables.tasks.firstRun.get(task);
  const message = model.tables.messages.thatBegan(run);
  return message === null ? '' : `It began with a message from ${sender(model, message.task, run)}.`;
}

/** Which member settled the whole that it waited for: `call_driver` was the last of them … */
function howTheyEnded(model: Model, { how, members, decidedBy }: CombinationView, late: string): string {
  if (decidedBy === null) return `It was ready for ${late} before it resumed`;
  const member = members[decidedBy]!;
  const name = member.task === null ? memberLabel(model, member) : code(model, member.task);
  const rank = how === 'all' || how === 'allSettled' ? 'last' : 'first';
  return `${name} was the ${rank}, and it resumed ${late} later`;
}

/** Lateness is mentioned from here on. */
const LATE_NS = 1e5;

/** `: the loop was held by `parse` report.mjs:41 (13.5 ms)`, if one run explains at least half of the delay. */
function* whoHeldTheLoop(model: Model, run: number): Work<string> {
  const blame = yield* findBlame(model, run, 1);
  if (blame === null || blame.readyNs < LATE_NS) return '';
  if (blame.pausedNs >= blame.readyNs / 2)
    return `: the runtime collected garbage for ${duration(blame.pausedNs)} of that`;
  if (blame.withheldNs >= blame.readyNs / 2)
    return `: the machine ran something else for ${duration(blame.withheldNs)} of that`;
  const [most] = blame.parts;
  if (most === undefined || most.ns < blame.readyNs / 2) return '';
  const { place, name, ns } = most;
  const where = placeBeside(name, place);
  return `: the loop was held by \`${name}\`${where === '' ? '' : ` ${where}`} (${duration(ns)})`;
}

/** The same for several waits. */
function* howLongReady(model: Model, waits: WaitSummary): Work<string> {
  if (waits.readyNs < LATE_NS) return '';
  const atMost = waits.readyExact ? '' : 'at most ';
  const longest = duration(waits.longestReadyNs);
  const holder = yield* whoHeldTheLoop(model, waits.longestReady);
  return `For ${atMost}${duration(waits.readyNs)} of that it was ready and the loop busy elsewhere, ${longest} at the longest${holder}.`;
}

/** `return promise` in an async function: it ends when that promise does. */
function whatItReturned(model: Model, task: number, run: number): string {
  const { tasks, runs } = model.tables;
  if (run < 0) return '';
  const isTask = runs.awaited.get(run) === AwaitedKind.task && runs.reference.get(run) >= 0;
  const what = isTask ? `the promise of ${code(model, runs.reference.get(run))}` : 'a promise';
  const over = tasks.state.get(task) === TaskState.over && tasks.outcome.get(task) !== 0;
  if (!over) return `It returned ${what}.`;
  return `It returned ${what} and ended with it, ${duration(tasks.endNs.get(task) - runs.toNs.get(run))} later.`;
}

function* howItStands(model: Model, task: number, open: number): Work<string> {
  const { tasks, errors } = model.tables;
  const when = whenItEnded(model);
  switch (stateOf(model, task)) {
    case 'running':
      return tasks.runCount.get(task) === 1 ? '' : 'It is running now.';
    case 'ready': {
      const holder = yield* whoHeldTheLoop(model, open);
      return `It has been ready for ${sinceReady(model, open)}${holder || ': the loop is busy elsewhere'}.`;
    }
    case 'suspended':
      return `It has been waiting for ${sinceSuspended(model, open)}${where(model, open)}, for ${awaited(model, open)}.`;
    case 'pending': {
      if (open < 0) return `It was still running ${when}.`;
      if (model.tables.runs.readyNs.get(open) < Number.POSITIVE_INFINITY) {
        return `It was ready, but had not resumed, ${when}.`;
      }
      return `It was still waiting${where(model, open)} for ${awaited(model, open)} ${when}.`;
    }
    case 'rejected': {
      const error = errors.get(task);
      if (error === undefined) return 'It was rejected.';
      return `It was rejected with ${errorText(error)}.`;
    }
    case 'cancelled':
      return 'It was cancelled.';
    case 'fulfilled':
      return '';
  }
}

function whenItEnded({ isFull, cutOff }: Model): string {
  if (isFull) return 'where what is shown ends';
  return cutOff ? 'when the recording was cut off' : 'when the program ended';
}

const sinceReady = (model: Model, run: number): string =>
  duration(model.nowNs - model.tables.runs.readyNs.get(run));

const sinceSuspended = (model: Model, run: number): string =>
  duration(model.nowNs - model.tables.runs.toNs.get(run));

function where(model: Model, run: number): string {
  const { runs } = model.tables;
  const place = placeOf(model, siteRow(model, runs.task.get(run), runs.site.get(run)));
  return place === null ? '' : ` at line ${place.line}`;
}
