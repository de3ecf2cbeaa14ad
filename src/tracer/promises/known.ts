// What the tracer knows of a promise, kept in a private field of the promise itself.

import { AwaitedKind } from '../../protocol/events.ts';
import { Own, Task, type Waiter } from '../task.ts';
import { currentTurn } from '../turn.ts';
import { Given } from './given.ts';

/** What is known of a promise that is no task's: of one that is, the task itself has all there is. */
export class Facts {
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
}
export type Known = Facts | Task;

/** One field, whatever is known: more would give promises more shapes than V8 tells apart at full speed. */
class Noted extends Given {
  #known: Known;
  constructor(promise: object, known: Known) {
    super(promise);
    this.#known = known;
  }
  static has(promise: object): boolean {
    return #known in promise;
  }
  static get(promise: object): Known | null {
    return #known in promise ? promise.#known : null;
  }
  static replace(promise: Noted, known: Known): void {
    promise.#known = known;
  }
}

/** Null where nothing is, which takes V8 30 to 50 ns to find out on Node 24 and 26 (5 where something is): asked once. */
export const whatIsKnown = (promise: object): Known | null => Noted.get(promise);
export const isKnown = (promise: object): boolean => Noted.has(promise);

/** The promise is the task's. Hardly ever something is known of it before, so nobody looks. */
export function noteTask(promise: object, task: Task): void {
  try {
    new Noted(promise, task);
  } catch {
    Noted.replace(promise as Noted, task);
  }
}

/** The same for a promise of which nothing is known yet. */
export function noteFirst<What extends Known>(promise: object, known: What): What {
  new Noted(promise, known);
  return known;
}

export const knownOf = (promise: object): Known => Noted.get(promise) ?? noteFirst(promise, new Facts());

export const isSettled = (known: Known): boolean =>
  known instanceof Task ? known.own === Own.settled : known.isSettled;

export function noteSettled(known: Known): void {
  if (known instanceof Task) known.own = Own.settled;
  else known.isSettled = true;
}

/** The task whose promise, or whose answer, it is. */
export const taskOf = (known: Known): Task | null => (known instanceof Task ? known : known.generator);
export const whatOf = (known: Known): string | object | null => (known instanceof Task ? null : known.what);

export const kindOf = (known: Known): AwaitedKind =>
  known instanceof Task || known.generator !== null ? AwaitedKind.task : known.settledBy;

/** The second operand of a record whose kind is `kindOf`. */
export function detailOf(known: Known): number {
  if (known instanceof Task) return known.id;
  return known.generator === null ? known.detail : known.generator.id;
}
