// What V8 says of every promise, of the user's code and of libraries. Kept to the least that is needed: when an
// awaited promise settles, and on whose behalf a `.then` callback runs. Markers know the rest.

import type { AwaitedKind } from '../../protocol/events.ts';
import { Count, count } from '../cost/counts.ts';
import { makesCode, runningMadeCode } from '../loader/made/made-code.ts';
import { beginJob, currentTask, endJob, promiseOfJob } from '../tasks/context.ts';
import type { Task } from '../tasks/task.ts';
import { addWaiter, isSettledBy } from './awaited.ts';
import { knownOf, noteFacts, noteOrigin, whatIsKnown } from './known.ts';

/** Whether the promise made last comes from no other: right after an async function's entry it is that function's. */
let isRootLast = false;
/**
 * How many promises the await whose marker has just run will make: one of its own, and, where the value is no promise,
 * one more before it that wraps the value. They come with a parent, and nothing need be known of them.
 */
let ofAwait = 0;
/** The task that waits for the wrapping one, and the one on whose behalf its `then` is called, should the value have one. */
let wrapperFor: Task | null = null;
let wrappedBy: Task | null = null;
/** The wrapping one is of a value that is no object: it settles as it is made, and nobody is to be told. */
let isOfValue = false;
let unheard = false;
export const isUnheard = (): boolean => unheard;

/** Promises made in this stretch of code that may turn out to be settled by what is started next. */
const RECENT = 8;
const recent: (object | null)[] = new Array(RECENT).fill(null);
let made = 0;
/** Those from this one on were made in the present stretch, since the last await. */
let stretch = 0;

/** Also so that no promise lives longer because of us. */
function forgetRecent(): void {
  for (let i = Math.min(made, RECENT) - 1; i >= 0; i--) recent[i] = null;
  made = 0;
  stretch = 0;
  ofAwait = 0;
  combiner = null;
  if (entering.length > 0) entering.length = 0;
}

/** The loop has called back: what was made before has nothing to do with what follows. */
export function forgetPromises(): void {
  isRootLast = false;
  forgetRecent();
}

/** Calls whose parameters are being worked out: each function's entry site, and the promise it will return. */
const entering: { site: number; promise: object | null }[] = [];

/** Code in a function's parameters is about to run: until then nothing was made since the function's own promise. */
export function parametersRun(site: number): void {
  if (entering.length > 0 && entering[entering.length - 1]?.site === site) return;
  entering[entering.length] = { site, promise: lastRoot() };
}

/** The promise of a function whose parameters may have run code. */
export function takeRootOf(site: number): object | null {
  const last = entering[entering.length - 1];
  if (last?.site !== site) return takeLastRoot();
  entering.length--;
  isRootLast = false;
  return last.promise;
}

const lastRoot = (): object | null =>
  isRootLast ? (recent[(made - 1) & (RECENT - 1)] as object | null) : null;

export function takeLastRoot(): object | null {
  const promise = lastRoot();
  isRootLast = false;
  return promise;
}

/** The promise without a parent that was made as many before the last one. */
export const rootBefore = (count: number): object | null =>
  count < RECENT && made > count ? (recent[(made - 1 - count) & (RECENT - 1)] as object | null) : null;

/** An `await` follows. `wrapped`: V8 will wrap the value; `waiter`: then the task to tell when the wrapper settles; `by`: the one that awaits. */
export function expectAwait(wrapped: boolean, waiter: Task | null = null, by = waiter): void {
  ofAwait = wrapped ? 2 : 1;
  wrapperFor = waiter;
  wrappedBy = by;
  adopter = null;
  isOfValue = false;
  isRootLast = false;
  stretch = made;
}

/** The same for an `await` of a value that is no object. */
export function expectAwaitOfValue(): void {
  expectAwait(true);
  isOfValue = true;
}

/** The task that waits for the promise that a helper is about to make of a value, and to call `then` of; null for none. */
let adopter: Task | null = null;

/** The task that calls a combinator, which makes promises of what is none; null unless one of that has a `then`. */
let combiner: Task | null = null;
export function combinesFor(task: Task | null): void {
  combiner = task;
}

export function expectAdoption(waiter: Task | null): void {
  expectAwait(false);
  adopter = waiter;
}

/** Something was started that will settle the promises made just before it. */
export function startedBy(kind: AwaitedKind, detail: number, what: string | object | null): void {
  const ofJob = promiseOfJob();
  // What its callback starts, or the `then` of an awaited thenable, is what will settle it.
  if (ofJob !== null && stretch === 0 && whatIsKnown(ofJob) !== null) isSettledBy(ofJob, kind, detail, what);
  for (let i = Math.max(stretch, made - RECENT); i < made; i++) {
    const promise = recent[i & (RECENT - 1)];
    if (promise != null) isSettledBy(promise, kind, detail, what);
  }
}

/** A promise that `new Promise(…)` or a combinator made is complete: what is started from now on is not what will settle it. */
export function isComplete(promise: object): void {
  const at = recent.indexOf(promise);
  if (at >= 0) recent[at] = null;
}

function adopt(promise: object, waiter: Task): void {
  adopter = null;
  noteOrigin(promise, waiter);
  addWaiter(knownOf(promise), waiter);
}

/** An async function of code that has no markers is known by the promise that it has just made. */
function noteMaker(promise: object): void {
  const code = runningMadeCode();
  if (code !== null) noteFacts(promise).what = code;
}

/** A promise was made, by another's `then` or an await if it has a parent. */
export function promiseMade(promise: object, hasParent: boolean): void {
  count(Count.promises);
  unheard = false;
  if (!hasParent) {
    isRootLast = true;
    recent[made++ & (RECENT - 1)] = promise;
    if (adopter !== null) adopt(promise, adopter);
    else if (combiner !== null) noteOrigin(promise, combiner);
    if (makesCode()) noteMaker(promise);
  } else if (ofAwait > 0) {
    if (ofAwait-- !== 2) return;
    if (wrappedBy !== null) noteOrigin(promise, wrappedBy);
    if (wrapperFor !== null) addWaiter(knownOf(promise), wrapperFor);
    else unheard = isOfValue;
  } else {
    const origin = currentTask();
    if (origin !== null) noteOrigin(promise, origin);
  }
}

/** The job of a promise begins: a `.then` callback, or what follows an await. */
export function promiseJob(promise: object): void {
  isRootLast = false;
  forgetRecent();
  beginJob(promise);
}

/** It is over: it may be the last for long. */
export function promiseJobEnds(): void {
  if (made > 0) forgetRecent();
  endJob();
}

/** Whether anything might be settled by what is started now. */
export const mayBeStarted = (): boolean => made > stretch || (stretch === 0 && promiseOfJob() !== null);
