// What tracing has cost a thread so far, about: how often it came by what costs something, times what each takes.
//
// What each takes was found by running sixteen programs with and without the tracer, on Node 20 and 24, and asking which five numbers
// come nearest, as ratios, to what their threads' processor time differed by. So a number stands for all that comes along with what is
// counted, too: with a callback within another one the ticks, listeners and names of an HTTP message. docs/overhead.md says how near
// that is.

import { RECORD_WORDS } from '../../protocol/events.ts';
import { Count } from './counts.ts';

/** In nanoseconds, on a machine where `measureMachine` says `MACHINE_NS`. */
const PROMISE_NS = 103;
const NESTED_NS = 9000;
const TURN_NS = 1200;
const POOL_WORK_NS = 1300;
const RECORD_NS = 75;
const MACHINE_NS = 42;

/** As many as there is room for: 4.6 hours. */
const MOST_MS = 0xffffff;

/** The argument of a record that tells of it: 0 where nobody knows for how long the thread has had a processor, or it was longer. */
export function ranMs(processorUs: number, stoodStillNs: number): number {
  const ms = Math.round(processorUs / 1e3 + stoodStillNs / 1e6);
  return processorUs === 0 || ms > MOST_MS ? 0 : ms;
}

/** `words`: how many the thread has written; `stoodStillNs`: for how long it waited for them to be sent. */
export function tracingNs(counts: Float64Array, words: number, stoodStillNs: number): number {
  const of = (what: number): number => counts[what] as number;
  const hooksNs =
    of(Count.promises) * PROMISE_NS +
    of(Count.nested) * NESTED_NS +
    of(Count.turns) * TURN_NS +
    of(Count.poolWork) * POOL_WORK_NS;
  const speed = (of(Count.machineNs) || MACHINE_NS) / MACHINE_NS;
  return Math.round(
    (hooksNs + (words / RECORD_WORDS) * RECORD_NS) * speed + of(Count.loadingNs) + stoodStillNs,
  );
}
