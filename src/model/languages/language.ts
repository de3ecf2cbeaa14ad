import type { CombinatorName, LoopPhaseName } from '../../protocol/events.ts';
import type { QueueKind } from '../moment/moment-types.ts';

/** How to fix a finding, with a small example where one helps. */
export interface Advice {
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
}

/** What advice is about: a kind of finding, or one of several cases of it. */
export type AdviceSubject =
  | 'blockedLoop'
  | 'callbackThrew'
  | 'cutOff'
  | 'droppedByLoop'
  | 'failedWhileAwaitedTogether'
  | 'ignoredSignal'
  | 'lateTimer'
  | 'leftInput'
  | 'leftInterval'
  | 'leftOpen'
  | 'leftPort'
  | 'leftTimer'
  | 'leftWorker'
  | 'lostRace'
  | 'needlessAwait'
  | 'neverAwaited'
  | 'neverSettled'
  | 'poolFull'
  | 'rejectedAfterRace'
  | 'rejectedWhileAwaitedTogether'
  | 'sequentialAwaits'
  | 'starvedLoop'
  | 'syncWait'
  | 'unboundedConcurrency'
  | 'unclosedDescriptor'
  | 'unclosedFile'
  | 'moduleFailed'
  | 'unhandledChain'
  | 'unhandledRejection';

/**
 * All that the model knows about the language of a program and its runtime, as plain data. Supporting another language takes another one
 * of these, and a tracer.
 */
export interface Language {
  /** What to call a callback without a name of its own, by the loop phase in which it ran. */
  readonly callbacks: Readonly<Record<LoopPhaseName, string>>;
  /** The name of each combinator: `Promise.all`. */
  readonly combinators: Readonly<Record<CombinatorName, string>>;
  /** The name of each queue of the loop, and what is in it. */
  readonly queues: Readonly<Record<QueueKind, readonly [name: string, meaning: string]>>;
  /** The name of the folder in which packages are installed, anywhere in a path. */
  readonly installedIn: string;
  /** The exit code for a module that was still waiting when nothing was left that could settle its promise. Null for none. */
  readonly unsettledExitCode: number | null;
  /** Why a program that ran may have no task at all, and what to do. */
  readonly noTask: string;
  readonly advice: Readonly<Record<AdviceSubject, Advice>>;
}
