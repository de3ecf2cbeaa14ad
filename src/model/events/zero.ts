import type { ClockZero } from '../../protocol/events.ts';
import { NS_PER_MS } from '../../protocol/units.ts';

/** What one stream needs of the others: when the program began, null until the first stream says. */
export interface Zero {
  epochMs: number | null;
  /** On the clock that the machine's processes share, where the tracer tells that. */
  monotonicNs: number | null;
  /** How long after that the clock is zero: not 0 where only a part of the recording is shown. */
  fromNs: number;
}

/** By how many nanoseconds a clock that says it was zero then is ahead of the program's. */
export function offsetOf({ epochMs, monotonicNs, fromNs }: Zero, own: ClockZero): number {
  if (epochMs === null) return 0;
  if (monotonicNs !== null && own.monotonicNs !== undefined)
    return Math.round(own.monotonicNs - monotonicNs) - fromNs;
  return Math.round((own.startEpochMs - epochMs) * NS_PER_MS) - fromNs;
}
