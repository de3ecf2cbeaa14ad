// The lines that script.ts makes recordings of.

import type {
  AwaitedKindName,
  CombinatorName,
  EndCause,
  LoopPhaseName,
  OutcomeName,
  PauseKindName,
  PoolKindName,
  TaskKindName,
  Unhandled,
} from '../../src/protocol/events.ts';
import type { ThreadStart } from '../../src/protocol/payloads.ts';
import type { SiteKind } from '../../src/protocol/sites.ts';

export interface EnterOptions {
  readonly parent?: number;
  readonly kind?: TaskKindName;
  readonly line?: number;
  readonly file?: string;
  /** The call that a function without a name is passed to. */
  readonly handedTo?: string;
  /** The first arguments, as the tracer sends them. */
  readonly label?: string;
  /** A callback that runs before the loop goes on. */
  readonly tick?: boolean;
}

export interface SuspendOptions {
  readonly line?: number;
  readonly at?: SiteKind;
  /** The awaited expression's text. */
  readonly text?: string;
  /** The tracer's name for what is awaited. */
  readonly name?: string;
  /** The promises that a combinator combined: each a kind, with a task's id, a timer's delay or a name. */
  readonly members?: readonly (readonly [kind: AwaitedKindName, reference?: number | string])[];
  readonly how?: CombinatorName;
  /** How many members there are, if not all are given. */
  readonly count?: number;
}

interface ReadyOptions {
  readonly kind?: AwaitedKindName;
  /** The task that was running. */
  readonly by?: number;
  /** By how many milliseconds a timer fired late; makes the kind `timer`. */
  readonly late?: number;
  /** False for input and output, whose completion time is unknown. */
  readonly exact?: boolean;
  /** Which member of a combination decided it, from 1. */
  readonly member?: number;
}

export type ScriptLine =
  | readonly [ms: number, what: 'enter', task: number, name: string, options?: EnterOptions]
  | readonly [
      ms: number,
      what: 'suspend',
      task: number,
      on?: AwaitedKindName,
      reference?: number,
      options?: SuspendOptions,
    ]
  | readonly [ms: number, what: 'ready', task: number, options?: ReadyOptions]
  /** Something else than its timer has settled a member, counted from 1. */
  | readonly [ms: number, what: 'guard', task: number, member: number]
  /** The name of what it waits for turns out to be wrong. */
  | readonly [ms: number, what: 'unnamed', task: number]
  /** The next `ready` is for a timer of this delay. */
  | readonly [ms: number, what: 'timer', task: number, delayMs: number]
  | readonly [ms: number, what: 'resume', task: number, by?: number]
  | readonly [
      ms: number,
      what: 'end',
      task: number,
      outcome?: OutcomeName,
      error?: readonly [name: string, message: string] | undefined,
      /** The task that becomes ready through this. */
      ready?: number,
    ]
  | readonly [ms: number, what: 'unhandled', task: number, how: keyof typeof Unhandled]
  | readonly [ms: number, what: 'span', task: number, details: unknown]
  | readonly [
      ms: number,
      what: 'turn',
      phase?: LoopPhaseName,
      idleMs?: number,
      delayMs?: number,
      asked?: 'asked',
    ]
  | readonly [ms: number, what: 'pool', forMs: number, task?: number, kind?: PoolKindName, threads?: number]
  | readonly [ms: number, what: 'loading', name: string]
  | readonly [ms: number, what: 'loaded']
  /** A function that promises called has returned. */
  | readonly [ms: number, what: 'reaction', name: string, heldMs: number, options?: ReactionOptions]
  /** A synchronous call that waited has returned. */
  | readonly [ms: number, what: 'still', name: string, heldMs: number, options?: { readonly line?: number }]
  | readonly [ms: number, what: 'tracing', tookMs: number, ranMs?: number]
  | readonly [ms: number, what: 'withheld', atMs: number, totalMs: number, ranMs?: number]
  | readonly [ms: number, what: 'pause', forMs: number, agoMs: number, kind?: PauseKindName]
  | readonly [ms: number, what: 'thread', by: number, start: string, options: ThreadOptions]
  | readonly [ms: number, what: 'threadEnd', start: string, exitCode: number | null, signal?: string]
  /** Text that only the tracer sends, because no host reads it. */
  | readonly [ms: number, what: 'prints', task: number, text: string]
  | readonly [ms: number, what: 'gap', events?: number]
  | readonly [ms: number, what: 'bye', exitCode?: number, cause?: keyof typeof EndCause, waitedMs?: number];

type ReactionOptions = Pick<EnterOptions, 'line' | 'handedTo'> & {
  /** The task on whose behalf it ran. */
  readonly task?: number;
};

type ThreadOptions = Partial<Omit<ThreadStart, 'start'>>;
