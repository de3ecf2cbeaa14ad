import { Outcome, TaskKind } from '../../protocol/events.ts';
import type { Combination } from '../promises/combination.ts';
import { keepShape } from '../runtime/kept-shapes.ts';
import type { ModulePlace } from './module-place.ts';
import { State } from './task-state.ts';

/** Who is told when a promise settles. */
export type Waiter = Task | Combination;

/** What is known of the promise that a task's function has returned. */
export const Own = { unknown: 0, pending: 1, settled: 2 } as const;
export type Own = (typeof Own)[keyof typeof Own];

/** What only few tasks need. Apart from `Task`, so that the others take less memory. */
export class Rarely {
  /** What its `end` record will say. */
  outcome: Outcome = Outcome.fulfilled;
  /** The promise its body returned, and from where: the task ends when that promise does. */
  returned: object | null = null;
  returnSite = 0;
  /** Tasks that returned this one's promise: they end with it. */
  followers: Task[] | null = null;
  /** The promise it returned, while that is pending: it ends as that settles. */
  follows: object | null = null;
  /** It returned something with a `then`: it ends when its promise settles. */
  followsThenable = false;
  /** For a generator: it is suspended at a `yield`, so its consumer resumes it. */
  atYield = false;
  /** The `yield` is a `yield*`. */
  delegates = false;
  /** How many promises a compiler's helper makes for each request that the `yield*` passes on. */
  helpers = 0;
  /** The generator whose `yield*` led to this one. */
  delegator: Task | null = null;
  /** The AbortSignal that it was given and that has not told it to stop yet. */
  signal: object | null = null;
  /** For a module. */
  module: ModulePlace | null = null;
}

/**
 * What the markers of one invocation share. The user's function holds it in a local variable, so it lives as long as the invocation. Half
 * of the garbage that tracing an await chain makes are these objects, so what most tasks do not need is in `Rarely`.
 */
export class Task {
  readonly id: number;
  readonly kind: TaskKind;
  state: State = State.running;
  own: Own = Own.unknown;
  /** Who waits for its promise. */
  waiters: Waiter | Waiter[] | null = null;
  rarely: Rarely | null = null;

  constructor(id: number, kind: TaskKind) {
    this.id = id;
    this.kind = kind;
  }
}

export const rarelyOf = (task: Task): Rarely => (task.rarely ??= new Rarely());

keepShape(new Task(0, TaskKind.async));
keepShape(new Rarely());
