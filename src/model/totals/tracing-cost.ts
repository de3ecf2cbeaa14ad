import { nanoseconds } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { TracingCost } from '../view-types.ts';

/** What tracing has cost a stream's thread so far, about; null where its tracer has not said. */
export function tracingCost(model: Model, stream: number): TracingCost | null {
  const { turns, tracingNs, openTurnEndNs } = model.stream(stream);
  if (tracingNs === null) return null;
  const busyNs = Math.round(turns.busyUntil(model.endNs, openTurnEndNs));
  // Both are told of at moments of their own.
  const share = busyNs > 0 ? Math.min(1, tracingNs / busyNs) : 0;
  return { ns: tracingNs, busyNs: nanoseconds(busyNs), share };
}
