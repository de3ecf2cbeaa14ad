// What the tracer knows of a promise, kept in the promise itself where the program cannot see it: see `noteUnderKey`.

import { AwaitedKind } from '../../protocol/events.ts';
import type { Internals } from '../runtime/internals.ts';
import { keepShape } from '../runtime/kept-shapes.ts';
import { currentTurn } from '../runtime/turn.ts';
import { Own, Task, type Waiter } from '../tasks/task.ts';
import { Combination } from './combination.ts';
import { Given } from './given.ts';

/**
 * Values of `kind`, in the place where a task has its own kind. So one comparison of numbers tells the three classes apart. Three
 * `instanceof` for each await, which follow chains of prototypes, were a third of what its marker took.
 */
const FACTS = -1;
const ORIGIN = -2;

/** How certain it is what settles a promise. `guessed`: it is only likely, because it was started soon after the promise was made. */
export const Certainty = { told: 0, guessed: 1, settled: 2 } as const;
export type Certainty = (typeof Certainty)[keyof typeof Certainty];

/** What is known of a promise that is not a task's. For a task's promise the task itself is kept. */
export class Facts {
  readonly kind = FACTS;
  waiters: Waiter | Waiter[] | null = null;
  certainty: Certainty = Certainty.told;
  /** The number of the turn in which it became known. */
  readonly turn = currentTurn().number;
  /** What settles it. Of a timer that was set in case nothing else does, or a file that was only asked for on the way, this is only known once something has settled it: then `promise`.
   * `task` for a generator's answer to a `next()`. */
  settledBy: AwaitedKind = AwaitedKind.promise;
  /** A timer's delay in milliseconds. */
  detail = 0;
  /** Its name, the resource it was made with, which can tell a name, or the combination that it stands for; the generator whose answer it is. */
  what: string | object | null = null;
  /** How it was made, as far as that was noted. */
  made: Origin | null;

  constructor(made: Origin | null = null) {
    this.made = made;
  }
}
export type Known = Facts | Task;

/** What is known at first of a promise that `then` or an await in a library's function made: on behalf of which task. */
class Origin {
  readonly kind = ORIGIN;
  readonly task: Task | null;
  constructor(task: Task | null) {
    this.task = task;
  }
}

/** How many calls in a row are kept at most. If a program replaces a promise by its `then` again and again, all would be kept alive. */
const MOST_DERIVED = 8;

/** The source of a promise that `Promise.reject` makes. */
export const REJECTED = 'rejected';
type Source = Derived | Task | Combination | Facts | typeof REJECTED | null;

/** What is known of a promise that a call in the program's text made and that belongs to no task: which call made it, and of what. */
export class Derived extends Origin {
  /** The site of the call. */
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

/** The note as a private field of the promise. One field for everything: more would give promises more shapes than V8 handles at full speed. */
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
 * The note's key, if Node's internals can be reached: one of the private symbols of Node's C++ and its own modules. As with a private field,
 * the program cannot see what an object has under it, no proxy is asked, and frozen objects take it. But V8 remembers that objects of a
 * shape have none: finding that takes 2 ns in a loop on Node 22 to 26, where finding that a private field is missing takes 15 to 20.
 */
let key: symbol | null = null;

interface UtilBinding {
  /** The symbol that exists in all versions. Node puts it on `process` and on nothing else. */
  readonly privateSymbols?: { readonly exit_info_private_symbol?: symbol };
}

/** Node 20 finds a missing private field as fast as a missing key, and adds one in 3 ns less. */
const FIELDS_ARE_FAST = process.versions.node.startsWith('20.');

/** Chooses the key instead of the field. To be called before anything is noted. */
export function noteUnderKey(node: Internals | null): void {
  if (!FIELDS_ARE_FAST)
    key = node?.internalBinding<UtilBinding>('util').privateSymbols?.exit_info_private_symbol ?? null;
  keepShapes();
}

/** Of all notes, and of a promise with a note. */
function keepShapes(): void {
  const facts = new Facts();
  const origin = new Origin(null);
  const promise = Promise.resolve();
  note(promise, origin);
  keepShape(facts);
  keepShape(promise);
  keepShape(new Derived(null, 0, null));
}

const noted = (promise: object): Known | Origin | null =>
  key === null ? Noted.get(promise) : ((promise as HasNote)[key] ?? null);

/** Makes the first note of a promise. */
function note(promise: object, known: Known | Origin): void {
  if (key === null) new Noted(promise, known);
  else (promise as HasNote)[key] = known;
}

function noteInstead(promise: object, known: Known | Origin): void {
  if (key === null) Noted.replace(promise as Noted, known);
  else (promise as HasNote)[key] = known;
}

/** Null if nothing but an origin is known. */
export function whatIsKnown(promise: object): Known | null {
  const known = noted(promise);
  return known === null || known.kind === ORIGIN ? null : known;
}

/** Promises that are made one after the other are mostly on the same task's behalf, so they share one note. */
let lastOrigin: Origin | null = null;

/** `then` has just made the promise, called on behalf of `origin`. */
export function noteOrigin(promise: object, origin: Task): void {
  if (lastOrigin?.task !== origin) lastOrigin = new Origin(origin);
  note(promise, lastOrigin as Origin);
}

/**
 * On whose behalf the promise's job runs: the callback that `then` was given, what follows an await, or the `then` of a thenable that the
 * promise was resolved with (for a task's promise: that the task returned).
 */
export function originOf(promise: object): Task | null {
  const known = noted(promise);
  if (known === null) return null;
  if (known.kind === ORIGIN) return known.task;
  return known.kind === FACTS ? taskThatMade(known) : known;
}

const taskThatMade = ({ made }: Facts): Task | null => (made === null ? null : made.task);

/** The promise is the task's. Hardly ever is something noted of it before, so that is only found out when the note fails. */
export function noteTask(promise: object, task: Task): void {
  try {
    note(promise, task);
  } catch {
    noteInstead(promise, task);
  }
}

/** Makes `Facts` for a promise of which at most its origin is known. `before`: that note. */
export function noteFacts(promise: object, before = noted(promise)): Facts {
  if (before !== null && before.kind === ORIGIN) {
    const facts = new Facts(before);
    noteInstead(promise, facts);
    return facts;
  }
  const facts = new Facts();
  note(promise, facts);
  return facts;
}

/** A call at `site` has just made the promise, of another promise or of an error. */
export function noteDerived(promise: object, site: number, of: object | typeof REJECTED): void {
  const known = noted(promise);
  const from = of === REJECTED ? of : sourceOf(noted(of as object));
  if (known === null) note(promise, derivedAt(null, site, from));
  else if (known.kind === FACTS) known.made = derivedAt(taskThatMade(known), site, from);
  else if (known.kind === ORIGIN) noteInstead(promise, derivedAt(known.task, site, from));
}

/** The promises that a call in a loop makes of something unknown share one note. */
let lastDerived: Derived | null = null;

function derivedAt(task: Task | null, site: number, from: Source): Derived {
  if (from !== null) return new Derived(task, site, from);
  if (lastDerived?.site !== site || lastDerived.task !== task) lastDerived = new Derived(task, site, null);
  return lastDerived;
}

function sourceOf(known: Known | Origin | null): Source {
  if (known === null) return null;
  if (known.kind !== ORIGIN && known.kind !== FACTS) return known;
  const derived = derivedIn(known);
  if (derived !== null || known.kind === ORIGIN) return derived;
  if (known.what instanceof Combination) return known.what;
  // A resource would be kept as long as what is made of the promise.
  return typeof known.what === 'string' ? known : null;
}

/** What is known of the promise from which a chain of calls began, if it is a task's or has a name; otherwise null. */
export function knownBefore(derived: Derived): Known | null {
  let from: Source = derived;
  while (from instanceof Derived) from = from.from;
  return from instanceof Task || from instanceof Facts ? from : null;
}

/** How the promise was made; null if no call is known to have made it. */
export function derivedOf(promise: object): Derived | null {
  const known = noted(promise);
  return known === null ? null : derivedIn(known);
}

/** How a promise was made, in its note. */
export function derivedIn(known: Known | Origin): Derived | null {
  const made = known.kind === FACTS ? known.made : known;
  return made instanceof Derived ? made : null;
}

export function knownOf(promise: object): Known {
  const known = noted(promise);
  return known === null || known.kind === ORIGIN ? noteFacts(promise, known) : known;
}

export const isFacts = (known: Known): known is Facts => known.kind === FACTS;

export const isSettled = (known: Known): boolean =>
  isFacts(known) ? known.certainty === Certainty.settled : known.own === Own.settled;

/** Whether it is only likely what settles it. */
export const isGuessed = (known: Known): boolean => isFacts(known) && known.certainty === Certainty.guessed;

/** The `detail` of a promise of which this is known and which no timer was set along with. */
const NO_TIMER = -1;

/** Something else than the timer that was set along with it, or the file that was asked for, settles the promise. */
export function noteGuarded(facts: Facts): void {
  if (facts.settledBy !== AwaitedKind.timer) {
    facts.detail = NO_TIMER;
    facts.what = null;
  }
  facts.settledBy = AwaitedKind.promise;
}

/** Whether `noteGuarded` was called for it. */
export const wasGuarded = (known: Known): boolean =>
  isFacts(known) && known.settledBy === AwaitedKind.promise && known.detail !== 0;

export function noteSettled(known: Known): void {
  if (isFacts(known)) known.certainty = Certainty.settled;
  else known.own = Own.settled;
}

/** The task whose promise it is, or the generator whose answer it is; null for none. */
export const taskOf = (known: Known): Task | null => (isFacts(known) ? generatorOf(known) : known);
export const whatOf = (known: Known): string | object | null =>
  isFacts(known) && known.settledBy !== AwaitedKind.task ? known.what : null;

/** The generator whose answer the promise is; null for none. */
const generatorOf = ({ settledBy, what }: Facts): Task | null =>
  settledBy === AwaitedKind.task ? (what as Task) : null;

export const kindOf = (known: Known): AwaitedKind => (isFacts(known) ? known.settledBy : AwaitedKind.task);

/** The second operand of a record whose kind is `kindOf`. */
export function detailOf(known: Known): number {
  if (!isFacts(known)) return known.id;
  return generatorOf(known)?.id ?? known.detail;
}
