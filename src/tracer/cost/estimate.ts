// What tracing has cost a thread so far, about: how often it came by what costs something, times what each takes.
//
// What each takes was found by running eleven programs with and without the tracer, on Node 20 and 24, and asking which four numbers
// come nearest to what their threads' processor time differed by. docs/overhead.md says how near that is.

import { RECORD_WORDS } from '../../protocol/events.ts';
import { Count } from './counts.ts';

/** In nanoseconds, on a machine where `measureMachine` says `MACHINE_NS`. */
const PROMISE_NS = 110;
const TICK_NS = 500;
const TURN_NS = 700;
const RECORD_NS = 60;
const MACHINE_NS = 42;

/** `words`: how many the thread has written; `stoodStillNs`: for how long it waited for them to be sent. */
export function tracingNs(counts: Float64Array, words: number, stoodStillNs: number): number {
  const of = (what: number): number => counts[what] as number;
  const hooksNs = of(Count.promises) * PROMISE_NS + of(Count.ticks) * TICK_NS + of(Count.turns) * TURN_NS;
  const speed = (of(Count.machineNs) || MACHINE_NS) / MACHINE_NS;
  return Math.round(
    (hooksNs + (words / RECORD_WORDS) * RECORD_NS) * speed + of(Count.loadingNs) + stoodStillNs,
  );
}
