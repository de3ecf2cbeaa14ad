// The markers of async generators: where one begins, and around its `yield` and `yield*`.

import { RecordType, TaskKind } from '../../protocol/events.ts';
import { isAnswerOf } from '../promises/awaited.ts';
import { isObject, isPlainPromise, isPromiseThere } from '../promises/plain-promise.ts';
import {
  expectAdoption,
  expectAwait,
  expectAwaitOfValue,
  expectWrap,
  rootBefore,
  takeLastRoot,
} from '../promises/promises.ts';
import { putOf } from '../sending/writer.ts';
import { currentTask, delegateFrom, leaves, push, runningTask, takeDelegator } from '../tasks/context.ts';
import { rarelyOf, type Task } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { mayBeAsyncIterable, mustBeIterable, typeError } from './iterables.ts';
import { labelTask } from './labels.ts';
import { begin, suspend } from './steps.ts';

export function beginGenerator(site: number, ...shown: unknown[]): Task;
export function beginGenerator(site: number, first?: unknown, second?: unknown): Task {
  const delegator = takeDelegator();
  const task = begin(TaskKind.generator, site, delegator ?? currentTask());
  if (delegator !== null) rarelyOf(task).delegator = delegator;
  answersNext(task);
  // biome-ignore lint/complexity/noArguments: rest parameters would make an array of every call's arguments
  if (arguments.length > 1) labelTask(task, site, arguments.length - 1, first, second);
  return task;
}

/** The promise that was made last is that of the `next()` which made the generator run. */
function answersNext(task: Task): boolean {
  const promise = takeLastRoot();
  if (promise !== null) isAnswerOf(promise, task);
  return promise !== null;
}

/** The generators whose `yield*` led to this one were asked before it, so the promises made before are theirs. */
function answerForDelegators(task: Task): void {
  let { delegator } = rarelyOf(task);
  for (let before = 1; delegator !== null && isDelegating(delegator); before++) {
    const rarely = rarelyOf(delegator);
    before += rarely.helpers;
    const promise = rootBefore(before);
    if (promise !== null) isAnswerOf(promise, delegator);
    delegator = rarely.delegator;
  }
}

const isDelegating = ({ state, rarely }: Task): boolean =>
  state === State.suspended && rarely?.atYield === true;

export function yieldOn<T>(task: Task, site: number, value: T): T {
  suspend(task, site, 0, 0);
  rarelyOf(task).atYield = true;
  if (!isObject(value)) expectAwaitOfValue();
  else if (isPlainPromise(value)) expectAwait();
  else expectWrap(null, task);
  leaves(task);
  return value;
}

/** At a `yield` in what was an async generator before it was compiled. The helper that runs it takes a promise as it is, as `awaitCompiled` says. */
export function yieldCompiled<T>(task: Task, site: number, value: T): T {
  suspend(task, site, 0, 0);
  rarelyOf(task).atYield = true;
  if (isPromiseThere(value)) expectAwait();
  else expectAdoption(null);
  leaves(task);
  return value;
}

/**
 * At a `yield*`. What runs next runs on this task's behalf, though this task's consumer called it. `isUnplaced`: V8 has no place for the value, and
 * without a marker would not say what it is that cannot be iterated.
 */
export function delegate<T>(task: Task, site: number, value: T, isUnplaced = false): T {
  if (isUnplaced && !mayBeAsyncIterable(value)) throw typeError('undefined is not a function');
  suspend(task, site, 0, 0);
  const rarely = rarelyOf(task);
  rarely.atYield = true;
  rarely.delegates = true;
  delegateFrom(task);
  return value;
}

/** At a `yield*` whose requests a helper of a compiler passes on, with a promise of its own for each. */
export function delegateByHelper<T>(task: Task, site: number, value: T): T {
  delegate(task, site, value);
  rarelyOf(task).helpers = 1;
  return value;
}

/** A generator goes on because somebody asks for its next value, or throws into it. */
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

/** The same for a value that is iterated next. Throws what V8 would throw without the marker if it is not iterable. */
export function afterYieldOf<T>(task: Task, value: T): T {
  afterYield(task, value);
  mustBeIterable(value);
  return value;
}
