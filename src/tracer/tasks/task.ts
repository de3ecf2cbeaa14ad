import { Outcome, type TaskKind } from '../../protocol/events.ts';
import type { Combination } from '../promises/combination.ts';
import { State } from './task-state.ts';

/** Who is told when a promise settles. */
export type Waiter = Task | Combination;

/** What is known of the promise that a task's function has returned. */
export const Own = { unknown: 0, pending: 1, settled: 2 } as const;
export type Own = (typeof Own)[keyof typeof Own];

/** What few tasks have. */
export class Rarely {
  /** What its end will say: set by the marker that knows. */
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
  /** Of a generator: it is suspended at a `yield`, where its consumer has it go on. */
  atYield = false;
  /** That is a `yield*`. */
  delegates = false;
  /** The generator whose `yield*` led to this one. */
  delegator: Task | null = null;
  /** One that will tell it to stop, and that it was given. */
  signal: object | null = null;
  /** What a module waits for: nobody tells when that makes it fail. */
  awaited: object | null = null;
}

/**
 * What the markers of one invocation share: a local variable of the user's function, so it lives as long. Half of what tracing an
 * await chain leaves to the garbage collector are these, so what most do not need is apart.
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
