// What the tracer knows of a promise, kept in a private field of the promise itself.

import { AwaitedKind } from '../../protocol/events.ts';
import { currentTurn } from '../runtime/turn.ts';
import { Own, type Task, type Waiter } from '../tasks/task.ts';
import { Given } from './given.ts';

/**
 * Where a task has its kind, so that one comparison of numbers tells them apart. Three `instanceof` for each await, which go along chains
 * of prototypes, were a third of what its marker took.
 */
const FACTS = -1;
const ORIGIN = -2;

/** What is known of a promise that is no task's: of one that is, the task itself has all there is. */
export class Facts {
  readonly kind = FACTS;
  /** Whose answer it is. */
  generator: Task | null = null;
  waiters: Waiter | Waiter[] | null = null;
  isSettled = false;
  /** The number of the turn in which it became known. */
  readonly turn = currentTurn().number;
  /** What settles it. */
  settledBy: AwaitedKind = AwaitedKind.promise;
  /** A timer's delay in milliseconds. */
  detail = 0;
  /** What it is called, what it was made with, which can tell, or what it combines. */
  what: string | object | null = null;
  /** See `Origin`. */
  readonly origin: Task | null;

  constructor(origin: Task | null = null) {
    this.origin = origin;
  }
}
export type Known = Facts | Task;

/** Of a promise that `then` made, or an await in a library's function, this much is known at first: on behalf of which task. */
class Origin {
  readonly kind = ORIGIN;
  readonly task: Task;
  constructor(task: Task) {
    this.task = task;
  }
}

/** One field, whatever is known: more would give promises more shapes than V8 tells apart at full speed. */
class Noted extends Given {
  #known: Known | Origin;
  constructor(promise: object, known: Known | Origin) {
    super(promise);
    this.#known = known;
  }
  static get(promise: object): Known | Origin | null {
    return #known in promise ? promise.#known : null;
  }
  static replace(promise: Noted, known: Known): void {
    promise.#known = known;
  }
}

/** Null where nothing is, which takes V8 30 to 50 ns to find out on Node 24 and 26 (5 where something is): asked once. */
export function whatIsKnown(promise: object): Known | null {
  const noted = Noted.get(promise);
  return noted === null || noted.kind === ORIGIN ? null : noted;
}

/** Most promises of a stretch of code come on the same task's behalf: one note for all of them. */
let lastOrigin: Origin | null = null;

/** `then` made the promise, called on behalf of `origin`, just now. */
export function noteOrigin(promise: object, origin: Task): void {
  if (lastOrigin?.task !== origin) lastOrigin = new Origin(origin);
  new Noted(promise, lastOrigin as Origin);
}

/**
 * On whose behalf the callback runs that the promise's `then`, or await, was given, or the `then` of what it was resolved with: a task's
 * that has returned it.
 */
export function originOf(promise: object): Task | null {
  const noted = Noted.get(promise);
  if (noted === null) return null;
  if (noted.kind === ORIGIN) return noted.task;
  return noted.kind === FACTS ? noted.origin : noted;
}

/** The promise is the task's. Hardly ever something is known of it before, so nobody looks. */
export function noteTask(promise: object, task: Task): void {
  try {
    new Noted(promise, task);
  } catch {
    Noted.replace(promise as Noted, task);
  }
}

/** The same for a promise of which nothing is known but maybe its origin, as `noted` says. */
export function noteFacts(promise: object, noted = Noted.get(promise)): Facts {
  if (noted !== null && noted.kind === ORIGIN) {
    const facts = new Facts(noted.task);
    Noted.replace(promise as Noted, facts);
    return facts;
  }
  const facts = new Facts();
  new Noted(promise, facts);
  return facts;
}

export function knownOf(promise: object): Known {
  const noted = Noted.get(promise);
  return noted === null || noted.kind === ORIGIN ? noteFacts(promise, noted) : noted;
}

export const isFacts = (known: Known): known is Facts => known.kind === FACTS;

export const isSettled = (known: Known): boolean =>
  isFacts(known) ? known.isSettled : known.own === Own.settled;

export function noteSettled(known: Known): void {
  if (isFacts(known)) known.isSettled = true;
  else known.own = Own.settled;
}

/** The task whose promise, or whose answer, it is. */
export const taskOf = (known: Known): Task | null => (isFacts(known) ? known.generator : known);
export const whatOf = (known: Known): string | object | null => (isFacts(known) ? known.what : null);

export const kindOf = (known: Known): AwaitedKind =>
  isFacts(known) && known.generator === null ? known.settledBy : AwaitedKind.task;

/** The second operand of a record whose kind is `kindOf`. */
export function detailOf(known: Known): number {
  if (!isFacts(known)) return known.id;
  return known.generator === null ? known.detail : known.generator.id;
}
