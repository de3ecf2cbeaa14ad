// Estimates what tracing has cost a thread so far: for what is too short to be timed, how often it happened times what each takes, and for the
// tracer's callbacks what the timed ones took.
//
// `npm run bench -- cost` finds what each takes: the numbers whose sums come nearest, as ratios, to the difference in processor time of sixteen
// programs' threads with and without the tracer, on Node 20 to 26. So a number also stands for what always comes along with the counted
// thing: a reading of the clock for the marker that reads it, the callbacks' time for their garbage. docs/overhead.md says how near that is.

import { Count } from './counts.ts';

/** In nanoseconds, on a machine where `measureMachine` says `MACHINE_NS`; `sampled` is a factor. */
export const TAKES = {
  promises: 75,
  clocks: 70,
  records: 22,
  hooked: 91,
  sampled: 1.4,
  calledByNative: 400,
  nativePromises: 600,
} as const;
const MACHINE_NS = 42;

/** How much there was of each thing that `TAKES` names. */
export function counted(counts: Readonly<Float64Array>): Readonly<Record<keyof typeof TAKES, number>> {
  const of = (what: number): number => counts[what] as number;
  const speed = (of(Count.machineNs) || MACHINE_NS) / MACHINE_NS;
  return {
    promises: of(Count.promises) * speed,
    // Without those of the callbacks, which are in `sampled`.
    clocks: Math.max(0, of(Count.clocks) - of(Count.sampledClocks)) * speed,
    records: of(Count.records) * speed,
    hooked: of(Count.hooked) * speed,
    sampled: Math.max(0, of(Count.sampledNs)),
    calledByNative: of(Count.calledByNative) * speed,
    nativePromises: of(Count.nativePromises) * speed,
  };
}

/** The largest number that the record can hold: 4.6 hours. */
const MOST_MS = 0xffffff;

/** The argument of a `tracing` record: 0 if it is unknown for how long the thread has had a processor, or if it was longer. */
export function ranMs(processorUs: number, stoodStillNs: number): number {
  const ms = Math.round(processorUs / 1e3 + stoodStillNs / 1e6);
  return processorUs === 0 || ms > MOST_MS ? 0 : ms;
}

/** `stoodStillNs`: for how long the thread has waited for its records to be sent. */
export function tracingNs(counts: Readonly<Float64Array>, stoodStillNs: number): number {
  const all = counted(counts);
  const hooksNs =
    all.promises * TAKES.promises +
    all.clocks * TAKES.clocks +
    all.records * TAKES.records +
    all.hooked * TAKES.hooked +
    all.sampled * TAKES.sampled +
    all.calledByNative * TAKES.calledByNative +
    all.nativePromises * TAKES.nativePromises;
  return Math.round(hooksNs + (counts[Count.loadingNs] as number) + stoodStillNs);
}
