// A promise has settled: who is ready because of that, and who or what did it.

import { types } from 'node:util';
import { AwaitedKind, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import { nameOfRequest, nameOfResource } from '../names/resource-names.ts';
import { currentTurn } from '../runtime/turn.ts';
import { hasJustEnded, put, putBehind, takeJustEnded } from '../sending/writer.ts';
import {
  answersInJob,
  end,
  inCallback,
  isAwaitsOwn,
  isNested,
  lastTaskThatRan,
  leaves,
  runningTask,
  takeEndedGenerator,
  tickStarter,
} from '../tasks/context.ts';
import { isCancellation } from '../tasks/describe-error.ts';
import type { Rarely, Task, Waiter } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { callWait, nameOf } from './awaited.ts';
import { Combination } from './combination.ts';
import { Facts, type Known, kindOf, noteSettled, taskOf, whatIsKnown, whatOf } from './known.ts';
import { isRejected, PromiseState, stateOf } from './promise-state.ts';
import { expectAwait, isUnheard } from './promises.ts';

// Taken before the program can replace it.
const then = Promise.prototype.then;
const done = Promise.resolve();

/**
 * A task that returned something with a `then` ends now, as `promise` does; how, there is to see in the job after. A reaction to the
 * promise itself would say so, too, but V8 follows a promise to who awaits it only where it has one: errors would lose their callers.
 */
function endFollower(promise: object, task: Task, rarely: Rarely): void {
  rarely.followsThenable = false;
  rarely.follows = null;
  expectAwait(false);
  then.call(done, () => end(task, outcomeOf(promise)));
}

function outcomeOf(promise: object): Outcome {
  const [state, value] = stateOf(promise);
  if (state !== PromiseState.rejected) return Outcome.fulfilled;
  return isCancellation(value) ? Outcome.cancelled : Outcome.rejected;
}

const EXACT = 1 << 19;

/** A promise has settled: whoever waits for it is ready. */
export function settled(promise: object): void {
  if (isUnheard() || isAwaitsOwn(promise)) return;
  const known = whatIsKnown(promise);
  if (known === null) return;
  const { waiters } = known;
  const what = whatOf(known);
  noteSettled(known);
  known.waiters = null;
  // What its members settle with from now on decides nothing.
  if (what instanceof Combination) what.state = State.ended;
  const task = taskOf(known);
  if (task?.rarely?.followsThenable) endFollower(promise, task, task.rarely);
  const isAnswer = task !== null && standsAtYield(task);
  const isNext = isAnswer && answersInJob();
  const isLeading = what instanceof Combination && what.leads;
  // The whole settles before what it leads to.
  if (isLeading) what.decidedBy(promise);
  if (waiters === null) return;
  const over = task === null ? generatorOver(known) : null;
  const { argument, detail: found } = over === null ? cause(known) : answeredBy(over);
  const isTimers = argument >>> 20 === AwaitedKind.timer;
  const detail = isTimers && what instanceof Combination ? Math.min(found, what.sinceOthersUs()) : found;
  const name = nameAtTheEnd(argument >>> 20, detail, what);
  const member = what instanceof Combination ? what.decidedBy(promise) : 0;
  const head = RecordType.ready | ((argument | member) << 8);
  // By index, here and wherever the program's thread is: it may have replaced the iterator of arrays.
  // A task's promise settles right where its end was told.
  const isDirect = name === '' && task !== null && (isNext || hasJustEnded(task.id));
  if (!Array.isArray(waiters)) tell(promise, waiters, head, detail, name, isDirect);
  else {
    for (let i = 0; i < waiters.length; i++)
      tell(promise, waiters[i] as Waiter, head, detail, name, isDirect);
  }
  if (isAnswer) leaves(task);
}

/** A generator that has yielded, and not by way of another one. */
const standsAtYield = ({ kind, state, rarely }: Task): boolean =>
  kind === TaskKind.generator && state === State.suspended && rarely?.atYield === true && !rarely.delegates;

function tell(
  promise: object,
  waiter: Waiter,
  head: number,
  detail: number,
  name: string,
  isDirect: boolean,
): void {
  if (waiter.state === State.suspended) {
    if (name !== '') callWait(waiter as Task, name);
    if (isDirect) putBehind(head, waiter.id, detail);
    else put(head, waiter.id, detail);
    const { rarely } = waiter as Task;
    if (rarely?.follows === promise) endFollower(promise, waiter as Task, rarely);
  } else if (waiter.state === State.combination) (waiter as Combination).settled(promise);
}

/** What a wait turns out to be for: by now more may be known of it than when it began. '' for nothing new. */
function nameAtTheEnd(kind: number, detail: number, what: string | object | null): string {
  if (typeof what === 'object' && what !== null && !(what instanceof Combination)) return nameOf(what);
  // No task has ended it: the loop did, in a turn that may bring what the pool has computed.
  if (kind === AwaitedKind.unknown && detail === 0 && what === null) return currentTurn().work;
  // One that the loop ended is called after the request that did, or, where it has no name, after the socket.
  if (kind !== AwaitedKind.network && kind !== AwaitedKind.process) return '';
  const { resource } = currentTurn();
  if (resource === null) return '';
  return what === null ? nameOfResource(resource) : nameOfRequest(resource);
}

/** The task whose rejection a rejected promise hands on: its own, or that of the member which made the whole fail. */
export function taskBehind(promise: object): Task | null {
  const known = whatIsKnown(promise);
  if (known === null) return null;
  const what = whatOf(known);
  const member = what instanceof Combination ? what.members[what.decidedBy(promise) - 1] : null;
  // What a combination leads to may fail by itself.
  return taskOf(known) ?? (types.isPromise(member) && isRejected(member) ? taskBehind(member) : null);
}

const answer = { argument: 0, detail: 0 };

/** What a generator answers to `return()` settles as it ends: only then it shows whose that is. */
function generatorOver(known: Known): Task | null {
  if (kindOf(known) !== AwaitedKind.promise || whatOf(known) !== null) return null;
  const ended = takeJustEnded();
  const generator = takeEndedGenerator();
  return generator !== null && generator.id === ended ? generator : null;
}

function answeredBy(generator: Task): typeof answer {
  answer.argument = EXACT | (AwaitedKind.task << 20);
  answer.detail = generator.id;
  return answer;
}

/** Who or what settled the promise, as the operands of `ready`. */
function cause(known: Known): typeof answer {
  const running = runningTask();
  const byTask = taskOf(known) ?? (running?.kind === TaskKind.callback ? null : running);
  if (byTask !== null) return wokenBy(byTask);
  // What V8 brings itself (Atomics.waitAsync, WebAssembly) it brings between callbacks: no turn is why.
  if (!isNested()) return wokenByLoop(AwaitedKind.promise);
  // In a job: whatever ran last in this turn of the loop is why. In a tick: who queued it.
  const before = inCallback() ? tickStarter() : lastTaskThatRan();
  if (before !== null) return wokenBy(before);
  const kind = kindOf(known);
  if (kind !== AwaitedKind.promise) return wokenByLoop(kind);
  if (running !== null) return wokenBy(running);
  // What was first awaited in this turn is not what the turn has brought.
  const turn = currentTurn();
  const isNew = known instanceof Facts && known.turn === turn.number;
  return wokenByLoop(isNew ? AwaitedKind.promise : turn.kind);
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
