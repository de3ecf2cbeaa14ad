// What promises have to do with tasks: whose they are, what they wait for, and who waits for them.

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
  detailOf,
  isFacts,
  isSettled,
  type Known,
  kindOf,
  knownOf,
  noteTask,
  taskBefore,
  whatOf,
} from './known.ts';

/** A task or a combination is to be told when the promise settles: of one that has, nobody ever is. */
function wait(known: Known, waiter: Waiter): void {
  if (isSettled(known)) return;
  const before = known.waiters;
  if (before === null) known.waiters = waiter;
  else if (Array.isArray(before)) {
    const { length } = before;
    // One that settled before anything was known of it: it may be awaited as often as there are requests.
    if (length >= 8 && (length & (length - 1)) === 0) leaveOut(before);
    before[before.length] = waiter;
  } else known.waiters = isWaiting(before) ? [before, waiter] : waiter;
}

const isWaiting = ({ state }: Waiter): boolean => state === State.suspended || state === State.combination;

/** Those that have gone on meanwhile. */
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
  if (isFacts(known)) known.generator = task;
}

/** The promise was made together with a timer, a request … that will settle it; `what`: its name, or what can tell. */
export function isSettledBy(
  promise: object,
  kind: AwaitedKind,
  detail: number,
  what: string | object | null,
): void {
  const facts = knownOf(promise);
  if (!isFacts(facts) || facts.generator !== null || facts.what instanceof MadeCode) return;
  if (facts.settledBy === AwaitedKind.promise) {
    facts.settledBy = kind;
    facts.detail = detail;
  }
  // A name outdoes what it was made with.
  if (what === null || what === '' || facts.settledBy !== kind) return;
  if (typeof what === 'string' || facts.what === null) facts.what = what;
}

/** The promise is what a combinator made of several values. */
export function combines(promise: object, combination: Combination): void {
  const known = knownOf(promise);
  if (isFacts(known)) known.what ??= combination;
  const { members } = combination;
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (types.isPromise(member)) wait(knownOf(member), combination);
  }
}

/** The promise is what `then`, `catch` or `finally` made of one that a combinator has made. */
export function leadsTo(promise: object, combination: Combination): void {
  const known = knownOf(promise);
  if (!isFacts(known) || known.what !== null) return;
  known.what = combination;
  combination.leads = true;
}

/** A task that is suspended waits for the promise of which that is known. */
export function addWaiter(known: Known, waiter: Task): void {
  wait(known, waiter);
  const what = whatOf(known);
  if (what !== null) tellWhat(waiter, what);
}

/** What a suspended task waits for is called so. When that became known is nothing anybody asks: no look at the clock, here and below. */
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

/** What a combination is made of, after the record of whoever waits for it, or of the combination. */
export function tellMembers(what: Combination): void {
  if (what.count === 0) putBehind(RecordType.member | (what.how << 8), 0, 0);
  for (let i = 0; i < what.members.length; i++) {
    const member = what.members[i];
    // Each was noted when the combination was made.
    const known = types.isPromise(member) ? madeOf(knownOf(member)) : null;
    const kind = known === null ? AwaitedKind.unknown : kindOf(known);
    const told = kind === AwaitedKind.task || kind === AwaitedKind.timer;
    const reference = known === null ? 0 : told ? detailOf(known) : aboutId(whatName(known));
    putBehind(RecordType.member | (((kind << 20) | what.how) << 8), reference, what.count);
  }
}

/** What `then` makes of a task's promise is the task's, too. */
function madeOf(known: Known): Known {
  const from = isFacts(known) && kindOf(known) === AwaitedKind.promise ? known.derived : null;
  return (from === null ? null : taskBefore(from)) ?? known;
}

/** What was noted of a promise, or can tell: its name, '' for none. */
export const nameOf = (what: string | object): string =>
  typeof what === 'string' ? what : nameOfResource(what);

function whatName(known: Known): string {
  const what = whatOf(known);
  if (what instanceof Combination) return `Promise.${COMBINATOR_NAMES[what.how]} of ${what.count}`;
  return what === null ? '' : nameOf(what);
}
