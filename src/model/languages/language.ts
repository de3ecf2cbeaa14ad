import type { CombinatorName, LoopPhaseName } from '../../protocol/events.ts';
import type { QueueKind } from '../moment/moment-types.ts';

/** What to do about something that was found, with a small example where one helps. */
export interface Advice {
  readonly text: string;
  readonly before?: string;
  readonly after?: string;
}

/** What advice there is about: a kind of finding, or one of several cases of it. */
export type AdviceSubject =
  | 'blockedLoop'
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
  | 'unhandledRejection';

/**
 * All that the model knows of the language a program is written in, and of what runs it. Plain data: whoever brings
 * another language writes another one of these, and a tracer.
 */
export interface Language {
  /** What a callback without a name of its own is called, by what the loop was at as it ran. */
  readonly callbacks: Readonly<Record<LoopPhaseName, string>>;
  /** What makes one of several promises: `Promise.all`. */
  readonly combinators: Readonly<Record<CombinatorName, string>>;
  /** What the loop's queues are called, and what stands in them. */
  readonly queues: Readonly<Record<QueueKind, readonly [name: string, meaning: string]>>;
  /** The folder that code of others is installed in, wherever it stands in a path. */
  readonly installedIn: string;
  /** The exit code that says: a module still waited, and nothing was left that could have settled it. Null for none. */
  readonly unsettledExitCode: number | null;
  /** Why a program that ran may have no task at all, and what to do. */
  readonly noTask: string;
  readonly advice: Readonly<Record<AdviceSubject, Advice>>;
}
