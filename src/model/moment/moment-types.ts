// What views get about a moment: which task ran, what was queued, and what happened.

import type { LoopPhaseName, PoolKindName } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { PlaceView } from '../view-types.ts';

/**
 * The queues in which tasks and callbacks stand at a moment:
 *
 * - `resuming`: what they waited for has happened, and they go on before the loop does anything else; in that order
 * - `soon`: callbacks that run before the loop does anything else
 * - `timers`: waits for a timer, and callbacks of timers; sorted by when they are due
 * - `io`: waits for the network, files and processes, and their callbacks
 * - `check`: callbacks that run after the loop has looked for I/O
 * - `others`: waits for another task, a promise, or the next request, which are in no queue until that happens
 */
export type QueueKind = 'resuming' | 'soon' | 'timers' | 'io' | 'check' | 'others';

export interface QueueEntry {
  readonly task: TaskIndex;
  readonly label: string;
  /** Where it waits; for a callback, where it is defined. */
  readonly place: PlaceView | null;
  /** What it waits for, in words; '' for a callback. */
  readonly on: string;
  /** When its timer is due, or since when it is ready; for a callback when it ran. Null if unknown. */
  readonly atNs: number | null;
  /** How certain it is: it was queued; it was, but what it waits for may have happened already; or it may have been queued. */
  readonly known: 'yes' | 'perhaps-done' | 'perhaps-there';
}

export interface QueueView {
  readonly kind: QueueKind;
  readonly total: number;
  /** The first of them. */
  readonly entries: readonly QueueEntry[];
}

export interface StackEntry {
  readonly task: TaskIndex;
  readonly label: string;
  /** Where its run began: the await after which it went on, or its definition. */
  readonly place: PlaceView | null;
  readonly fromNs: number;
}

/** A moment at which something happened, and what. If it happened to several tasks at once, it names one. */
export interface StepView {
  readonly atNs: number;
  readonly what: 'begin' | 'resume' | 'suspend' | 'end' | 'ready' | 'turn' | 'idle';
  /** Null if it happened to the loop. */
  readonly task: TaskIndex | null;
  readonly label: string;
  /** Why the run that begins does so now, in words with names between backticks; '' if unknown, and for other events. */
  readonly why: string;
}

/** Which moments to step to; `runs`: only those at which a task begins or goes on. */
export type StepTo = 'anything' | 'runs';

/** The work that the thread pool had at a moment, each piece being done or waiting for a thread. */
export interface PoolView {
  /** How many threads the pool has; 0 while unknown. */
  readonly threads: number;
  readonly total: number;
  /** The first pieces of work, in the order in which the pool got them. */
  readonly entries: readonly PoolEntry[];
}

export interface PoolEntry {
  readonly kind: PoolKindName;
  /** The task that asked for it; null if unknown. */
  readonly task: TaskIndex | null;
  readonly label: string;
  readonly place: PlaceView | null;
  readonly sinceNs: number;
  /** Whether it waits for a thread, as far as can be known. */
  readonly queued: boolean;
}

/** One thread's loop at a moment. */
export interface LoopMoment {
  readonly atNs: number;
  /** What the loop's turn is for; null while it is idle. */
  readonly phase: LoopPhaseName | null;
  /** Which part of the turn's drain is running; null while its callback is. */
  readonly drained: 'nextTick' | 'microtasks' | null;
  /** Since when the loop has been in that turn, or idle. */
  readonly sinceNs: number;
  /** For how much of that time the runtime was paused to collect garbage. */
  readonly pausedNs: number;
  /** For how much of that time the machine gave the thread no processor although it had work. */
  readonly withheldNs: number;
  /** Which tasks called which, outermost first; of many, only the innermost. Empty while no task runs. */
  readonly stack: { readonly total: number; readonly entries: readonly StackEntry[] };
  readonly queues: readonly QueueView[];
  /** The work that the process's thread pool had for this thread. */
  readonly pool: PoolView;
}
