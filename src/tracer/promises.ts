// What V8 says of every promise, of the user's code and of libraries. Kept to the least that is needed: when an
// awaited promise settles, and on whose behalf a `.then` callback runs. Markers know the rest.

import type { AwaitedKind } from '../protocol/events.ts';
import { addWaiter, isKnown, isSettledBy, taskOf } from './awaited.ts';
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
/** The next derived promise is an await's own, of which nothing need be known: its marker stands behind it. */
let awaitComing = false;
/** The next root promise is what V8 wraps around an awaited value that is no promise; this task waits for it. */
let wrapperFor: Task | null = null;

/** Promises made in this stretch of code that may turn out to be settled by what is started next. */
const RECENT = 8;
const recent: (object | null)[] = new Array(RECENT).fill(null);
let made = 0;
/** Those from this one on were made in the present stretch, since the last await. */
let stretch = 0;

/** Also so that no promise lives longer because of us. */
function forgetRecent(): void {
  if (made > 0) recent.fill(null);
  made = 0;
  stretch = 0;
}

/** The loop has called back: what was made before has nothing to do with what follows. */
export function forgetPromises(): void {
  lastRoot = null;
  forgetRecent();
}

/**
 * The promise of a function whose parameters have just run code of their own: the last one made that is nobody's. Those
 * of the functions that were called have been claimed, and `new Promise` says when it is complete.
 */
export function takeUnclaimedRoot(): object | null {
  for (let i = Math.min(made, RECENT); i > 0; i--) {
    const promise = recent[(made - i) & (RECENT - 1)];
    if (promise != null && taskOf(promise) === null) return promise;
  }
  return null;
}

export function takeLastRoot(): object | null {
  const promise = lastRoot;
  lastRoot = null;
  return promise;
}

/** An `await` follows; `wrapped`: the task, when V8 will wrap the value in a promise of its own. */
export function expectAwait(wrapped: Task | null): void {
  awaitComing = true;
  wrapperFor = wrapped;
  lastRoot = null;
  stretch = made;
}

/** Something was started that will settle the promises made just before it. */
export function startedBy(kind: AwaitedKind, detail: number): void {
  for (let i = Math.max(stretch, made - RECENT); i < made; i++) {
    const promise = recent[i & (RECENT - 1)];
    if (promise != null) isSettledBy(promise, kind, detail);
  }
}

/** `new Promise(…)` is complete: what is started from now on is not what will settle it. */
export function isComplete(promise: object): void {
  const at = recent.indexOf(promise);
  if (at >= 0) recent[at] = null;
}

/** A promise was made; `parent`: the one whose `then` or await made it. */
export function promiseMade(promise: object, hasParent: boolean): void {
  if (!hasParent) {
    lastRoot = promise;
    recent[made++ & (RECENT - 1)] = promise;
    if (wrapperFor !== null) {
      addWaiter(promise, wrapperFor);
      wrapperFor = null;
    }
  } else if (awaitComing) {
    awaitComing = false;
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
