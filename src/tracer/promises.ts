// What V8 says of every promise, of the user's code and of libraries. Kept to the least that is needed: when an
// awaited promise settles, and on whose behalf a `.then` callback runs. Markers know the rest.

import type { AwaitedKind } from '../protocol/events.ts';
import { addWaiter, isKnown, isSettledBy } from './awaited.ts';
import { beginJob, currentTask } from './context.ts';
import { Given } from './given.ts';
import type { Task } from './task.ts';

class Derived extends Given {
  /** The task that called `then`, or awaited in a library's function. */
  #origin: Task;
  constructor(promise: object, origin: Task) {
    super(promise);
    this.#origin = origin;
  }
  static origin(promise: object): Task | null {
    return #origin in promise ? promise.#origin : null;
  }
}

/** The promise made last that comes from no other: right after an async function's entry, that function's. */
let lastRoot: object | null = null;
/**
 * How many promises the await whose marker has just run will make: one of its own, and, where the value is no promise,
 * one more before it that wraps the value. They come with a parent, and nothing need be known of them.
 */
let ofAwait = 0;
/** The task that waits for the wrapping one. */
let wrapperFor: Task | null = null;

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
  if (entering.length > 0) entering.length = 0;
}

/** The loop has called back: what was made before has nothing to do with what follows. */
export function forgetPromises(): void {
  lastRoot = null;
  forgetRecent();
}

/** Calls whose parameters are being worked out: each function's entry site, and the promise it will return. */
const entering: { site: number; promise: object | null }[] = [];

/** Code in a function's parameters is about to run: until then nothing was made since the function's own promise. */
export function parametersRun(site: number): void {
  if (entering.length > 0 && entering[entering.length - 1]?.site === site) return;
  entering[entering.length] = { site, promise: lastRoot };
}

/** The promise of a function whose parameters may have run code. */
export function takeRootOf(site: number): object | null {
  const last = entering[entering.length - 1];
  if (last?.site !== site) return takeLastRoot();
  entering.length--;
  lastRoot = null;
  return last.promise;
}

export function takeLastRoot(): object | null {
  const promise = lastRoot;
  lastRoot = null;
  return promise;
}

/** An `await` follows. `wrapped`: V8 will wrap the value; `waiter`: then the task to tell when the wrapper settles. */
export function expectAwait(wrapped: boolean, waiter: Task | null = null): void {
  ofAwait = wrapped ? 2 : 1;
  wrapperFor = waiter;
  lastRoot = null;
  stretch = made;
}

/** Something was started that will settle the promises made just before it. */
export function startedBy(kind: AwaitedKind, detail: number, what: string | object | null): void {
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

/** A promise was made, by another's `then` or an await if it has a parent. */
export function promiseMade(promise: object, hasParent: boolean): void {
  if (!hasParent) {
    lastRoot = promise;
    recent[made++ & (RECENT - 1)] = promise;
  } else if (ofAwait > 0) {
    if (ofAwait-- === 2 && wrapperFor !== null) addWaiter(promise, wrapperFor);
  } else {
    const origin = currentTask();
    if (origin !== null) new Derived(promise, origin);
  }
}

/** The job of a promise begins: a `.then` callback, or what follows an await. */
export function promiseJob(promise: object): void {
  lastRoot = null;
  forgetRecent();
  // What its callback starts, or the `then` of an awaited thenable, is what will settle it.
  if (isKnown(promise)) recent[made++] = promise;
  beginJob(Derived.origin(promise));
}
