// Which task the code that runs right now belongs to.
//
//   stack    tasks in whose bodies we are, innermost last: A called B, B called C
//   base     where in the stack the callback being dispatched began: what is below it did not call this code
//   origin   the task on whose behalf code outside any task's body runs: a timer's callback belongs to the task
//            that set the timer, a `.then` callback to the task that called `then`

import { BlobKind, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import { originOf } from '../promises/known.ts';
import { isRejected } from '../promises/promise-state.ts';
import { checkIterator } from '../runtime/pauses.ts';
import { noteJobOver, putBlob, putOf, takeJobOver } from '../sending/writer.ts';
import { describeError } from './describe-error.ts';
import { rarelyOf, type Task } from './task.ts';
import { State } from './task-state.ts';

const stack: Task[] = [];
let depth = 0;
let base = 0;
let origin: Task | null = null;
/** What `base`, `origin` and `unclaimed` were outside each of the callbacks we are in. */
const outerBases: number[] = [];
const outerUnclaimed: boolean[] = [];
const outerOrigins: (Task | null)[] = [];
let callbacks = 0;

/** Where in the stack, above its top maybe, stands the last task that ran since the loop began its present turn; -1: none. */
let lastRan = -1;
/** The generator that has just come to its `yield*`. */
let delegator: Task | null = null;
/** A job of the microtask queue is running. */
let inJob = false;
/** The number of the task in whose last record it began, with none of the program's code between; 0 for none. */
let jobFollows = 0;
/** All there is to it is a task that goes on. */
let jobIsTasks = false;
/** The loop has called back, and no task's body has been entered yet: the next function is the callback. */
let unclaimed = false;

export const runningTask = (): Task | null => (depth > base ? (stack[depth - 1] as Task) : null);
export const currentTask = (): Task | null => (depth > base ? (stack[depth - 1] as Task) : originTask());
export const lastTaskThatRan = (): Task | null => (lastRan < 0 ? null : (stack[lastRan] as Task));
/** The task that the loop's present callback is, or first called; the last of several. */
export const outermostTask = (): Task | null => (lastRan < 0 ? null : (stack[0] as Task));
export const inCallback = (): boolean => callbacks > 0;
export const isUnclaimed = (): boolean => unclaimed;
/** A promise has called what runs now, or code between that is not the program's. */
export const isReaction = (): boolean => inJob && depth === 0 && callbacks === 0;

/** Modules whose end has not been reached. */
const modules = new Set<Task>();
export const unfinishedModules = (): ReadonlySet<Task> => modules;
export const moduleBegins = (module: Task): void => void modules.add(module);

export function delegateFrom(task: Task): void {
  delegator = task;
}

/** The generator that came to its end last, in the present job. */
let overGenerator: Task | null = null;
export function endedGenerator(task: Task): void {
  overGenerator = task;
}
/** Whoever asks is the last to. */
export function takeEndedGenerator(): Task | null {
  const task = overGenerator;
  overGenerator = null;
  return task;
}

/** Only the very next task that begins can have been called by a `yield*`. */
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
 * A job begins with the task that it resumes. Whether that is in the moment of the last record: another task's. What lies
 * between two runs of the same task is what its await has cost.
 */
export function resumesTask(task: Task): boolean {
  jobIsTasks = depth === 0 && inJob;
  return jobFollows !== 0 && jobFollows !== task.id;
}

/** The task's run is over; whatever it called and did not end properly is over too. */
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
 * A generator that stands at a `yield` has answered, which the runtime does by itself, in the job of the await of what is yielded.
 * Whether that is in the moment of the last record.
 */
export function answersInJob(): boolean {
  if (depth > 0 || callbacks > 0 || !inJob) return false;
  jobIsTasks = true;
  return jobFollows !== 0;
}

/** A task has left the stack, which the last record says, and only the runtime is left in its function. */
export function leaves(task: Task): void {
  if (depth === 0 && jobIsTasks && inJob && callbacks === 0) noteJobOver(task.id);
}

/** The promise whose job is running. */
let ofJob: object | null = null;
export const promiseOfJob = (): object | null => ofJob;
/** One that an await of a task's has made for itself, and nobody else ever sees: it settles when the task has run. */
export const isAwaitsOwn = (promise: object): boolean => jobIsTasks && promise === ofJob;
/** Most jobs are of a task that goes on, which nobody asks on whose behalf it runs: looked up when somebody does. */
let isOriginKnown = true;

function originTask(): Task | null {
  if (!isOriginKnown) {
    isOriginKnown = true;
    origin = ofJob === null ? null : originOf(ofJob);
  }
  return origin;
}

/** A job of the microtask queue begins, that of `promise`: nothing called it. */
export function beginJob(promise: object): void {
  if (depth > 0) abandon(0);
  delegator = null;
  overGenerator = null;
  depth = 0;
  base = 0;
  callbacks = 0;
  origin = null;
  ofJob = promise;
  isOriginKnown = false;
  inJob = true;
  jobFollows = takeJobOver();
  jobIsTasks = false;
  unclaimed = false;
}

export function endJob(): void {
  inJob = false;
  // So that no promise lives longer because of us.
  ofJob = null;
}

/** Whether a callback that begins now interrupts other code, as `AsyncResource.runInAsyncScope` does. */
export const isNested = (): boolean => depth > 0 || inJob || callbacks > 0;

/** The callback being dispatched is a tick, which the task that it runs on behalf of queued as it ran. */
let isTickOfTask = false;
/** That task; null for any other callback. */
export const tickStarter = (): Task | null => (isTickOfTask && callbacks > 0 ? origin : null);

/** `isTick`: the callback is a tick, which that task queued as it ran. */
export function beginCallback(from: Task | null, isTick = false): void {
  isTickOfTask = isTick;
  outerBases[callbacks] = base;
  if (isNested()) {
    outerUnclaimed[callbacks] = unclaimed;
    outerOrigins[callbacks++] = originTask();
    unclaimed = depth === base && !inJob;
  } else {
    // Nothing that runs outside of callbacks is on anybody's behalf.
    isOriginKnown = true;
    outerUnclaimed[callbacks] = false;
    outerOrigins[callbacks++] = null;
    unclaimed = true;
    lastRan = -1;
  }
  base = depth;
  origin = from;
}

/** The runtime itself calls the program, for nobody and in no turn of the loop: `beforeExit`, `unhandledRejection`. */
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
  base = outerBases[callbacks] as number;
  origin = outerOrigins[callbacks] as Task | null;
  // What a worker has sent is handed over within the callback that it has ended, before that is told.
  unclaimed = outerUnclaimed[callbacks] as boolean;
  isTickOfTask = false;
}

/** Tasks on the stack that have no end marker, or did not reach it because their body threw. */
function abandon(from: number): void {
  for (let at = depth - 1; at >= from; at--) {
    const task = stack[at] as Task;
    if (task.state !== State.running) continue;
    if (task.kind === TaskKind.callback) end(task, Outcome.fulfilled);
    else if (task.kind === TaskKind.module) end(task, Outcome.rejected);
  }
}

/** The one task that waits for the promise of a task whose end comes next, and its promise right behind that: it is told with the
 * end that it is ready, and not again. Its number; 0 where there is none, or where there are several. */
export function takeHeir(task: Task): number {
  const { waiters } = task;
  if (waiters === null || Array.isArray(waiters) || waiters.state !== State.suspended) return 0;
  task.waiters = null;
  return waiters.id;
}

/** `heir`: the task that is ready with it, or 0; `isBehind`: nothing of the program's has run since its last record. */
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

/** The program is about to end because nobody caught `error`: it left the bodies of these tasks. */
export function uncaught(error: unknown): void {
  failModules(describeError(error));
  for (let at = depth - 1; at >= 0; at--) {
    const task = stack[at] as Task;
    if (task.state !== State.running) continue;
    putBlob(BlobKind.error, describeError(error), task.id);
    end(task, Outcome.rejected);
  }
}

/**
 * A module has no marker behind an await that fails. Looked at when it matters: at a crash, and at the end. What is
 * awaited is a promise of the language's own, which nothing of the program's can make say otherwise.
 */
export function failModules(error: string | null): void {
  for (const module of modules) {
    const awaited = module.rarely?.awaited ?? null;
    if (module.state !== State.suspended || awaited === null || !isRejected(awaited)) continue;
    if (error !== null) putBlob(BlobKind.error, error, module.id);
    end(module, Outcome.rejected);
  }
}
