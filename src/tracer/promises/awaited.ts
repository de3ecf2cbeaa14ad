// How promises and tasks belong together: whose promise it is, what it waits for, and who waits for it.

import { types } from 'node:util';
import { AwaitedKind, COMBINATOR_NAMES, RecordType } from '../../protocol/events.ts';
import { MadeCode } from '../loader/made/made-code.ts';
import { aboutId } from '../names/abouts.ts';
import { nameOfResource } from '../names/resource-names.ts';
import { putBehind } from '../sending/writer.ts';
import { Own, type Task, type Waiter } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { Combination } from './combination.ts';
import {
  Certainty,
  derivedIn,
  detailOf,
  type Facts,
  isFacts,
  isSettled,
  type Known,
  kindOf,
  knownBefore,
  knownOf,
  noteTask,
  wasGuarded,
  whatOf,
} from './known.ts';

/** A task or a combination waits for the promise. A settled promise never has waiters: whoever awaits it goes on without a `ready`. */
function wait(known: Known, waiter: Waiter): void {
  if (isSettled(known)) return;
  const before = known.waiters;
  if (before === null) known.waiters = waiter;
  else if (Array.isArray(before)) {
    const { length } = before;
    // The promise may have settled before anything was known of it. Then it may be awaited once for every request of a server.
    if (length >= 8 && (length & (length - 1)) === 0) leaveOut(before);
    before[before.length] = waiter;
  } else known.waiters = isWaiting(before) ? [before, waiter] : waiter;
}

const isWaiting = ({ state }: Waiter): boolean => state === State.suspended || state === State.combination;

/** Removes the waiters that have gone on meanwhile. */
function leaveOut(waiters: Waiter[]): void {
  let left = 0;
  for (let i = 0; i < waiters.length; i++) {
    const waiter = waiters[i] as Waiter;
    if (isWaiting(waiter)) waiters[left++] = waiter;
  }
  waiters.length = left;
}

/** The promise an async function returned to its caller. */
export function isPromiseOf(promise: object, task: Task): void {
  task.own = Own.pending;
  noteTask(promise, task);
}

/** The promise a generator's `next()` returned. */
export function isAnswerOf(promise: object, task: Task): void {
  const known = knownOf(promise);
  if (!isFacts(known)) return;
  known.settledBy = AwaitedKind.task;
  known.what = task;
}

/** The promise is settled by a file, a request …, of this name; '' if that is unknown. */
export function isSettledBy(promise: object, kind: AwaitedKind, name: string): void {
  const facts = openFacts(promise);
  if (facts === null) return;
  facts.certainty = Certainty.told;
  if (kind !== AwaitedKind.promise && kind !== facts.settledBy) {
    facts.settledBy = kind;
    facts.what = null;
    facts.detail = 0;
  }
  if (name !== '' && facts.settledBy === kind) facts.what = name;
}

/** The promise is for something of this name, whatever settles it. */
export function isFor(promise: object, name: string): void {
  const facts = openFacts(promise);
  if (facts === null) return;
  facts.certainty = Certainty.told;
  facts.what = name;
}

/** What `isSettledBy` says, if it is only likely because this was started soon after the promise was made. What is started first is the likeliest. */
export function isLikelySettledBy(
  promise: object,
  kind: AwaitedKind,
  detail: number,
  what: string | object | null,
): void {
  const facts = openFacts(promise);
  if (facts === null) return;
  if (facts.settledBy === AwaitedKind.promise) {
    facts.settledBy = kind;
    facts.detail = detail;
    facts.certainty = Certainty.guessed;
  }
  if (what === null || what === '' || facts.settledBy !== kind) return;
  // A name is better than a resource that can tell one.
  if (facts.what !== null && (typeof what !== 'string' || typeof facts.what === 'string')) return;
  facts.what = what;
  if (facts.waiters !== null && typeof what === 'string') callWaits(facts.waiters, what);
}

/** Names what those wait for who waited before it was known. */
function callWaits(waiters: Waiter | Waiter[], name: string): void {
  if (Array.isArray(waiters)) for (let i = 0; i < waiters.length; i++) callWaits(waiters[i] as Waiter, name);
  else if (waiters.state === State.suspended) callWait(waiters as Task, name);
}

/** What is known of a promise that has not settled, unless its task or its code says what settles it. */
function openFacts(promise: object): Facts | null {
  const facts = knownOf(promise);
  if (!isFacts(facts) || isSettled(facts)) return null;
  return facts.settledBy !== AwaitedKind.task && !(facts.what instanceof MadeCode) ? facts : null;
}

/** A combinator made the promise of several values. */
export function combines(promise: object, combination: Combination): void {
  const known = knownOf(promise);
  if (isFacts(known)) known.what ??= combination;
  const { members } = combination;
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (types.isPromise(member)) wait(knownOf(member), combination);
  }
}

/** `then`, `catch` or `finally` made the promise of one that a combinator had made. */
export function leadsTo(promise: object, combination: Combination): void {
  const known = knownOf(promise);
  if (!isFacts(known) || known.what !== null) return;
  known.what = combination;
  combination.leads = true;
}

/** A suspended task waits for the promise. `known`: what is known of that. */
export function addWaiter(known: Known, waiter: Task): void {
  wait(known, waiter);
  const what = whatOf(known);
  if (what !== null) tellWhat(waiter, what);
}

/** Names what a suspended task waits for. Nobody asks when the name became known, so the clock is not read, here and below. */
export const callWait = (waiter: Task, name: string): void =>
  putBehind(RecordType.about, waiter.id, aboutId(name));

function tellWhat(waiter: Task, what: string | object): void {
  if (!(what instanceof Combination)) {
    const name = nameOf(what);
    if (name !== '') callWait(waiter, name);
    return;
  }
  what.isAwaited = true;
  tellMembers(what);
}

/** Records the members of a combination. To be called after the record of the task that waits for it, or of the combination itself. */
export function tellMembers(what: Combination): void {
  if (what.count === 0) putBehind(RecordType.member | (what.how << 8), 0, 0);
  for (let i = 0; i < what.members.length; i++) {
    const member = what.members[i];
    // Each was noted when the combination was made.
    const known = types.isPromise(member) ? knownOf(member) : null;
    const from = known === null ? null : madeOf(known);
    // A promise that `then` made of a task's promise counts as the task's. Of any other it takes the name, but what `then` calls may wait for more.
    const isTasks = from !== null && kindOf(from) === AwaitedKind.task;
    const kind = isTasks ? AwaitedKind.task : known === null ? AwaitedKind.unknown : kindOf(known);
    const told = kind === AwaitedKind.task || kind === AwaitedKind.timer;
    const reference = from === null ? 0 : told ? detailOf(from) : aboutId(whatName(from));
    putBehind(RecordType.member | (((kind << 20) | what.how) << 8), reference, what.count);
  }
}

/** Corrects what `tellMembers` told as timers or files, for whoever waits. */
export function tellGuarded({ members }: Combination, waiters: Waiter | Waiter[]): void {
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (!types.isPromise(member) || !wasGuarded(knownOf(member))) continue;
    if (!Array.isArray(waiters)) tellGuardedTo(waiters, i);
    else for (let at = 0; at < waiters.length; at++) tellGuardedTo(waiters[at] as Waiter, i);
  }
}

function tellGuardedTo({ state, id }: Waiter, index: number): void {
  if (state === State.suspended) putBehind(RecordType.guard, id, index + 1);
}

/** What is known of the promise that a promise was made of, by one call or several in a row; or of itself, if it was made otherwise. */
function madeOf(known: Known): Known {
  const from = kindOf(known) === AwaitedKind.promise ? derivedIn(known) : null;
  return (from === null ? null : knownBefore(from)) ?? known;
}

/** The name of what a promise waits for, from the name itself or a resource that can tell it; '' for none. */
export const nameOf = (what: string | object): string =>
  typeof what === 'string' ? what : nameOfResource(what);

function whatName(known: Known): string {
  const what = whatOf(known);
  if (what instanceof Combination) return `Promise.${COMBINATOR_NAMES[what.how]} of ${what.count}`;
  return what === null ? '' : nameOf(what);
}
