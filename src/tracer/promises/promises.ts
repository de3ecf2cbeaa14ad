// What V8 reports about every promise, of the user's code and of libraries. Only what is needed is kept: when an awaited promise
// settles, and on whose behalf a `.then` callback runs. The markers know the rest.

import type { AwaitedKind } from '../../protocol/events.ts';
import { Count, count } from '../cost/counts.ts';
import { makesCode, runningMadeCode } from '../loader/made/made-code.ts';
import { beginJob, currentTask, endJob, JOBS_TILL_RENEWED, promiseOfJob } from '../tasks/context.ts';
import type { Task } from '../tasks/task.ts';
import { addWaiter, isLikelySettledBy } from './awaited.ts';
import { knownOf, noteFacts, noteOrigin, whatIsKnown } from './known.ts';

/** Whether the promise made last has no parent. Right after an async function is entered, that promise is the function's own. */
let isRootLast = false;
/**
 * How many promises the await whose marker has just run is still going to make: one of its own and, where the value is not a promise,
 * one before that, which wraps the value. They have a parent, and nothing else needs to be known about them.
 */
let ofAwait = 0;
/** The task that waits for the wrapper, and the task on whose behalf the value's `then` is called, if it has one. */
let wrapperFor: Task | null = null;
let wrappedBy: Task | null = null;
/** The wrapper is for a value that is not an object: it settles as it is made, and nobody needs to hear of that. */
let isOfValue = false;
let unheard = false;
export const isUnheard = (): boolean => unheard;

/** The latest promises: whatever is started next may turn out to be what settles them. */
const RECENT = 8;
const noneRecent = (): (object | null)[] => [null, null, null, null, null, null, null, null];
/** Replaced now and then, so that it stays new memory: see `JOBS_TILL_RENEWED`. */
let recent = noneRecent();
let jobsLeft = JOBS_TILL_RENEWED;
let made = 0;
/** Promises from this number on were made since the last await. */
let stretch = 0;

/** The latest promise that `then` made, and what the first of several calls in a row was called on: `load()` of `load().then(…).then(…)`. */
let derived: object | null = null;
let derivedFrom: object | null = null;

/** Forgets the latest promises, which also keeps the tracer from holding them alive. */
function forgetRecent(): void {
  for (let i = Math.min(made, RECENT) - 1; i >= 0; i--) recent[i] = null;
  derived = null;
  derivedFrom = null;
  made = 0;
  stretch = 0;
  ofAwait = 0;
  combiner = null;
  if (entering.length > 0) entering.length = 0;
}

/** The loop has called back: promises made before have nothing to do with what follows. */
export function forgetPromises(): void {
  isRootLast = false;
  forgetRecent();
}

/** Calls whose parameters are being evaluated: the function's entry site, and the promise that it will return. */
const entering: { site: number; promise: object | null }[] = [];

/** Code in a function's parameters is about to run. Up to now the last promise made is still the function's own. */
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

/** Counting back from the last one, a promise without a parent: `rootBefore(1)` was made before it. */
export const rootBefore = (count: number): object | null =>
  count < RECENT && made > count ? (recent[(made - 1 - count) & (RECENT - 1)] as object | null) : null;

/** An `await` follows of a promise that it takes as it is. */
export function expectAwait(): void {
  expect(1, null, null);
}

/** An `await` follows of something that V8 wraps. `waiter` is ready when the wrapper settles; `by`: the task that awaits. */
export function expectWrap(waiter: Task | null, by = waiter): void {
  expect(2, waiter, by);
}

/** So many promises are about to be made for an `await`. */
function expect(promises: 1 | 2, waiter: Task | null, by: Task | null): void {
  ofAwait = promises;
  wrapperFor = waiter;
  wrappedBy = by;
  adopter = null;
  isOfValue = false;
  isRootLast = false;
  stretch = made;
}

/** An `await` follows of a value that is not an object. */
export function expectAwaitOfValue(): void {
  expectWrap(null);
  isOfValue = true;
}

/** The task that waits for a promise which a compiler's helper is about to make from a value, calling `then` on it; null for none. */
let adopter: Task | null = null;

/** The task that calls a combinator whose members include something with a `then` that is not a promise; null otherwise. */
let combiner: Task | null = null;
export function combinesFor(task: Task | null): void {
  combiner = task;
}

export function expectAdoption(waiter: Task | null): void {
  expectAwait();
  adopter = waiter;
}

/** Something was started that will settle the promises made just before. */
export function startedBy(kind: AwaitedKind, detail: number, what: string | object | null): void {
  const ofJob = promiseOfJob();
  // What its callback starts, or the `then` of an awaited thenable, is what will settle it.
  if (ofJob !== null && stretch === 0 && whatIsKnown(ofJob) !== null)
    isLikelySettledBy(ofJob, kind, detail, what);
  for (let i = Math.max(stretch, made - RECENT); i < made; i++) {
    const promise = recent[i & (RECENT - 1)];
    if (promise != null) isLikelySettledBy(promise, kind, detail, what);
  }
}

/** A promise that a call has just made is complete: what is started from now on is not what will settle it. */
export function isComplete(promise: object): void {
  const at = recent.indexOf(promise);
  if (at >= 0) recent[at] = null;
}

function adopt(promise: object, waiter: Task): void {
  adopter = null;
  noteOrigin(promise, waiter);
  addWaiter(knownOf(promise), waiter);
}

/** For an async function in code without markers: the promise that it has just made, by which it is known. */
function noteMaker(promise: object): void {
  const code = runningMadeCode();
  if (code !== null) noteFacts(promise).what = code;
}

/** A promise was made, by another's `then` or an await if it has a parent. */
export function promiseMade(promise: object, hasParent: boolean, parent: object | null = null): void {
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
    if (parent !== derived || derived === null) derivedFrom = parent;
    derived = promise;
  }
}

/**
 * If the promise is what the last of several calls in a row made: what the first of them was called on; null if that is unknown. Calls
 * on the promise from now on are a new row, so asking forgets it.
 */
export function beforeThen(promise: unknown): object | null {
  if (promise !== derived || derived === null) return null;
  derived = null;
  return derivedFrom;
}

/** The job of a promise begins: it runs a `.then` callback, or what follows an await. */
export function promiseJob(promise: object): void {
  isRootLast = false;
  forgetRecent();
  if (--jobsLeft === 0) {
    jobsLeft = JOBS_TILL_RENEWED;
    recent = noneRecent();
  }
  beginJob(promise);
}

/** The job is over. It may be the last for a long time, so no promise is held until the next. */
export function promiseJobEnds(): void {
  if (made > 0 || derived !== null) forgetRecent();
  endJob();
}

/** Whether there is any promise that something started now might settle. */
export const mayBeStarted = (): boolean => made > stretch || (stretch === 0 && promiseOfJob() !== null);
