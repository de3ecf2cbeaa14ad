// A promise has settled: who becomes ready through that, and who or what settled it.

import { types } from 'node:util';
import { AwaitedKind, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import { nameOfRequest, nameOfResource } from '../names/resource-names.ts';
import { internals } from '../runtime/internals.ts';
import { currentTurn, type Turn, turnAnswers } from '../runtime/turn.ts';
import { clockNs, hasJustEnded, put, putBehind, takeJustEnded } from '../sending/writer.ts';
import {
  answersInJob,
  end,
  failModule,
  inCallback,
  isAwaitsOwn,
  isNested,
  leaves,
  runningTask,
  takeEndedGenerator,
  taskBefore,
} from '../tasks/context.ts';
import { isCancellation } from '../tasks/describe-error.ts';
import { Own, type Rarely, Task, type Waiter } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { callWait, nameOf, tellGuarded, tellMembers } from './awaited.ts';
import { Combination } from './combination.ts';
import {
  Derived,
  derivedOf,
  detailOf,
  type Facts,
  isFacts,
  isGuessed,
  type Known,
  kindOf,
  noteGuarded,
  noteSettled,
  REJECTED,
  taskOf,
  whatIsKnown,
  whatOf,
} from './known.ts';
import { isRejected, PromiseState, stateOf } from './promise-state.ts';
import { expectAwait, isUnheard } from './promises.ts';

interface TaskQueue {
  enqueueMicrotask(callback: () => void): void;
}

// Taken before the program can replace it.
const then = Promise.prototype.then;
const done = Promise.resolve();

/**
 * Ends a task in a job of its own, with the outcome of a promise that has settled by then. A reaction on the promise itself could read that, too, but
 * V8 finds who awaits a promise, for async stack traces, only if it has a single reaction. And `then` makes a promise, of which the program's
 * hooks would be told; V8's own queue makes none.
 */
export function endInNextJob(task: Task, promise: object): void {
  const ends = (): void => (task.kind === TaskKind.module ? failModule(task) : end(task, outcomeOf(promise)));
  const node = internals();
  if (node !== null) node.internalBinding<TaskQueue>('task_queue').enqueueMicrotask(ends);
  else {
    expectAwait();
    then.call(done, ends);
  }
}

/** A task that returned a promise or a thenable ends now, together with `promise`, whose outcome can be read in the next job. */
function endFollower(promise: object, task: Task, rarely: Rarely): void {
  rarely.followsThenable = false;
  rarely.follows = null;
  endInNextJob(task, promise);
}

function outcomeOf(promise: object): Outcome {
  const { 0: state, 1: value } = stateOf(promise);
  if (state !== PromiseState.rejected) return Outcome.fulfilled;
  return isCancellation(value) ? Outcome.cancelled : Outcome.rejected;
}

const EXACT = 1 << 19;

/** A promise has settled: every task that waits for it is ready. */
export function settled(promise: object): void {
  if (isUnheard() || isAwaitsOwn(promise)) return;
  const known = whatIsKnown(promise);
  if (known === null) return;
  const { waiters } = known;
  // Most are of a task that has just ended, and whoever waited for it was told with that.
  if (!isFacts(known) && waiters === null && known.rarely === null) {
    known.own = Own.settled;
    return;
  }
  const what = whatOf(known);
  // A request over the network is what was asked for, whoever answers it. Of files, a library may ask for several until it has what it wants.
  const isGuess = kindOf(known) === AwaitedKind.file && isGuessed(known);
  noteSettled(known);
  known.waiters = null;
  if (typeof what === 'string' && !isGuess) turnAnswers(what, kindOf(known));
  if (what instanceof Combination && what.state !== State.ended) {
    if (what.site !== 0 && !what.isAwaited) tellCombination(promise, what);
    // Members that settle from now on do not decide anything any more.
    what.state = State.ended;
  }
  const task = taskOf(known);
  // The promise of a module that has come to its end is fulfilled only then.
  if (task?.kind === TaskKind.module && task.state !== State.ended) endInNextJob(task, promise);
  if (task?.rarely?.followsThenable) endFollower(promise, task, task.rarely);
  const isAnswer = task !== null && standsAtYield(task);
  const isNext = isAnswer && answersInJob();
  const isLeading = what instanceof Combination && what.leads;
  // A combination settles before the promise that depends on it.
  if (isLeading) what.decidedBy(promise);
  if (waiters === null) return;
  const over = task === null ? generatorOver(known) : null;
  const turn = turnBehind(known);
  const { argument, detail: found } = over === null ? cause(known, turn, isGuess) : answeredBy(over);
  const isTimers = argument >>> 20 === AwaitedKind.timer;
  const detail = isTimers && what instanceof Combination ? Math.min(found, what.sinceOthersUs()) : found;
  const isWrong = isGuess && isRefuted(known, argument >>> 20, turn);
  if (isWrong) {
    noteGuarded(known as Facts);
    answer.isGuarded = true;
  }
  const name = isWrong ? nameOfTurn(turn) : nameAtTheEnd(argument >>> 20, detail, what, turn);
  const delayMs = isTimers ? untoldDelay(turn) : -1;
  const member = what instanceof Combination ? what.decidedBy(promise) : 0;
  if (what instanceof Combination && what.isGuarded) tellGuarded(what, waiters);
  const head = RecordType.ready | ((argument | member) << 8);
  // By index, as everywhere in the program's thread: the program may have replaced the iterator of arrays.
  // A task's promise settles right after its end was recorded.
  const isDirect = name === null && task !== null && (isNext || hasJustEnded(task.id));
  if (!Array.isArray(waiters)) tell(promise, waiters, head, detail, name, delayMs, isDirect);
  else {
    for (let i = 0; i < waiters.length; i++)
      tell(promise, waiters[i] as Waiter, head, detail, name, delayMs, isDirect);
  }
  if (isAnswer) leaves(task);
}

function tellCombination(promise: object, what: Combination): void {
  const argument = (what.how << 20) | what.site;
  put(RecordType.combination | (argument << 8), what.by, what.decidedBy(promise));
  tellMembers(what);
}

/** Whether a generator stands at a `yield` of its own, and not at a `yield*`. */
const standsAtYield = ({ kind, state, rarely }: Task): boolean =>
  kind === TaskKind.generator && state === State.suspended && rarely?.atYield === true && !rarely.delegates;

function tell(
  promise: object,
  waiter: Waiter,
  head: number,
  detail: number,
  name: string | null,
  delayMs: number,
  isDirect: boolean,
): void {
  if (waiter.state === State.suspended) {
    if (name !== null) callWait(waiter as Task, name);
    if (delayMs >= 0) putBehind(RecordType.timer, waiter.id, delayMs);
    if (isDirect) putBehind(head, waiter.id, detail);
    else put(head, waiter.id, detail);
    const { rarely } = waiter as Task;
    if (rarely?.follows === promise) endFollower(promise, waiter as Task, rarely);
  } else if (waiter.state === State.combination) (waiter as Combination).settled(promise, answer.isGuarded);
}

/** A better name for what a wait was for: by now more may be known than when it began. Null for nothing new. */
function nameAtTheEnd(kind: number, detail: number, what: string | object | null, turn: Turn): string | null {
  // Sockets may be pipes, as the input and output of processes are.
  const isStreams = kind === AwaitedKind.network || kind === AwaitedKind.process;
  // A wait that the loop ended is named after the request that brought the result, or else after the socket.
  const request = isStreams ? requestOfTurn(turn, what) : '';
  if (request !== '') return request;
  const isResource = typeof what === 'object' && what !== null && !(what instanceof Combination);
  const named = isResource ? nameOf(what) : '';
  if (named !== '') return named;
  if (what !== null && !isResource) return null;
  // Not a task but the loop ended the wait, in a turn that may bring a result from the thread pool.
  if (kind === AwaitedKind.file || (kind === AwaitedKind.unknown && detail === 0)) return turn.work || null;
  return isStreams ? nameOfTurn(turn) || null : null;
}

/** The name of the HTTP request whose answer came in a turn; '' for none. `known`: see `nameOfRequest`. */
const requestOfTurn = ({ message, resource }: Turn, known: unknown): string => {
  const answer = message ?? resource;
  return answer === null ? '' : nameOfRequest(answer, known);
};

/** The name of what began a turn; '' for none. */
const nameOfTurn = ({ work, resource }: Turn): string =>
  work || (resource === null ? '' : nameOfResource(resource));

/** Whether a file was only guessed to be what a promise waits for, and the turn that settles it shows that something else is. `kind`: of that. */
function isRefuted(known: Known, kind: number, turn: Turn): boolean {
  if (kind === AwaitedKind.unknown || kind === AwaitedKind.promise) return false;
  if (kind !== kindOf(known)) return true;
  return turn.kind === AwaitedKind.file && !isOfTurn(known) && (whatOf(known) ?? '') !== turn.work;
}

/** How a rejected promise came to be rejected, as far as that is known. */
export interface RejectionPath {
  /** Whose rejection it passes on, if that is what it does: the promise's own task, or the task of the member that made a combination fail. */
  readonly task: Task | null;
  /** The sites of the calls that made promises, one of the other. */
  readonly through: readonly number[];
  /** All of these promises were rejected: the first one is known to have been. */
  readonly isWhole: boolean;
}

export function rejectionPath(promise: object): RejectionPath {
  const known = whatIsKnown(promise);
  const own = known === null ? null : taskOf(known);
  if (own !== null) return { task: own, through: [], isWhole: true };
  const through: number[] = [];
  let from: Derived['from'] = derivedOf(promise);
  for (; from instanceof Derived; from = from.from) through.unshift(from.site);
  if (from instanceof Task) return { task: from, through, isWhole: false };
  if (from === REJECTED) return { task: null, through, isWhole: true };
  const what = from ?? (known === null ? null : whatOf(known));
  if (!(what instanceof Combination)) return { task: null, through, isWhole: false };
  const member = what.members[what.decidedBy(promise) - 1];
  // A promise that depends on a combination may also fail by itself.
  if (!types.isPromise(member) || !isRejected(member)) return { task: null, through, isWhole: false };
  const before = rejectionPath(member);
  return { ...before, through: before.through.concat(through) };
}

/** The last cause. `isGuarded`: a timer was set or a file asked for along with the promise, and something else has settled it. */
const answer = { argument: 0, detail: 0, isGuarded: false };

/** The promise of a generator's `return()` settles as the generator ends; only then is it known whose promise it is. */
function generatorOver(known: Known): Task | null {
  if (kindOf(known) !== AwaitedKind.promise || whatOf(known) !== null) return null;
  const ended = takeJustEnded();
  const generator = takeEndedGenerator();
  return generator !== null && generator.id === ended ? generator : null;
}

function answeredBy(generator: Task): typeof answer {
  answer.argument = EXACT | (AwaitedKind.task << 20);
  answer.detail = generator.id;
  answer.isGuarded = false;
  return answer;
}

/** Who or what settled the promise, as argument and operand of a `ready` record. */
function cause(known: Known, turn: Turn, isGuess: boolean): typeof answer {
  const running = runningTask();
  const byTask = taskOf(known) ?? (running?.kind === TaskKind.callback ? null : running);
  const before =
    byTask === null ? (taskBefore() ?? (turn === currentTurn() ? null : currentTurn().setBy)) : null;
  answer.isGuarded = kindOf(known) === AwaitedKind.timer && (before !== null || !isItsTimer(known, turn));
  if (answer.isGuarded) noteGuarded(known as Facts);
  if (byTask !== null || before !== null) return wokenBy((byTask ?? before) as Task);
  // Results of V8 itself (Atomics.waitAsync, WebAssembly) come between callbacks: no turn is their cause.
  if (!isNested()) return wokenByLoop(AwaitedKind.promise, turn);
  const kind = kindOf(known);
  if (kind !== AwaitedKind.promise) {
    const isTurns = isGuess && turn.kind !== AwaitedKind.unknown && !isOfTurn(known);
    return wokenByLoop(isTurns ? turn.kind : kind, turn);
  }
  if (running !== null) return wokenBy(running);
  return wokenByLoop(isOfTurn(known) ? AwaitedKind.promise : turn.kind, turn);
}

/** The turn that settles a promise: the present one, or the one in which its immediate was set if the promise was awaited before. Libraries set
 * immediates to go on later. */
function turnBehind(known: Known): Turn {
  const turn = currentTurn();
  const { setIn } = turn;
  return setIn !== null && isFacts(known) && known.turn < setIn.number ? setIn : turn;
}

/** Whether the loop is calling the timer that was set along with the promise. If not, the timer is only there in case nothing settles it. */
function isItsTimer(known: Known, turn: Turn): boolean {
  return turn.kind === AwaitedKind.timer && !isOfTurn(known) && detailOf(known) === turn.delayMs;
}

/** A timer's delay, if the record of the present turn does not have it: the turn is over, or the timer does not keep the program. Otherwise -1. */
const untoldDelay = (turn: Turn): number =>
  turn.kind === AwaitedKind.timer && (turn !== currentTurn() || turn.detail !== turn.delayMs)
    ? turn.delayMs
    : -1;

/** Whether the promise was first awaited in this turn: then the turn has not brought its result. */
function isOfTurn(known: Known): boolean {
  if (!isFacts(known)) return false;
  const { number, since } = currentTurn();
  return known.turn === number || (known.turn >= since && !inCallback());
}

function wokenBy(task: Task): typeof answer {
  answer.argument = EXACT | (answer.isGuarded ? AwaitedKind.promise << 20 : 0);
  answer.detail = task.id;
  return answer;
}

/** Node says when a timer was due, but not when a file or a socket was ready. */
function wokenByLoop(kind: AwaitedKind, turn: Turn): typeof answer {
  const isIo = kind === AwaitedKind.network || kind === AwaitedKind.file || kind === AwaitedKind.process;
  const isTimers = kind === AwaitedKind.timer && turn.kind === AwaitedKind.timer;
  answer.argument = (kind << 20) | (isIo ? 0 : EXACT);
  answer.detail = isTimers ? turn.lateUs + sinceUs(turn) : 0;
  return answer;
}

/** How long ago a turn began that is over. */
const sinceUs = (turn: Turn): number =>
  turn === currentTurn() ? 0 : Math.round((clockNs() - turn.beganNs) / 1000);
