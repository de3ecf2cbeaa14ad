// What views get of a moment: who ran, what was queued, and what happened.

import type { LoopPhaseName, PoolKindName } from '../../protocol/events.ts';
import type { TaskIndex } from '../../protocol/units.ts';
import type { PlaceView } from '../view-types.ts';

/**
 * Where what is to run stands at a moment:
 *
 * - `resuming`: what it waited for has happened, and it goes on before the loop takes anything else; in that order
 * - `soon`: callbacks that run before the loop takes anything else
 * - `timers`: waits for a timer, and callbacks that a timer calls; by when they are due
 * - `io`: waits for the network, files and processes, and callbacks that those call
 * - `check`: what the loop calls once it has looked for I/O
 * - `others`: waits for another task, a promise, the next request: in no queue until that happens
 */
export type QueueKind = 'resuming' | 'soon' | 'timers' | 'io' | 'check' | 'others';

export interface QueueEntry {
  readonly task: TaskIndex;
  readonly label: string;
  /** Where it waits; for a callback, where it is defined. */
  readonly place: PlaceView | null;
  /** What it waits for, in words; '' for a callback. */
  readonly on: string;
  /** When a timer is due, or since when it is ready; for a callback when it ran. Null where that is not known. */
  readonly atNs: number | null;
  /** What is known of it: that it stood there, that what it waits for may have happened, or that it may have stood there. */
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
  /** Where its run began: the await it went on from, or its definition. */
  readonly place: PlaceView | null;
  readonly fromNs: number;
}

/** A moment at which something happened, and what; to several tasks at once, it is one of them. */
export interface StepView {
  readonly atNs: number;
  readonly what: 'begin' | 'resume' | 'suspend' | 'end' | 'ready' | 'turn' | 'idle';
  /** Null for what happened to the loop. */
  readonly task: TaskIndex | null;
  readonly label: string;
  /** Of a run that begins why it does, in words with names between backticks; '' where nothing is known. */
  readonly why: string;
}

/** Which moments to step to: `runs`, those at which a task begins or goes on. */
export type StepTo = 'anything' | 'runs';

/** Work with the pool at a moment, each piece perhaps still waiting for a thread. */
export interface PoolView {
  /** How many the pool has; 0 while nobody has said. */
  readonly threads: number;
  readonly total: number;
  /** The first of them, in the order in which they were handed over. */
  readonly entries: readonly PoolEntry[];
}

export interface PoolEntry {
  readonly kind: PoolKindName;
  /** Who asked for it; null for nobody known. */
  readonly task: TaskIndex | null;
  readonly label: string;
  readonly place: PlaceView | null;
  readonly sinceNs: number;
  /** It waits for a thread, as far as can be known. */
  readonly queued: boolean;
}

/** One thread's loop at a moment. */
export interface LoopMoment {
  readonly atNs: number;
  /** What the loop's turn is for; null while it is idle. */
  readonly phase: LoopPhaseName | null;
  /** What of the turn has come by then, where that is not its callback: what it queued to run before the loop goes on. */
  readonly drained: 'nextTick' | 'microtasks' | null;
  /** Since when it is in that turn, or idle. */
  readonly sinceNs: number;
  /** For how much of that the runtime paused, to collect garbage. */
  readonly pausedNs: number;
  /** For how much of it the machine gave the thread no processor although it had work. */
  readonly withheldNs: number;
  /** Who called whom, outermost first; of many the innermost. Empty while no task runs. */
  readonly stack: { readonly total: number; readonly entries: readonly StackEntry[] };
  readonly queues: readonly QueueView[];
  /** What the thread's process's pool of threads had to do for it. */
  readonly pool: PoolView;
}
