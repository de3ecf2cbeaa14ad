// What the markers in instrumented source call; what each is called there says marker-table.ts.

import { types } from 'node:util';
import { AwaitedKind, BlobKind, Outcome, RecordType, TaskKind, TICK_TASK } from '../../protocol/events.ts';
import { codeWillBeMade } from '../loader/made/made-code.ts';
import { nameOfIterable } from '../names/streams.ts';
import { addWaiter, callWait, isAnswerOf, isPromiseOf } from '../promises/awaited.ts';
import { detailOf, type Known, kindOf, knownOf, noteFacts, taskOf, whatIsKnown } from '../promises/known.ts';
import { isObject, isPlain, isPlainPromise, isPromiseThere } from '../promises/plain-promise.ts';
import { PromiseState, stateOf } from '../promises/promise-state.ts';
import {
  expectAdoption,
  expectAwait,
  expectAwaitOfValue,
  isComplete,
  rootBefore,
  takeLastRoot,
  takeRootOf,
} from '../promises/promises.ts';
import { reactionBegins } from '../promises/reactions.ts';
import { inSameRealm, realm } from '../promises/realms.ts';
import { hasThen, isThenable } from '../promises/thenable.ts';
import { isLastOf, noteEnd, putBlob, putOf } from '../sending/writer.ts';
import {
  currentTask,
  delegateFrom,
  end,
  endedGenerator,
  isReaction,
  isUnclaimed,
  leaves,
  moduleBegins,
  pop,
  push,
  resumesTask,
  runningTask,
  takeDelegator,
  takeHeir,
  tickStarter,
} from '../tasks/context.ts';
import { describeError, isCancellation } from '../tasks/describe-error.ts';
import { lookAtSignal } from '../tasks/signals.ts';
import { Own, type Rarely, rarelyOf, Task } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { restoreMessage } from '../unseen/error-messages.ts';
import { labelBySender, labelTask } from './labels.ts';

let lastId = 0;
export const nextTaskId = (): number => ++lastId;

function begin(kind: TaskKind, site: number, parent = currentTask(), flags = 0): Task {
  const task = new Task(nextTaskId(), kind);
  const argument = ((kind | flags) << 20) | site;
  putOf(RecordType.enter | (argument << 8), task.id, parent === null ? 0 : parent.id, false);
  push(task);
  return task;
}

export function enter(site: number, ...shown: unknown[]): Task;
export function enter(site: number, first?: unknown, second?: unknown): Task {
  const task = begin(TaskKind.async, site);
  const promise = takeLastRoot();
  if (promise !== null) isPromiseOf(promise, task);
  // biome-ignore lint/complexity/noArguments: rest parameters would make an array of every call's arguments
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

/** The parameters run code of their own: the function's promise is not the last one made when its body begins. */
export function enterWithDefaults(site: number, ...shown: unknown[]): Task;
export function enterWithDefaults(site: number, first?: unknown, second?: unknown): Task {
  const task = begin(TaskKind.async, site);
  const promise = takeRootOf(site);
  if (promise !== null) isPromiseOf(promise, task);
  // biome-ignore lint/complexity/noArguments: as above
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

export function beginGenerator(site: number, ...shown: unknown[]): Task;
export function beginGenerator(site: number, first?: unknown, second?: unknown): Task {
  const delegator = takeDelegator();
  const task = begin(TaskKind.generator, site, delegator ?? currentTask());
  if (delegator !== null) rarelyOf(task).delegator = delegator;
  answersNext(task);
  // biome-ignore lint/complexity/noArguments: as above
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

/** The promise of the `next()` that made the generator run is the last one made. */
function answersNext(task: Task): boolean {
  const promise = takeLastRoot();
  if (promise !== null) isAnswerOf(promise, task);
  return promise !== null;
}

/** Those that stand at a `yield*`, to which it led, were asked before it: their promises are the ones before. */
function answerForDelegators(task: Task): void {
  let { delegator } = rarelyOf(task);
  for (let before = 1; delegator !== null && isDelegating(delegator); before++) {
    const promise = rootBefore(before);
    if (promise !== null) isAnswerOf(promise, delegator);
    delegator = rarelyOf(delegator).delegator;
  }
}

const isDelegating = ({ state, rarely }: Task): boolean =>
  state === State.suspended && rarely?.atYield === true;

/** `makesCode`: the file has calls that make code while it runs; `isAsync`: it was put into an async function. */
export function beginModule(site: number, makesCode = false, isAsync = false): Task {
  if (makesCode) codeWillBeMade();
  const task = begin(TaskKind.module, site);
  const promise = isAsync ? takeLastRoot() : null;
  if (promise !== null) isPromiseOf(promise, task);
  moduleBegins(task);
  return task;
}

/** Entry of a function that the loop may have called: then it is a task, until the loop has it back. Or a promise: then it is none. */
export function beginCallback(site: number): void {
  if (!isUnclaimed()) {
    if (isReaction()) reactionBegins(site);
    return;
  }
  const isTick = tickStarter() !== null;
  const task = begin(TaskKind.callback, site, currentTask(), isTick ? TICK_TASK : 0);
  if (!isTick) labelBySender(task, site);
}

function suspend(task: Task, site: number, kind: number, detail: number, isBehind = false): void {
  putOf(RecordType.suspend | (((kind << 20) | site) << 8), task.id, detail, isBehind);
  // After the record, which the program's stack may have no room for.
  task.state = State.suspended;
  pop(task);
}

/** In a job of its own. */
function resume(task: Task): void {
  putOf(RecordType.resume, task.id, 0, resumesTask(task));
  task.state = State.running;
  push(task);
  if (task.rarely !== null) lookAtSignal(task, task.rarely);
}

/** What is known of a value that `await` waits for as it is, be it nothing yet; null for one that it wraps. */
function knownOfPlain(value: object): Known | null {
  const known = whatIsKnown(value);
  if (known === null) return isPlainPromise(value) ? noteFacts(value) : null;
  return taskOf(known) !== null || isPlain(value) ? known : null;
}

/** What the text tells a marker: nothing of the program's runs since the last one of the function it calls, or since its own entry. */
const Since = { callee: 1, entry: 2 } as const;
type Since = 0 | (typeof Since)[keyof typeof Since];

/** Whether a task stops in the very moment of the record before. */
function stopsBehind(since: Since, task: Task, known: Known | null): boolean {
  if (since === Since.callee)
    return known !== null && kindOf(known) === AwaitedKind.task && isLastOf(detailOf(known));
  return since === Since.entry && isLastOf(task.id);
}

/** What is awaited where it is no promise of which anything is known. */
const kindOfOther = (value: unknown): AwaitedKind =>
  isObject(value) && hasThen(value) ? AwaitedKind.promise : AwaitedKind.unknown;

export function awaitOn<T>(task: Task, site: number, value: T, since: Since = 0): T {
  // Two loops left at once await one after the other, with no marker between.
  caught(task);
  const known = isObject(value) ? knownOfPlain(value) : null;
  if (known === null) {
    suspend(task, site, kindOfOther(value), 0, stopsBehind(since, task, known));
    if (isObject(value)) expectAwait(true, task);
    else expectAwaitOfValue();
  } else {
    suspend(task, site, kindOf(known), detailOf(known), stopsBehind(since, task, known));
    addWaiter(known, task);
    expectAwait(false);
    if (task.kind === TaskKind.module) rarelyOf(task).awaited = value as object;
  }
  leaves(task);
  return value;
}

/** `yield` in what was an async function: the helper that runs it waits for the value as it is, if that is a promise. */
export function awaitCompiled<T>(task: Task, site: number, value: T): T {
  caught(task);
  if (isPromiseThere(value)) {
    const known = knownOf(value);
    suspend(task, site, kindOf(known), detailOf(known));
    addWaiter(known, task);
    expectAwait(false);
  } else {
    suspend(task, site, kindOfOther(value), 0);
    expectAdoption(isObject(value) ? task : null);
  }
  leaves(task);
  return value;
}

/** The task that returns what it has awaited, there and then. */
let returning = 0;

export function afterAwait<T>(task: Task, value: T, returns = false): T {
  resume(task);
  returning = returns ? task.id : 0;
  return value;
}

/** Around an `await` of what is gone through next: what cannot be is said so in V8's words, had it not a marker to name. */
export function afterAwaitOf<T>(task: Task, value: T): T {
  afterAwait(task, value);
  if (!mayBeIterable(value)) throw new (realm().TypeError)('(intermediate value) is not iterable');
  return value;
}

/** Looks without asking: what is no plain matter the language finds out. */
function mayBeIterable(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'object' || typeof value === 'function')
    return types.isProxy(value) || Symbol.iterator in value;
  return Object(value)[Symbol.iterator] !== undefined;
}

/**
 * Stands where control may come back by a rejection: at the start of `catch` and `finally`, behind loops. Or by what its
 * consumer throws into a generator. `error`: what was caught, where that has a name.
 */
export function caught(task: Task, error?: unknown): void {
  if (error !== undefined) restoreMessage(error);
  if (task.state !== State.suspended) return;
  if (task.rarely?.atYield) afterYield(task, undefined);
  else resume(task);
}

export function yieldOn<T>(task: Task, site: number, value: T): T {
  suspend(task, site, 0, 0);
  rarelyOf(task).atYield = true;
  if (isObject(value)) expectAwait(!isPlainPromise(value), null, task);
  else expectAwaitOfValue();
  leaves(task);
  return value;
}

/** `yield*`: what runs next runs on this task's behalf, though its consumer called it. */
export function delegate<T>(task: Task, site: number, value: T): T {
  suspend(task, site, 0, 0);
  const rarely = rarelyOf(task);
  rarely.atYield = true;
  rarely.delegates = true;
  delegateFrom(task);
  return value;
}

/** A generator goes on, for one that asks it for its next value, or throws into it. */
export function afterYield<T>(task: Task, value: T): T {
  const consumer = runningTask();
  const rarely = rarelyOf(task);
  rarely.atYield = false;
  rarely.delegates = false;
  putOf(RecordType.resume, task.id, consumer === null ? 0 : consumer.id, false);
  task.state = State.running;
  push(task);
  if (answersNext(task)) answerForDelegators(task);
  return value;
}

export function returned<T>(task: Task, site: number, value: T): T {
  // A `finally` may have returned something else meanwhile.
  if (isObject(value) && (types.isPromise(value) || isThenable(value))) {
    const rarely = rarelyOf(task);
    rarely.returned = value;
    rarely.returnSite = site;
  } else if (task.rarely !== null) task.rarely.returned = null;
  return value;
}

/** `return` in a generator awaits its value. */
export function returnedFromGenerator<T>(task: Task, site: number, value: T): T {
  return awaitOn(task, site, value);
}

export function threw(task: Task, error: unknown): unknown {
  caught(task, error);
  const rarely = rarelyOf(task);
  rarely.returned = null;
  rarely.outcome = isCancellation(error) ? Outcome.cancelled : Outcome.rejected;
  putBlob(BlobKind.error, describeError(error), task.id);
  return error;
}

/** `isTrivial`: the function does nothing but return. */
export function exit<T>(task: Task, value?: T, isTrivial = false): T | undefined {
  caught(task);
  const { rarely } = task;
  const returned = rarely === null ? null : rarely.returned;
  if (rarely !== null) rarely.signal = null;
  if (returned === null) {
    pop(task);
    if (task.state !== State.ended) {
      const isBehind = (isTrivial || returning === task.id) && isLastOf(task.id);
      end(task, rarely === null ? Outcome.fulfilled : rarely.outcome, takeHeir(task), isBehind);
      noteEnd(task.id);
      if (task.kind === TaskKind.generator) endedGenerator(task);
      leaves(task);
    }
  } else {
    endWith(task, returned, rarelyOf(task));
    rarelyOf(task).returned = null;
  }
  return value;
}

// Taken before the program can replace it.
const then = Promise.prototype.then;

/** The task's promise has become another one's follower: it ends when, and as, that one does. */
function endWith(task: Task, other: object, rarely: Rarely): void {
  const known = knownOfPlain(other);
  const followed = known === null ? null : taskOf(known);
  if (known === null) suspend(task, rarely.returnSite, AwaitedKind.promise, 0);
  else {
    suspend(task, rarely.returnSite, kindOf(known), detailOf(known));
    addWaiter(known, task);
  }
  if (followed !== null && followed.kind !== TaskKind.generator && followed.state !== State.ended) {
    const theirs = rarelyOf(followed);
    theirs.followers ??= [];
    theirs.followers.push(task);
  } else if (known !== null && stateOf(other)[0] === PromiseState.pending) {
    rarely.follows = other;
  } else if (known !== null) {
    // Handled by the promise that follows it anyway: one reaction more changes nothing the program can see.
    expectAwait(false);
    then.call(
      other as Promise<unknown>,
      () => end(task, Outcome.fulfilled),
      (error: unknown) => end(task, isCancellation(error) ? Outcome.cancelled : Outcome.rejected),
    );
  } else if (task.own !== Own.unknown) {
    rarely.followsThenable = true;
  } else {
    end(task, Outcome.fulfilled);
  }
}

type Iterable = { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown } | null | undefined;
interface Source {
  next(...args: unknown[]): unknown;
  return?(...args: unknown[]): unknown;
}

/** `for await`: the loop's awaits are those of what `next()` returns. */
export function iterate(task: Task, site: number, iterable: Iterable, notIterable: string): unknown {
  if (iterable === null || iterable === undefined) return iterable;
  const method = iterable[Symbol.asyncIterator];
  const symbol = method === null || method === undefined ? Symbol.iterator : Symbol.asyncIterator;
  const open = symbol === Symbol.asyncIterator ? method : iterable[symbol];
  if (typeof open !== 'function') {
    // What V8 would say, had it not a marker to name.
    throw new (realm().TypeError)(`${notIterable} not async iterable`);
  }
  const name = nameOfIterable(iterable);
  const waitFor = inSameRealm((answer: unknown): unknown => {
    awaitOn(task, site, answer);
    if (name !== '') callWait(task, name);
    return answer;
  });
  return {
    [symbol]() {
      const source = open.call(iterable) as Source;
      if (typeof source !== 'object' || source === null) return source;
      const next = source.next;
      if (typeof next !== 'function') return source;
      const through: Source = { next: (...args) => waitFor(next.apply(source, args)) };
      // Looked up when the loop is left early, as the language does.
      Object.defineProperty(through, 'return', {
        get: () => {
          const leave = source.return;
          // Where a plain iterator has nothing to close, as an array's, the loop waits for a promise that is settled.
          if ((leave === undefined || leave === null) && symbol === Symbol.iterator) waitFor({});
          if (typeof leave !== 'function') return leave;
          return (...args: unknown[]) => waitFor(leave.apply(source, args));
        },
      });
      return through;
    },
  };
}

export function promiseMade<T extends object>(promise: T): T {
  isComplete(promise);
  return promise;
}
