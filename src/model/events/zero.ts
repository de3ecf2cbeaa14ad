import type { ClockZero } from '../../protocol/payloads.ts';
import { NS_PER_MS } from '../../protocol/units.ts';

/** The program's time zero, which all streams share; null until the first stream's hello. */
export interface Zero {
  epochMs: number | null;
  /** On the machine's monotonic clock, where the tracer reports that. */
  monotonicNs: number | null;
  /** How much later the shown part begins; 0 for a whole recording. Times are counted from there. */
  fromNs: number;
}

/** How many nanoseconds to add to a stream's time to get the program's, given when the stream's clock was zero. */
export function offsetOf({ epochMs, monotonicNs, fromNs }: Zero, own: ClockZero): number {
  if (epochMs === null) return 0;
  if (monotonicNs !== null && own.monotonicNs !== undefined)
    return Math.round(own.monotonicNs - monotonicNs) - fromNs;
  return Math.round((own.startEpochMs - epochMs) * NS_PER_MS) - fromNs;
}
