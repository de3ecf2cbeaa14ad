// What the window knows of a session at any moment, whichever part of it is in view.

import type { Nanoseconds } from '../protocol/units.ts';

/** How many tasks there are in each state. */
export interface Counters {
  readonly running: number;
  readonly ready: number;
  readonly suspended: number;
  readonly alive: number;
  readonly tasks: number;
}

/** An estimate of what tracing has cost a thread, of the time in which it was busy and had a processor. */
export interface TracingCost {
  readonly ns: Nanoseconds;
  readonly ranNs: Nanoseconds;
  /** `ns` as a part of `ranNs`, 0 to 1. */
  readonly share: number;
}

/** The part of a session that is sent to the window whenever it changes, at most once a frame. */
export interface SessionStatus {
  /** How long after the program's start the shown part begins, from where all other times count; 0 if all of it is shown. */
  readonly fromNs: Nanoseconds;
  readonly endNs: Nanoseconds;
  readonly events: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly illegal: number;
  readonly tasks: number;
  /** How many threads have a known loop. */
  readonly threads: number;
  readonly consoleLines: number;
  /** Whether the program, or a process of it, reads its standard input and would wait for more. */
  readonly readsInput: boolean;
  /** Whether it was told that nothing more will be typed. */
  readonly inputEnded: boolean;
  readonly runtime: string;
  readonly counters: Counters;
  readonly finished: boolean;
  readonly cutOff: boolean;
  /** Whether reading was cut off because there is no memory for more. The program may still run; its console is still shown. */
  readonly isFull: boolean;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Whether an uncaught error ended the main thread; null until it has ended, and if it was killed. */
  readonly uncaught: boolean | null;
  /** For how long the main thread was blocked because its events could not be sent; null while unknown. */
  readonly waitedNs: Nanoseconds | null;
  /** An estimate of what tracing costs the main thread; null until the tracer reports one. */
  readonly tracing: TracingCost | null;
  readonly notices: readonly string[];
}
