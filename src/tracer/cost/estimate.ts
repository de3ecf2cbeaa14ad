// What tracing has cost a thread so far, about: how often it came by what costs something, times what each takes.
//
// What each takes is what `npm run bench -- cost` finds: which numbers come nearest, as ratios, to what the processor time of sixteen
// programs' threads differs by with and without the tracer, on Node 20 to 26. So a number stands for all that comes along with what is
// counted, too: with a callback within another one the ticks, listeners and names of an HTTP message. docs/overhead.md says how near
// that is.

import { Count } from './counts.ts';

/** In nanoseconds, on a machine where `measureMachine` says `MACHINE_NS`. */
export const TAKES = {
  promises: 110,
  clocks: 130,
  turns: 550,
  nested: 7800,
  poolWork: 1250,
  hooked: 120,
} as const satisfies Partial<Record<keyof typeof Count, number>>;
export const MACHINE_NS = 42;

const COUNTED = Object.keys(TAKES) as (keyof typeof TAKES)[];

/** As many as there is room for: 4.6 hours. */
const MOST_MS = 0xffffff;

/** The argument of a record that tells of it: 0 where nobody knows for how long the thread has had a processor, or it was longer. */
export function ranMs(processorUs: number, stoodStillNs: number): number {
  const ms = Math.round(processorUs / 1e3 + stoodStillNs / 1e6);
  return processorUs === 0 || ms > MOST_MS ? 0 : ms;
}

/** `stoodStillNs`: for how long the thread has waited for its records to be sent. */
export function tracingNs(counts: Float64Array, stoodStillNs: number): number {
  const of = (what: number): number => counts[what] as number;
  const speed = (of(Count.machineNs) || MACHINE_NS) / MACHINE_NS;
  let hooksNs = 0;
  for (let at = 0; at < COUNTED.length; at++) {
    const what = COUNTED[at] as keyof typeof TAKES;
    hooksNs += of(Count[what]) * TAKES[what];
  }
  return Math.round(hooksNs * speed + of(Count.loadingNs) + stoodStillNs);
}
