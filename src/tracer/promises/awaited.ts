// What promises have to do with tasks: whose they are, what they wait for, and who waits for them.

import { types } from 'node:util';
import { AwaitedKind, COMBINATOR_NAMES, Outcome, RecordType, TaskKind } from '../../protocol/events.ts';
import {
  end,
  inCallback,
  isAwaitsOwn,
  isNested,
  lastTaskThatRan,
  runningTask,
  takeEndedGenerator,
  tickStarter,
} from '../context.ts';
import { MadeCode } from '../made-code.ts';
import { aboutId } from '../names/abouts.ts';
import { nameOfRequest, nameOfResource } from '../names/resource-names.ts';
import { hasJustEnded, put, putBehind, takeJustEnded } from '../sending/writer.ts';
import { Own, type Rarely, State, Task, type Waiter } from '../task.ts';
import { currentTurn } from '../turn.ts';
import { Combination } from './combination.ts';
import {
  detailOf,
  Facts,
  isSettled,
  type Known,
  kindOf,
  knownOf,
  noteSettled,
  noteTask,
  taskOf,
  whatIsKnown,
  whatOf,
} from './known.ts';
import { isRejected } from './promise-state.ts';
import { expectAwait, isUnheard } from './promises.ts';

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
  if (known instanceof Facts) known.generator = task;
}

/** The promise was made together with a timer, a request … that will settle it; `what`: its name, or what can tell. */
export function isSettledBy(
  promise: object,
  kind: AwaitedKind,
  detail: number,
  what: string | object | null,
): void {
  const facts = knownOf(promise);
  if (facts instanceof Task || facts.generator !== null || facts.what instanceof MadeCode) return;
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
  if (known instanceof Facts) known.what ??= combination;
  const { members } = combination;
  for (let i = 0; i < members.length; i++) {
    const member = members[i];
    if (types.isPromise(member)) wait(knownOf(member), combination);
  }
}

/** The promise is what `then`, `catch` or `finally` made of one that a combinator has made. */
export function leadsTo(promise: object, combination: Combination): void {
  const known = knownOf(promise);
  if (!(known instanceof Facts) || known.what !== null) return;
  known.what = combination;
  combination.leads = true;
}

/** A task that is suspended waits for the promise of which that is known. */
export function addWaiter(known: Known, waiter: Task): void {
  wait(known, waiter);
  const what = whatOf(known);
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
    // Each was noted when the combination was made.
    const known = types.isPromise(member) ? knownOf(member) : null;
    const kind = known === null ? AwaitedKind.unknown : kindOf(known);
    const told = kind === AwaitedKind.task || kind === AwaitedKind.timer;
    const reference = known === null ? 0 : told ? detailOf(known) : aboutId(whatName(known));
    put(RecordType.member | (((kind << 20) | what.how) << 8), reference, what.count);
  }
}

const nameOf = (what: string | object): string => (typeof what === 'string' ? what : nameOfResource(what));

function whatName(known: Known): string {
  const what = whatOf(known);
  if (what instanceof Combination) return `Promise.${COMBINATOR_NAMES[what.how]} of ${what.count}`;
  return what === null ? '' : nameOf(what);
}

// Taken before the program can replace it.
const then = Promise.prototype.then;
const done = Promise.resolve();

/** A task that returned something with a `then` ends now; how, there is to see in the job after. */
function endFollower(promise: object, task: Task, rarely: Rarely): void {
  rarely.followsThenable = false;
  expectAwait(false);
  then.call(done, () => end(task, isRejected(promise) ? Outcome.rejected : Outcome.fulfilled));
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
  const isLeading = what instanceof Combination && what.leads;
  // The whole settles before what it leads to.
  if (isLeading) what.decidedBy(promise);
  if (waiters === null) return;
  const over = task === null ? generatorOver(known) : null;
  const { argument, detail } = over === null ? cause(known) : answeredBy(over);
  const name = nameAtTheEnd(argument >>> 20, what);
  const member = what instanceof Combination ? what.decidedBy(promise) : 0;
  const head = RecordType.ready | ((argument | member) << 8);
  // By index, here and wherever the program's thread is: it may have replaced the iterator of arrays.
  // A task's promise settles right where its end was told.
  const isDirect = name === '' && task !== null && hasJustEnded(task.id);
  if (!Array.isArray(waiters)) tell(promise, waiters, head, detail, name, isDirect);
  else {
    for (let i = 0; i < waiters.length; i++)
      tell(promise, waiters[i] as Waiter, head, detail, name, isDirect);
  }
}

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
  } else if (waiter.state === State.combination) (waiter as Combination).settled(promise);
}

/** What a wait turns out to be for: by now more may be known of it than when it began. '' for nothing new. */
function nameAtTheEnd(kind: number, what: string | object | null): string {
  if (typeof what === 'object' && what !== null && !(what instanceof Combination)) return nameOf(what);
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
