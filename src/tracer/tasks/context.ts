// Which task the code that is running right now belongs to.
//
//   stack    the tasks whose bodies are being executed, innermost last: A called B, B called C
//   base     the height of the stack when the current callback began: tasks below it did not call this code
//   origin   the task on whose behalf code outside any task's body runs: a timer's callback belongs to the task
//            that set the timer, a `.then` callback to the task that called `then`

import { BlobKind, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import { originOf } from '../promises/known.ts';
import { checkIterator } from '../runtime/pauses.ts';
import { noteJobOver, putBlob, putOf, takeJobOver } from '../sending/writer.ts';
import { describeError } from './describe-error.ts';
import { type Failure, failureOf, failuresOf, noteLeft, presentPlace, runsIn } from './module-errors.ts';
import type { StackPlace } from './module-place.ts';
import { rarelyOf, type Task } from './task.ts';
import { State } from './task-state.ts';

/** The tasks whose bodies are being executed. `renew` replaces the array now and then. */
let stack: Task[] = [];
let depth = 0;
let base = 0;
let origin: Task | null = null;
/** `base`, `unclaimed` and `origin` as they were outside each of the callbacks that are running and interrupt other code. */
const outerBases: number[] = [];
const outerUnclaimed: boolean[] = [];
const outerOrigins: (Task | null)[] = [];
let callbacks = 0;
/** The first of the callbacks that are running interrupts no other code. Outside of it `base` is 0, `unclaimed` false and there is no origin. */
let isOutermost = false;

/** Index in the stack (perhaps above its top by now) of the task that ran last in the loop's present turn; -1: none has. */
let lastRan = -1;
/** The generator that has just reached its `yield*`. */
let delegator: Task | null = null;
/** A job of the microtask queue is running. */
let inJob = false;
/** The task whose last record came directly before this job, with none of the program's code in between; 0: none. */
let jobFollows = 0;
/** The job does nothing but resume a task. */
let jobIsTasks = false;
/** The loop has called back and no function of the program has been entered yet: the next one is the callback. */
let unclaimed = false;

export const runningTask = (): Task | null => (depth > base ? (stack[depth - 1] as Task) : null);
export const currentTask = (): Task | null => (depth > base ? (stack[depth - 1] as Task) : originTask());
const lastTaskThatRan = (): Task | null => (lastRan < 0 ? null : (stack[lastRan] as Task));
/** The task that is the loop's present callback, or that it called first; of several, the last one. */
export const outermostTask = (): Task | null => (lastRan < 0 ? null : (stack[0] as Task));
export const inCallback = (): boolean => callbacks > 0;
export const isUnclaimed = (): boolean => unclaimed;
/** A promise has called what runs now, directly or through code that is not the program's. */
export const isReaction = (): boolean => inJob && depth === 0 && callbacks === 0;

/** Modules that have not been executed to their end. */
const modules = new Set<Task>();
export const unfinishedModules = (): ReadonlySet<Task> => modules;
export const moduleBegins = (module: Task): void => void modules.add(module);

export function delegateFrom(task: Task): void {
  delegator = task;
}

/** The generator that ended last in the present job. */
let overGenerator: Task | null = null;
export function endedGenerator(task: Task): void {
  overGenerator = task;
}
/** Returns the generator that ended last in the present job, and forgets it. */
export function takeEndedGenerator(): Task | null {
  const task = overGenerator;
  overGenerator = null;
  return task;
}

/** Returns the generator that has just reached its `yield*`, and forgets it: only the very next task to begin can have been called by that. */
export function takeDelegator(): Task | null {
  const task = delegator;
  delegator = null;
  return task;
}

export function push(task: Task): void {
  delegator = null;
  if (stack[depth] !== task) stack[depth] = task;
  lastRan = depth++;
  unclaimed = false;
}

/**
 * To be called when a job begins by resuming a task. Returns whether that happens at the time of the last record, which is so when the
 * record belongs to another task. Between two runs of the same task lies the cost of its await, so there the clock is read.
 */
export function resumesTask(task: Task): boolean {
  jobIsTasks = depth === 0 && inJob;
  return jobFollows !== 0 && jobFollows !== task.id;
}

/** The task's run is over, and so is everything that it called and that did not end properly. */
export function pop(task: Task): void {
  delegator = null;
  for (let at = depth - 1; at >= 0; at--) {
    if (stack[at] !== task) continue;
    if (at < depth - 1) abandon(at + 1);
    depth = at;
    return;
  }
}

/**
 * To be called when the promise of a generator that stands at a `yield` settles. The runtime does that by itself, in the job of the await
 * of the yielded value. Returns whether it happens at the time of the last record.
 */
export function answersInJob(): boolean {
  if (depth > 0 || callbacks > 0 || !inJob) return false;
  jobIsTasks = true;
  return jobFollows !== 0;
}

/** A task has left the stack, which is what the last record says; of its function only the runtime's own part is still to run. */
export function leaves(task: Task): void {
  if (depth === 0 && jobIsTasks && inJob && callbacks === 0) noteJobOver(task.id);
}

/** The promise whose job is running. `renew` replaces the object now and then. */
let job: { promise: object | null } = { promise: null };
export const promiseOfJob = (): object | null => job.promise;
/** Whether an await made this promise for its own use: nobody else sees it, and it settles when the task has run. */
export const isAwaitsOwn = (promise: object): boolean => jobIsTasks && promise === job.promise;

/**
 * Each time that an old object is made to point at a new one, V8 makes a note of it, which takes 8 ns: a tenth of what tracing a chain of
 * awaits cost. So the objects that point at tasks and promises are replaced after this many jobs, before they are old. Some 100,000 jobs
 * lie between two garbage collections.
 */
export const JOBS_TILL_RENEWED = 1024;
let jobsLeft = JOBS_TILL_RENEWED;
/** Changes with each job: if it is the same as before, no job has run since. */
export const jobNumber = (): number => jobsLeft;

function renew(): void {
  jobsLeft = JOBS_TILL_RENEWED;
  job = { promise: null };
  renewStack();
}

function renewStack(): void {
  const before = stack;
  stack = [];
  for (let at = 0; at <= lastRan; at++) stack[at] = before[at] as Task;
}

/** Most jobs only resume a task, and then nobody asks for the origin. So it is looked up when somebody does. */
let isOriginKnown = true;

/** On whose behalf code outside any task's body runs. */
export function originTask(): Task | null {
  if (!isOriginKnown) {
    isOriginKnown = true;
    const { promise } = job;
    origin = promise === null ? null : originOf(promise);
  }
  return origin;
}

/** How many jobs and callbacks there have been. */
let begun = 0;
export const begunSoFar = (): number => begun;

/** A job of the microtask queue begins, that of `promise`. Nothing called it, so the stack is empty. */
export function beginJob(promise: object): void {
  begun++;
  if (depth > 0) abandon(0);
  delegator = null;
  overGenerator = null;
  depth = 0;
  base = 0;
  callbacks = 0;
  origin = null;
  if (--jobsLeft === 0) renew();
  job.promise = promise;
  isOriginKnown = false;
  inJob = true;
  jobFollows = takeJobOver();
  jobIsTasks = false;
  unclaimed = false;
}

export function endJob(): void {
  inJob = false;
  // Otherwise the tracer would keep the promise alive.
  job.promise = null;
}

/** Whether a callback that begins now interrupts other code, as `AsyncResource.runInAsyncScope` does. */
export const isNested = (): boolean => depth > 0 || inJob || callbacks > 0;

/** The current callback is a tick that its origin queued while it was running. */
let isTickOfTask = false;
/** The task that queued the current tick while it was running; null for any other callback. */
export const tickStarter = (): Task | null => (isTickOfTask && callbacks > 0 ? origin : null);

/** The task that led to what runs now outside of any task: in a job the one that ran last in this turn of the loop, in a tick the one that queued
 * it. Null if there is none. */
export function taskBefore(): Task | null {
  if (callbacks > 0) return tickStarter();
  return depth > 0 || inJob ? lastTaskThatRan() : null;
}

/**
 * A callback of the loop begins that interrupts no other code, on behalf of `from`: the first of a turn, or a tick. Most callbacks of a server are
 * such. What lies outside of them is always the same, so none of it is kept.
 */
function beginOutermost(from: Task | null): void {
  if ((++begun & (JOBS_TILL_RENEWED - 1)) === 0) renewStack();
  isTickOfTask = false;
  lastRan = -1;
  callbacks = 1;
  isOutermost = true;
  unclaimed = true;
  isOriginKnown = true;
  // Most follow one on the same task's behalf, and V8 would note that old memory points at new memory.
  if (origin !== from) origin = from;
}

/** A callback of the loop begins, on behalf of `from`: the first of a turn, unless it interrupts other code. */
export function beginCallback(from: Task | null): void {
  if (isNested()) beginWithin(from);
  else beginOutermost(from);
}

/** A callback begins that is a tick. `isByTask`: `from` queued it while it was running. */
export function beginTick(from: Task | null, isByTask: boolean): void {
  beginCallback(from);
  isTickOfTask = isByTask;
}

/** A callback begins that is part of a turn of the loop which has begun before, on behalf of `from`. */
export function beginInTurn(from: Task | null): void {
  if (isNested()) {
    beginWithin(from);
    return;
  }
  const before = lastRan;
  beginOutermost(from);
  lastRan = before;
}

/** A callback begins that interrupts other code. */
function beginWithin(from: Task | null): void {
  begun++;
  isTickOfTask = false;
  if (callbacks === 0) isOutermost = false;
  outerBases[callbacks] = base;
  outerUnclaimed[callbacks] = unclaimed;
  outerOrigins[callbacks++] = originTask();
  unclaimed = depth === base && !inJob;
  base = depth;
  origin = from;
}

/** The runtime calls a function that a task has handed to it, in a job that no hook reports or in another task's job. */
export function calledFor<T>(task: Task | null, call: () => T): T {
  beginCallback(task);
  unclaimed = false;
  try {
    return call();
  } finally {
    endCallback();
  }
}

/** For calls by the runtime itself, which belong to no task and to no turn of the loop: `beforeExit`, `unhandledRejection`. */
export function calledByRuntime<T>(call: () => T): T {
  if (isNested()) return call();
  beginCallback(null);
  try {
    return call();
  } finally {
    endCallback();
  }
}

export function endCallback(): void {
  if (callbacks === 0) return;
  callbacks--;
  if (depth > base) abandon(base);
  depth = base;
  isTickOfTask = false;
  if (callbacks === 0 && isOutermost) {
    // Outside of callbacks nothing runs on anybody's behalf. Found out when somebody asks, because most begin on the same task's behalf again.
    isOriginKnown = false;
    unclaimed = false;
    return;
  }
  base = outerBases[callbacks] as number;
  origin = outerOrigins[callbacks] as Task | null;
  // A worker's last messages are delivered inside the callback that reports its end, before the program hears of the end.
  unclaimed = outerUnclaimed[callbacks] as boolean;
}

/**
 * Ends the tasks on the stack, from this index on, that have no end marker or did not reach it because their body threw. `caught`: what has then
 * arrived in the function at `place`.
 */
function abandon(from: number, place: StackPlace | null = null, caught: Failure = null): void {
  const left: Task[] = [];
  for (let at = from; at < depth; at++) {
    const task = stack[at] as Task;
    if (task.kind === TaskKind.module && task.state === State.running) left[left.length] = task;
  }
  const failures = left.length === 0 ? null : failuresOf(left, place, caught);
  for (let at = depth - 1; at >= from; at--) {
    const task = stack[at] as Task;
    if (task.state !== State.running) continue;
    if (task.kind === TaskKind.callback) end(task, Outcome.fulfilled);
    else if (task.kind === TaskKind.module) failModule(task, failures?.[left.indexOf(task)] ?? null);
  }
}

/**
 * An error has arrived in the function of the program's that is running. If that has required modules, they are the last tasks on the stack, and the
 * error has left them.
 */
export function leaveModules(error: unknown): void {
  if (depth === base || (stack[depth - 1] as Task).kind !== TaskKind.module) return;
  const place = presentPlace();
  if (place === null) return;
  let from = depth;
  while (from > base) {
    const task = stack[from - 1] as Task;
    if (task.kind !== TaskKind.module || runsIn(task, place)) break;
    from--;
  }
  if (from === depth) return;
  abandon(from, place, { error });
  depth = from;
}

/** The only task that waits for the promise of a task that is about to end. Its promise settles right after, so the `end` record also says
 * that the waiting task is ready, and no `ready` is written for it. Returns its number; 0 if there is none, or more than one. */
export function takeHeir(task: Task): number {
  const { waiters } = task;
  if (waiters === null || Array.isArray(waiters) || waiters.state !== State.suspended) return 0;
  task.waiters = null;
  return waiters.id;
}

/** `heir`: the task that becomes ready with it, or 0. `isBehind`: none of the program's code has run since its last record. */
export function end(task: Task, outcome: Outcome, heir = 0, isBehind = false): void {
  if (task.state === State.ended) return;
  task.state = State.ended;
  if (task.kind === TaskKind.module) {
    modules.delete(task);
    checkIterator();
  }
  putOf(RecordType.end | (outcome << 8), task.id, heir, isBehind);
  const followers = task.rarely?.followers ?? null;
  if (followers === null) return;
  for (let i = 0; i < followers.length; i++) end(followers[i] as Task, outcome);
  rarelyOf(task).followers = null;
}

/** Ends a module whose top level an error has left. */
export function failModule(module: Task, failure = failureOf(module)): void {
  if (module.state === State.ended) return;
  if (failure !== null) {
    noteLeft(module, failure.error);
    putBlob(BlobKind.error, describeError(failure.error), module.id);
  }
  end(module, Outcome.rejected);
}

/**
 * The program is about to end because nobody caught `error`. The tasks on the stack, whose bodies the error left, are rejected. Returns the innermost
 * callback among them; null for none.
 */
export function uncaught(error: unknown): Task | null {
  let callback: Task | null = null;
  failModules();
  for (let at = depth - 1; at >= 0; at--) {
    const task = stack[at] as Task;
    if (task.state !== State.running) continue;
    if (task.kind === TaskKind.module) noteLeft(task, error);
    putBlob(BlobKind.error, describeError(error), task.id);
    end(task, Outcome.rejected);
    if (task.kind === TaskKind.callback) callback ??= task;
  }
  return callback;
}

/** Rejects the modules whose last await failed, at the end: nothing runs any more that would do so. */
export function failModules(): void {
  for (const module of modules)
    if (module.state === State.suspended && failureOf(module) !== null) failModule(module);
}
