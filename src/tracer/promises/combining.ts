// The markers around `Promise.all([…])` and its like: what a combinator takes, what it makes of it, and what is made of that.

import { types } from 'node:util';
import type { Combinator } from '../../protocol/events.ts';
import { combines, leadsTo } from './awaited.ts';
import { Combination } from './combination.ts';
import { isObject, isPlainPromise } from './plain-promise.ts';
import { isComplete } from './promises.ts';

/** What a combinator is about to take; read where it comes back. */
let combined: readonly unknown[] | null = null;
/** What the last one made; read where a `then`, `catch` or `finally` of it comes back. */
let made: Combination | null = null;

export function combine<T>(members: T): T {
  combined = Array.isArray(members) && !types.isProxy(members) ? members : null;
  return members;
}

export function combinationMade<T>(how: Combinator, promise: T): T {
  const members = combined;
  combined = null;
  made = null;
  if (!isObject(promise) || !isPlainPromise(promise)) return promise;
  isComplete(promise);
  if (members !== null && members.length > 0) {
    made = new Combination(how, members);
    combines(promise, made);
  }
  return promise;
}

/** So that none of its members lives longer because of us. */
export function forgetCombination(): void {
  if (made !== null) made = null;
}

/** `Promise.all([…]).then(…)`: whoever waits for that waits for the combination. */
export function combinationLeads<T>(promise: T): T {
  if (made !== null && isObject(promise) && isPlainPromise(promise)) leadsTo(promise, made);
  return promise;
}
