import { nanoseconds } from '../../protocol/units.ts';
import type { Model } from '../model.ts';
import type { TracingCost } from '../view-types.ts';

/**
 * What tracing has cost a stream's thread so far, about; null where its tracer has not said. Of the time in which the thread could run: a
 * program whose pool of threads is busy is kept waiting for a processor by that, for half of the time it is busy itself, and
 * neither it nor the tracer does anything meanwhile.
 */
export function tracingCost(model: Model, stream: number): TracingCost | null {
  const { turns, withheld, tracingNs, stoodStillNs, openTurnEndNs } = model.stream(stream);
  if (tracingNs === null) return null;
  // What was withheld because the events could not be sent is part of what tracing costs.
  const withoutProcessorNs = Math.max(0, withheld.totalNs - stoodStillNs);
  const busyNs = turns.busyUntil(model.endNs, openTurnEndNs);
  const ranNs = Math.round(Math.max(0, busyNs - withoutProcessorNs));
  // Both are told of at moments of their own.
  const share = ranNs > 0 ? Math.min(1, tracingNs / ranNs) : 0;
  return { ns: tracingNs, ranNs: nanoseconds(ranNs), share };
}
