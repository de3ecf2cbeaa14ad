// What the tracer knows of a promise, kept in a private field of the promise itself.

import { AwaitedKind } from '../../protocol/events.ts';
import type { Internals } from '../runtime/internals.ts';
import { currentTurn } from '../runtime/turn.ts';
import { Own, Task, type Waiter } from '../tasks/task.ts';
import { Combination } from './combination.ts';
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
  derived: Derived | null;

  constructor(origin: Task | null = null, derived: Derived | null = null) {
    this.origin = origin;
    this.derived = derived;
  }
}
export type Known = Facts | Task;

/** Of a promise that `then` made, or an await in a library's function, this much is known at first: on behalf of which task. */
class Origin {
  readonly kind = ORIGIN;
  readonly task: Task | null;
  constructor(task: Task | null) {
    this.task = task;
  }
}

/** So many calls one after the other are known at most: a promise that is replaced by what `then` makes of it would keep all before alive. */
const MOST_DERIVED = 8;

/** What `Promise.reject` makes a promise of. */
export const REJECTED = 'rejected';
type Source = Derived | Task | Combination | typeof REJECTED | null;

/** Of a promise that a call in the program's text made, and that has no function of its own: which call, and of what. */
export class Derived extends Origin {
  /** The call's. */
  readonly site: number;
  /** What is known of the promise that `then` was called on. */
  readonly from: Source;
  readonly length: number;

  constructor(task: Task | null, site: number, from: Source) {
    super(task);
    const isTooLong = from instanceof Derived && from.length >= MOST_DERIVED;
    this.site = site;
    this.from = isTooLong ? null : from;
    this.length = from instanceof Derived && !isTooLong ? from.length + 1 : 1;
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
  static replace(promise: Noted, known: Known | Origin): void {
    promise.#known = known;
  }
}

interface HasNote {
  [key: symbol]: Known | Origin | undefined;
}

/**
 * What stands for that field where Node's internals can be had: one of the keys that Node keeps to its C++ and its own modules. No code of
 * the program's sees what an object has under it, no proxy is asked, and frozen objects take it, as with a private field. But V8 keeps
 * in mind that an object has none: in a loop on Node 22 to 26 finding that takes it 2 ns, where of a field it takes 15 to 20.
 */
let key: symbol | null = null;

interface UtilBinding {
  /** Of all versions, the one that Node puts on `process`, and on nothing else. */
  readonly privateSymbols?: { readonly exit_info_private_symbol?: symbol };
}

/** Node 20 finds that a promise has no such field as fast, and puts one on in 3 ns less. */
const FIELDS_ARE_FAST = process.versions.node.startsWith('20.');

/** To be called before anything is noted. */
export function noteUnderKey(node: Internals | null): void {
  if (FIELDS_ARE_FAST) return;
  key = node?.internalBinding<UtilBinding>('util').privateSymbols?.exit_info_private_symbol ?? null;
}

const noted = (promise: object): Known | Origin | null =>
  key === null ? Noted.get(promise) : ((promise as HasNote)[key] ?? null);

/** Of a promise of which nothing was noted. */
function note(promise: object, known: Known | Origin): void {
  if (key === null) new Noted(promise, known);
  else (promise as HasNote)[key] = known;
}

function noteInstead(promise: object, known: Known | Origin): void {
  if (key === null) Noted.replace(promise as Noted, known);
  else (promise as HasNote)[key] = known;
}

/** Null where nothing is. */
export function whatIsKnown(promise: object): Known | null {
  const known = noted(promise);
  return known === null || known.kind === ORIGIN ? null : known;
}

/** Most promises of a stretch of code come on the same task's behalf: one note for all of them. */
let lastOrigin: Origin | null = null;

/** `then` made the promise, called on behalf of `origin`, just now. */
export function noteOrigin(promise: object, origin: Task): void {
  if (lastOrigin?.task !== origin) lastOrigin = new Origin(origin);
  note(promise, lastOrigin as Origin);
}

/**
 * On whose behalf the callback runs that the promise's `then`, or await, was given, or the `then` of what it was resolved with: a task's
 * that has returned it.
 */
export function originOf(promise: object): Task | null {
  const known = noted(promise);
  if (known === null) return null;
  if (known.kind === ORIGIN) return known.task;
  return known.kind === FACTS ? known.origin : known;
}

/** The promise is the task's. Hardly ever something is known of it before, so nobody looks. */
export function noteTask(promise: object, task: Task): void {
  try {
    note(promise, task);
  } catch {
    noteInstead(promise, task);
  }
}

/** The same for a promise of which nothing is known but maybe its origin, as `before` says. */
export function noteFacts(promise: object, before = noted(promise)): Facts {
  if (before !== null && before.kind === ORIGIN) {
    const facts = new Facts(before.task, before instanceof Derived ? before : null);
    noteInstead(promise, facts);
    return facts;
  }
  const facts = new Facts();
  note(promise, facts);
  return facts;
}

/** A call at `site` made the promise just now, of another one or an error. */
export function noteDerived(promise: object, site: number, of: object | typeof REJECTED): void {
  const known = noted(promise);
  const from = of === REJECTED ? of : sourceOf(noted(of as object));
  if (known === null) note(promise, derivedAt(null, site, from));
  else if (known.kind === FACTS) known.derived = derivedAt(known.origin, site, from);
  else if (known.kind === ORIGIN) noteInstead(promise, derivedAt(known.task, site, from));
}

/** One note for all promises that a call in a loop makes of what nothing is known of. */
let lastDerived: Derived | null = null;

function derivedAt(task: Task | null, site: number, from: Source): Derived {
  if (from !== null) return new Derived(task, site, from);
  if (lastDerived?.site !== site || lastDerived.task !== task) lastDerived = new Derived(task, site, null);
  return lastDerived;
}

function sourceOf(known: Known | Origin | null): Source {
  if (known === null) return null;
  if (known.kind === ORIGIN) return known instanceof Derived ? known : null;
  if (known.kind !== FACTS) return known;
  return known.derived ?? (known.what instanceof Combination ? known.what : null);
}

/** The task whose promise all of that was made of; null for none. */
export function taskBefore(derived: Derived): Task | null {
  let from: Source = derived;
  while (from instanceof Derived) from = from.from;
  return from instanceof Task ? from : null;
}

/** Null where no call is known to have made it. */
export function derivedOf(promise: object): Derived | null {
  const known = noted(promise);
  if (known === null) return null;
  if (known.kind === FACTS) return known.derived;
  return known instanceof Derived ? known : null;
}

export function knownOf(promise: object): Known {
  const known = noted(promise);
  return known === null || known.kind === ORIGIN ? noteFacts(promise, known) : known;
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
