import { nanoseconds } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { TracingCost } from '../view-types.ts';

/**
 * What tracing has cost a stream's thread so far, about; null where its tracer has not said. Of the time in which the thread had a
 * processor, where that is known: where files are read, four threads of the pool and the program share the machine's two, and
 * the program waits for one half of the time that its loop is busy.
 */
export function tracingCost(model: Model, stream: number): TracingCost | null {
  const { turns, tracingNs, ranNs, openTurnEndNs } = model.stream(stream);
  if (tracingNs === null) return null;
  const ofNs = Math.round(ranNs ?? turns.busyUntil(model.endNs, openTurnEndNs));
  // Both are told of at moments of their own.
  const share = ofNs > 0 ? Math.min(1, tracingNs / ofNs) : 0;
  return { ns: tracingNs, ranNs: nanoseconds(ofNs), share };
}
