import { NS_PER_MS } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';

/** From this part of a stretch on that was withheld the machine was busy then, and from this part of what the thread wanted around it. */
const BUSY = 0.1;
const AROUND_NS = 500 * NS_PER_MS;

/** The system counts on when it looks after a processor: every 4 ms where it does so 250 times a second. */
const TICK_NS = 4 * NS_PER_MS;

/**
 * For how long a thread had a processor between two moments, or wanted none, at the least: what was not withheld, and, since that is known to
 * a few milliseconds only, no less than the system says it ran.
 */
export function leastGivenNs(model: Model, stream: number, fromNs: number, toNs: number): number {
  const { withheld, ran } = model.stream(stream);
  return Math.max(withheld.leastGiven(fromNs, toNs), ran.provenBetween(fromNs, toNs) - TICK_NS);
}

/**
 * For how long the program can have computed between two moments in which its tasks held a loop for `heldNs`, at the least: without what the
 * runtime paused, what the machine withheld, and what tracing took. Where it is busy, other threads that the runtime waits for (they collect garbage, compile, or
 * have a lock) get no processor either, and nothing counts that; but the thread did not compute for longer than it ran.
 */
export function leastComputedNs(
  model: Model,
  stream: number,
  [fromNs, toNs]: readonly [fromNs: number, toNs: number],
  heldNs: number,
): number {
  const { pauses, ran, tracing } = model.stream(stream);
  const withheldNs = toNs - fromNs - leastGivenNs(model, stream, fromNs, toNs);
  const tracingNs = tracing.between(fromNs, toNs);
  const ns = heldNs - pauses.between(fromNs, toNs) - withheldNs - tracingNs;
  const isBusy = withheldNs >= BUSY * (toNs - fromNs) || wasBusyAround(model, stream, fromNs, toNs);
  return isBusy ? Math.min(ns, ran.leastBetween(fromNs, toNs) - tracingNs) : ns;
}

/** Of a thread that slept within, only what is before and behind can tell. */
function wasBusyAround(model: Model, stream: number, fromNs: number, toNs: number): boolean {
  const { withheld, ran } = model.stream(stream);
  const around = [fromNs - AROUND_NS, toNs + AROUND_NS] as const;
  const withheldNs = withheld.between(...around);
  return withheldNs > 0 && withheldNs >= BUSY * (withheldNs + ran.around(...around));
}
