// The loop's clock, on which Node sets timers: whole milliseconds since the thread began.

import { clockNs } from '../sending/writer.ts';
import { binding } from './internals.ts';

interface TimersBinding {
  getLibuvNow(): number;
}

/** The tracer's clock when the loop's was at zero, in nanoseconds, at most a millisecond too late; null before anybody has asked. */
let zeroNs: number | null = null;

function loopZeroNs(): number {
  // Before the loop's, as the machine may do something else in between: what is too early is corrected by the timers, what is too late is not.
  const nowNs = clockNs();
  const loopMs = binding<TimersBinding>('timers')?.getLibuvNow();
  // Where Node does not hand its clock out, the timers themselves show it: none is set before it is made.
  return loopMs === undefined ? Number.NEGATIVE_INFINITY : nowNs - loopMs * 1e6;
}

/** When a timer was set last, on the tracer's clock in nanoseconds. `setMs`: the same on the loop's clock. `madeNs`: when it was made. */
export function timerSetNs(setMs: number, madeNs: number): number {
  zeroNs = Math.max(zeroNs ?? loopZeroNs(), madeNs - setMs * 1e6);
  return Math.max(madeNs, zeroNs + setMs * 1e6);
}
