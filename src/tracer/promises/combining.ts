// The markers around `Promise.all([…])` and the like: what a combinator takes, the promise it makes, and what `then` makes of that.

import { types } from 'node:util';
import { type Combinator, MOST_MEMBERS } from '../../protocol/events.ts';
import { currentTask } from '../tasks/context.ts';
import { combines, leadsTo } from './awaited.ts';
import { Combination } from './combination.ts';
import { noteDerived, REJECTED } from './known.ts';
import { isObject, isPlainPromise } from './plain-promise.ts';
import { beforeThen, combinesFor, isComplete } from './promises.ts';
import { isThenable } from './thenable.ts';

/** The values that a combinator is about to take. Read by the marker around the call. */
let combined: readonly unknown[] | null = null;
/** The combination that was made last. Read by the marker around a `then`, `catch` or `finally` of it. */
let made: Combination | null = null;

export function combine<T>(members: T): T {
  combined = Array.isArray(members) && !types.isProxy(members) ? members : null;
  if (combined !== null && someThenable(combined)) combinesFor(currentTask());
  return members;
}

function someThenable(members: readonly unknown[]): boolean {
  for (let i = 0; i < members.length && i < MOST_MEMBERS; i++) {
    const member = Object.getOwnPropertyDescriptor(members, i)?.value as unknown;
    if (isObject(member) && !types.isPromise(member) && isThenable(member)) return true;
  }
  return false;
}

/** `site`: see `Combination`. */
export function combinationMade<T>(how: Combinator, promise: T, site = 0): T {
  const members = combined;
  combined = null;
  combinesFor(null);
  made = null;
  if (!isObject(promise) || !isPlainPromise(promise)) return promise;
  isComplete(promise);
  if (members !== null) {
    made = new Combination(how, members, site, site === 0 ? 0 : (currentTask()?.id ?? 0));
    combines(promise, made);
  }
  return promise;
}

/** Otherwise the tracer would keep its members alive. */
export function forgetCombination(): void {
  if (made !== null) made = null;
}

/** For `Promise.all([…]).then(…)`: whoever waits for the result waits for the combination. */
export function combinationLeads<T>(site: number, promise: T): T {
  if (made !== null && isObject(promise) && isPlainPromise(promise)) leadsTo(promise, made);
  return thenMade(site, promise);
}

/** For `load().then(…).finally(…)`: the promise that the last of the calls has made. */
export function thenMade<T>(site: number, promise: T): T {
  const from = site === 0 ? null : beforeThen(promise);
  if (from !== null) noteDerived(promise as object, site, from);
  return promise;
}

/** For `Promise.reject(…)`. */
export function rejectMade<T>(site: number, promise: T): T {
  if (isObject(promise) && isPlainPromise(promise)) noteDerived(promise, site, REJECTED);
  return promise;
}
