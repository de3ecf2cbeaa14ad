// What the tracer knows of a promise, kept in private fields of the promise itself.

import { types } from 'node:util';
import { AwaitedKind, COMBINATOR_NAMES, Outcome, RecordType, TaskKind } from '../protocol/events.ts';
import { Combination } from './combination.ts';
import { end, inCallback, lastTaskThatRan, runningTask, tickStarter } from './context.ts';
import { Given } from './given.ts';
import { aboutId } from './names/abouts.ts';
import { isRequest, nameOfResource } from './names/resource-names.ts';
import { isRejected } from './promise-state.ts';
import { expectAwait } from './promises.ts';
import { State, type Task } from './task.ts';
import { currentTurn } from './turn.ts';
import { put } from './writer.ts';

type Waiter = Task | Combination;

class Awaited extends Given {
  /** The task whose promise it is. */
  #task: Task | null = null;
  #waiters: Waiter | Waiter[] | null = null;
  #kind: AwaitedKind = AwaitedKind.promise;
  /** A timer's delay in milliseconds. */
  #detail = 0;
  /** What it is called, what it was made with, which can tell, or what it combines. */
  #what: string | object | null = null;

  // Written out: the constructor that Node 20 would make by itself spreads its arguments, by the program's iterator.
  constructor(promise: object) {
    super(promise);
  }

  static of(promise: object): Awaited {
    if (!(#task in promise)) new Awaited(promise);
    return promise as Awaited;
  }
  static isKnown(promise: object): promise is Awaited {
    return #task in promise;
  }
  static belongTo(promise: Awaited, task: Task): void {
    promise.#task = task;
  }
  static describe(promise: Awaited, kind: AwaitedKind, detail: number): void {
    promise.#kind = kind;
    promise.#detail = detail;
  }
  /** A name outdoes what it was made with. */
  static entitle(promise: Awaited, what: string | object): void {
    if (typeof what === 'string' || promise.#what === null) promise.#what = what;
  }
  static what(promise: Awaited): string | object | null {
    return promise.#what;
  }
  static addWaiter(promise: Awaited, waiter: Waiter): void {
    const before = promise.#waiters;
    if (before === null) promise.#waiters = waiter;
    else if (Array.isArray(before)) before.push(waiter);
    else promise.#waiters = [before, waiter];
  }
  static waiters(promise: Awaited): Waiter | Waiter[] | null {
    return promise.#waiters;
  }
  static task(promise: Awaited): Task | null {
    return promise.#task;
  }
  static kind(promise: Awaited): AwaitedKind {
    return promise.#task !== null ? AwaitedKind.task : promise.#kind;
  }
  static detail(promise: Awaited): number {
    return promise.#task !== null ? promise.#task.id : promise.#detail;
  }
}

/** The promise an async function returned to its caller. */
export function isPromiseOf(promise: object, task: Task): void {
  task.hasPromise = true;
  Awaited.belongTo(Awaited.of(promise), task);
}

/** The promise a generator's `next()` returned. */
export function isAnswerOf(promise: object, task: Task): void {
  Awaited.belongTo(Awaited.of(promise), task);
}

/** The promise was made together with a timer, a request … that will settle it; `what`: its name, or what can tell. */
export function isSettledBy(
  promise: object,
  kind: AwaitedKind,
  detail: number,
  what: string | object | null,
): void {
  const fields = Awaited.of(promise);
  if (Awaited.kind(fields) === AwaitedKind.promise) Awaited.describe(fields, kind, detail);
  if (what !== null && what !== '' && Awaited.kind(fields) === kind) Awaited.entitle(fields, what);
}

/** The promise is what a combinator made of several values. */
export function combines(promise: object, combination: Combination): void {
  Awaited.entitle(Awaited.of(promise), combination);
  const { members } = combination;
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (types.isPromise(member)) Awaited.addWaiter(Awaited.of(member), combination);
  }
}

/** A task that is suspended waits for the promise. */
export function addWaiter(promise: object, waiter: Task): void {
  const fields = Awaited.of(promise);
  Awaited.addWaiter(fields, waiter);
  const what = Awaited.what(fields);
  if (what !== null) tellWhat(waiter, what);
}

/** What a suspended task waits for is called so. */
export const callWait = (waiter: Task, name: string): void => put(RecordType.about, waiter.id, aboutId(name));

function tellWhat(waiter: Task, what: string | object): void {
  if (!(what instanceof Combination)) {
    const name = nameOf(what);
    if (name !== '') callWait(waiter, name);
    return;
  }
  for (let i = 0; i < what.members.length; i++) {
    const member = what.members[i];
    const promise = types.isPromise(member) ? member : null;
    const kind = promise === null ? AwaitedKind.unknown : kindOf(promise);
    const told = kind === AwaitedKind.task || kind === AwaitedKind.timer;
    const reference = promise === null ? 0 : told ? detailOf(promise) : aboutId(whatName(promise));
    put(RecordType.member | (((kind << 20) | what.how) << 8), reference, what.count);
  }
}

const nameOf = (what: string | object): string => (typeof what === 'string' ? what : nameOfResource(what));

function whatName(promise: object): string {
  const what = Awaited.isKnown(promise) ? Awaited.what(promise) : null;
  if (what instanceof Combination) return `Promise.${COMBINATOR_NAMES[what.how]} of ${what.count}`;
  return what === null ? '' : nameOf(what);
}

export const isKnown = (promise: object): boolean => Awaited.isKnown(promise);
export const taskOf = (promise: object): Task | null =>
  Awaited.isKnown(promise) ? Awaited.task(promise) : null;
export const kindOf = (promise: object): AwaitedKind =>
  Awaited.isKnown(promise) ? Awaited.kind(promise) : AwaitedKind.promise;
export const detailOf = (promise: object): number => (Awaited.isKnown(promise) ? Awaited.detail(promise) : 0);

// Taken before the program can replace it.
const then = Promise.prototype.then;
const done = Promise.resolve();

/** A task that returned something with a `then` ends now; how, there is to see in the job after. */
function endFollower(promise: object, task: Task): void {
  task.followsThenable = false;
  expectAwait(false);
  then.call(done, () => end(task, isRejected(promise) ? Outcome.rejected : Outcome.fulfilled));
}

const EXACT = 1 << 19;

/** A promise has settled: whoever waits for it is ready. */
export function settled(promise: object): void {
  if (!Awaited.isKnown(promise)) return;
  const task = Awaited.task(promise);
  if (task?.followsThenable) endFollower(promise, task);
  const waiters = Awaited.waiters(promise);
  if (waiters === null) return;
  const { argument, detail } = cause(promise);
  const what = Awaited.what(promise);
  const name = nameAtTheEnd(argument >>> 20, what);
  const member = what instanceof Combination ? what.decidedBy(promise) : 0;
  const head = RecordType.ready | ((argument | member) << 8);
  // By index, here and wherever the program's thread is: it may have replaced the iterator of arrays.
  if (!Array.isArray(waiters)) tell(promise, waiters, head, detail, name);
  else for (let i = 0; i < waiters.length; i++) tell(promise, waiters[i] as Waiter, head, detail, name);
}

function tell(promise: object, waiter: Waiter, head: number, detail: number, name: string): void {
  if (waiter.state === State.suspended) {
    if (name !== '') callWait(waiter as Task, name);
    put(head, waiter.id, detail);
  } else if (waiter.state === State.combination) (waiter as Combination).settled(promise);
}

/** What a wait turns out to be for: by now more may be known of it than when it began. '' for nothing new. */
function nameAtTheEnd(kind: number, what: string | object | null): string {
  if (typeof what === 'object' && what !== null && !(what instanceof Combination)) return nameOf(what);
  // One that the loop ended is called after the request that did, or, where it has no name, after the socket.
  if (kind !== AwaitedKind.network && kind !== AwaitedKind.process) return '';
  const { resource } = currentTurn();
  if (resource === null || (what !== null && !isRequest(resource))) return '';
  return nameOfResource(resource);
}

/** The task whose rejection a rejected promise hands on: its own, or that of the member which made the whole fail. */
export function taskBehind(promise: object): Task | null {
  if (!Awaited.isKnown(promise)) return null;
  const what = Awaited.what(promise);
  const member = what instanceof Combination ? what.members[what.decidedBy(promise) - 1] : null;
  return Awaited.task(promise) ?? (types.isPromise(member) ? taskBehind(member) : null);
}

const answer = { argument: 0, detail: 0 };

/** Who or what settled the promise, as the operands of `ready`. */
function cause(promise: Awaited): typeof answer {
  const running = runningTask();
  const byTask = Awaited.task(promise) ?? (running?.kind === TaskKind.callback ? null : running);
  if (byTask !== null) return wokenBy(byTask);
  // In a job: whatever ran last in this turn of the loop is why. In a tick: who queued it.
  const before = inCallback() ? tickStarter() : lastTaskThatRan();
  if (before !== null) return wokenBy(before);
  const known = Awaited.kind(promise);
  if (known !== AwaitedKind.promise) return wokenByLoop(known);
  return running === null ? wokenByLoop(currentTurn().kind) : wokenBy(running);
}

function wokenBy(task: Task): typeof answer {
  answer.argument = EXACT;
  answer.detail = task.id;
  return answer;
}

/** Node says when a timer was due; when a file or a socket was done it does not. */
function wokenByLoop(kind: AwaitedKind): typeof answer {
  const turn = currentTurn();
  const isIo = kind === AwaitedKind.network || kind === AwaitedKind.file || kind === AwaitedKind.process;
  answer.argument = (kind << 20) | (isIo ? 0 : EXACT);
  answer.detail = kind === AwaitedKind.timer && turn.kind === AwaitedKind.timer ? turn.lateUs : 0;
  return answer;
}
