// What markers call where functions and modules begin and end, and around their awaits. What all markers are called: marker-table.ts.

import { types } from 'node:util';
import { AwaitedKind, BlobKind, Outcome, TaskKind, TICK_TASK } from '../../protocol/events.ts';
import { codeWillBeMade } from '../loader/made/made-code.ts';
import { ownValue } from '../names/own-value.ts';
import { addWaiter, isPromiseOf } from '../promises/awaited.ts';
import { detailOf, type Known, kindOf, knownOf, noteFacts, taskOf, whatIsKnown } from '../promises/known.ts';
import { isObject, isPlain, isPlainPromise, isPromiseThere } from '../promises/plain-promise.ts';
import { PromiseState, stateOf } from '../promises/promise-state.ts';
import {
  expectAdoption,
  expectAwait,
  expectAwaitOfValue,
  expectWrap,
  isComplete,
  takeLastRoot,
  takeRootOf,
} from '../promises/promises.ts';
import { reactionBegins } from '../promises/reactions.ts';
import { endInNextJob } from '../promises/settled.ts';
import { hasThen, isThenable } from '../promises/thenable.ts';
import { isLastOf, noteEnd, putBlob } from '../sending/writer.ts';
import {
  currentTask,
  end,
  endedGenerator,
  isReaction,
  isUnclaimed,
  leaveModules,
  leaves,
  moduleBegins,
  pop,
  takeHeir,
  tickStarter,
} from '../tasks/context.ts';
import { describeError, isCancellation } from '../tasks/describe-error.ts';
import { moduleAwaits, noteModule } from '../tasks/module-errors.ts';
import { Own, type Rarely, rarelyOf, type Task } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { restoreMessage } from '../unseen/error-messages.ts';
import { afterYield } from './generators.ts';
import { mustBeIterable } from './iterables.ts';
import { labelBySender, labelTask } from './labels.ts';
import { begin, resume, suspend } from './steps.ts';

export function enter(site: number, ...shown: unknown[]): Task;
export function enter(site: number, first?: unknown, second?: unknown): Task {
  const task = begin(TaskKind.async, site);
  const promise = takeLastRoot();
  if (promise !== null) isPromiseOf(promise, task);
  // biome-ignore lint/complexity/noArguments: rest parameters would make an array of every call's arguments
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

/** For a function whose parameters run code: its promise need not be the last one made when its body begins. */
export function enterWithDefaults(site: number, ...shown: unknown[]): Task;
export function enterWithDefaults(site: number, first?: unknown, second?: unknown): Task {
  const task = begin(TaskKind.async, site);
  const promise = takeRootOf(site);
  if (promise !== null) isPromiseOf(promise, task);
  // biome-ignore lint/complexity/noArguments: as above
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

/** `makesCode`: the file has calls that make code while it runs. `isAsync`: the file was wrapped in an async function. */
export function beginModule(site: number, makesCode = false, isAsync = false): Task {
  if (makesCode) codeWillBeMade();
  const task = begin(TaskKind.module, site);
  const promise = takeLastRoot();
  if (!isAsync) noteModule(task, promise);
  else if (promise !== null) isPromiseOf(promise, task);
  moduleBegins(task);
  return task;
}

/** Entry of a function that may be a callback. If the loop called it, it is a task until it returns; if a promise did, it is a reaction. */
export function beginCallback(site: number): void {
  if (!isUnclaimed()) {
    if (isReaction()) reactionBegins(site);
    return;
  }
  const isTick = tickStarter() !== null;
  const task = begin(TaskKind.callback, site, currentTask(), isTick ? TICK_TASK : 0);
  if (!isTick) labelBySender(task, site);
}

/** What is known of a promise that `await` takes as it is, which may be nothing yet; null for a value that it wraps. */
function knownOfPlain(value: object): Known | null {
  const known = whatIsKnown(value);
  if (known === null) return isPlainPromise(value) ? noteFacts(value) : null;
  return taskOf(known) !== null || isPlain(value) ? known : null;
}

/** What the source text tells a marker: no code of the program has run since the last marker of the function it calls, or since its own entry. */
const Since = { callee: 1, entry: 2 } as const;
type Since = 0 | (typeof Since)[keyof typeof Since];

/** Whether a task suspends at the time of the last record. */
function stopsBehind(since: Since, task: Task, known: Known | null): boolean {
  if (since === Since.callee)
    return known !== null && kindOf(known) === AwaitedKind.task && isLastOf(detailOf(known));
  return since === Since.entry && isLastOf(task.id);
}

/** The kind of an awaited value that is not a promise which `await` takes as it is. */
const kindOfOther = (value: unknown): AwaitedKind =>
  isObject(value) && hasThen(value) ? AwaitedKind.promise : AwaitedKind.unknown;

export function awaitOn<T>(task: Task, site: number, value: T, since: Since = 0): T {
  // When two loops are left at once, two awaits follow each other with no marker in between.
  caught(task);
  if (task.kind === TaskKind.module) awaitsInModule(task);
  const known = isObject(value) ? knownOfPlain(value) : null;
  if (known === null) {
    suspend(task, site, kindOfOther(value), 0, stopsBehind(since, task, known));
    if (isObject(value)) expectWrap(task);
    else expectAwaitOfValue();
  } else {
    suspend(task, site, kindOf(known), detailOf(known), stopsBehind(since, task, known));
    addWaiter(known, task);
    expectAwait();
  }
  leaves(task);
  return value;
}

/** What a synchronous iterator answers to a `for await`. If there is a promise in it, the language awaits that, by way of one of its own. */
export function awaitWithin(task: Task, site: number, answer: unknown): void {
  const value = ownValue(answer, 'value');
  const known = isObject(value) ? knownOfPlain(value) : null;
  if (known === null) return void awaitOn(task, site, answer);
  caught(task);
  if (task.kind === TaskKind.module) awaitsInModule(task);
  suspend(task, site, kindOf(known), detailOf(known));
  addWaiter(known, task);
  expectWrap(null, task);
  leaves(task);
}

function awaitsInModule(module: Task): void {
  const root = moduleAwaits(module);
  if (root !== null && module.own === Own.unknown) isPromiseOf(root, module);
}

/** A `yield` in what was an async function before it was compiled. The helper that runs it takes a promise as it is. */
export function awaitCompiled<T>(task: Task, site: number, value: T): T {
  caught(task);
  if (isPromiseThere(value)) {
    const known = knownOf(value);
    suspend(task, site, kindOf(known), detailOf(known));
    addWaiter(known, task);
    expectAwait();
  } else {
    suspend(task, site, kindOfOther(value), 0);
    expectAdoption(isObject(value) ? task : null);
  }
  leaves(task);
  return value;
}

/** The number of the task that returns what it has awaited without doing anything else; 0 for none. */
let returning = 0;

export function afterAwait<T>(task: Task, value: T, returns = false): T {
  resume(task);
  returning = returns ? task.id : 0;
  return value;
}

/** Stands around an `await` whose value is iterated next. Throws what V8 would throw without the marker if the value is not iterable. */
export function afterAwaitOf<T>(task: Task, value: T): T {
  afterAwait(task, value);
  mustBeIterable(value);
  return value;
}

/**
 * Stands where a rejection may bring control back: at the start of `catch` and `finally`, and behind loops. An error that a consumer throws
 * into a generator arrives there, too. `error`: what was caught, if it has a name.
 */
export function caught(task: Task, error?: unknown): void {
  if (error !== undefined) restoreMessage(error, task.rarely?.delegates);
  if (task.state !== State.suspended) return;
  if (task.rarely?.atYield) afterYield(task, undefined);
  else resume(task);
}

/** Stands at the start of a `catch` that is around a `require`. */
export function caughtOfRequire(error: unknown): void {
  leaveModules(error);
}

export function returned<T>(task: Task, site: number, value: T): T {
  // A `finally` may return something else after a `return` in the `try`, so the last one counts.
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
  leaveModules(error);
  caught(task, error);
  const rarely = rarelyOf(task);
  rarely.returned = null;
  rarely.outcome = isCancellation(error) ? Outcome.cancelled : Outcome.rejected;
  putBlob(BlobKind.error, describeError(error), task.id);
  return error;
}

/** End of a function. `isTrivial`: it does nothing but return. */
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

/** The task has returned another promise: it ends when that one settles, and with the same outcome. */
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
    endInNextJob(task, other);
  } else if (task.own !== Own.unknown) {
    rarely.followsThenable = true;
  } else {
    end(task, Outcome.fulfilled);
  }
}

export function promiseMade<T extends object>(promise: T): T {
  isComplete(promise);
  return promise;
}
