import { NS_PER_MS } from '../../../protocol/units.ts';
import type { Model } from '../../model.ts';

/** The machine counts as busy if at least this part of a stretch was withheld, or of what the thread wanted in the time around it. */
const BUSY = 0.1;
const AROUND_NS = 500 * NS_PER_MS;

/** The system updates its counter when its clock ticks: every 4 ms if it ticks 250 times a second. */
const TICK_NS = 4 * NS_PER_MS;

/**
 * For how long, at least, a thread had a processor between two moments or wanted none: the time that was not withheld. As that is known to a few
 * milliseconds only, it is never less than the time for which the system says the thread ran.
 */
export function leastGivenNs(model: Model, stream: number, fromNs: number, toNs: number): number {
  const { withheld, ran } = model.stream(stream);
  return Math.max(withheld.leastGiven(fromNs, toNs), ran.provenBetween(fromNs, toNs) - TICK_NS);
}

/**
 * For how long, at least, the program computed between two moments in which its tasks held a loop for `heldNs`: without the runtime's pauses,
 * withheld time, and tracing. On a busy machine other threads that the runtime waits for (they collect garbage, compile, or hold a lock) get
 * no processor either. Nothing counts that, but the thread cannot have computed for longer than it ran.
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

/** Whether the machine was busy. If the thread slept in between, only the time before and after the stretch can tell. */
function wasBusyAround(model: Model, stream: number, fromNs: number, toNs: number): boolean {
  const { withheld, ran } = model.stream(stream);
  const around = [fromNs - AROUND_NS, toNs + AROUND_NS] as const;
  const withheldNs = withheld.between(...around);
  return withheldNs > 0 && withheldNs >= BUSY * (withheldNs + ran.around(...around));
}
