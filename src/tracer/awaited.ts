// What the tracer knows of a promise, kept in private fields of the promise itself.

import { AwaitedKind, Outcome, RecordType, TaskKind } from '../protocol/events.ts';
import { end, inCallback, lastTaskThatRan, runningTask } from './context.ts';
import { Given } from './given.ts';
import { isRejected } from './promise-state.ts';
import { expectAwait } from './promises.ts';
import { State, type Task } from './task.ts';
import { currentTurn } from './turn.ts';
import { put } from './writer.ts';

class Awaited extends Given {
  /** The task whose promise it is. */
  #task: Task | null = null;
  #waiters: Task | Task[] | null = null;
  #kind: AwaitedKind = AwaitedKind.promise;
  /** A timer's delay in milliseconds. */
  #detail = 0;

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
  static addWaiter(promise: Awaited, waiter: Task): void {
    const before = promise.#waiters;
    if (before === null) promise.#waiters = waiter;
    else if (Array.isArray(before)) before.push(waiter);
    else promise.#waiters = [before, waiter];
  }
  static waiters(promise: Awaited): Task | Task[] | null {
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

/** The promise was made together with a timer, a request … that will settle it. */
export function isSettledBy(promise: object, kind: AwaitedKind, detail: number): void {
  const fields = Awaited.of(promise);
  if (Awaited.kind(fields) === AwaitedKind.promise) Awaited.describe(fields, kind, detail);
}

export function addWaiter(promise: object, waiter: Task): void {
  Awaited.addWaiter(Awaited.of(promise), waiter);
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
  const head = RecordType.ready | (argument << 8);
  // By index, here and wherever the program's thread is: it may have replaced the iterator of arrays.
  if (!Array.isArray(waiters)) tell(waiters, head, detail);
  else for (let i = 0; i < waiters.length; i++) tell(waiters[i] as Task, head, detail);
}

function tell(waiter: Task, head: number, detail: number): void {
  if (waiter.state === State.suspended) put(head, waiter.id, detail);
}

const answer = { argument: 0, detail: 0 };

/** Who or what settled the promise, as the operands of `ready`. */
function cause(promise: Awaited): typeof answer {
  const running = runningTask();
  const byTask = Awaited.task(promise) ?? (running?.kind === TaskKind.callback ? null : running);
  if (byTask !== null) return wokenBy(byTask);
  // In a job: whatever ran last in this turn of the loop is why.
  const before = inCallback() ? null : lastTaskThatRan();
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
  answer.detail = kind === AwaitedKind.timer && turn.kind === AwaitedKind.timer ? turn.lateNs : 0;
  return answer;
}
