import { nanoseconds } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { TracingCost } from '../view-types.ts';

/**
 * An estimate of what tracing has cost a stream's thread so far; null if its tracer reported none. It is related to the time in which the
 * thread had a processor, if that is known. A program that reads files shares the processors with the four threads of its pool: on two
 * processors it waits for one during half of the time that its loop is busy.
 */
export function tracingCost(model: Model, stream: number): TracingCost | null {
  const { turns, tracingNs, ranNs, openTurnEndNs } = model.stream(stream);
  if (tracingNs === null) return null;
  const ofNs = Math.round(ranNs ?? turns.busyUntil(model.endNs, openTurnEndNs));
  // The two are reported at different moments, so their ratio may exceed 1.
  const share = ofNs > 0 ? Math.min(1, tracingNs / ofNs) : 0;
  return { ns: tracingNs, ranNs: nanoseconds(ofNs), share };
}
