import type { Model } from '../../model.ts';

/** From this part of a stretch on that was withheld the machine was busy then. */
const BUSY = 0.1;

/**
 * For how long the program can have computed between two moments in which its tasks held a loop for `heldNs`, at the least: without what the
 * runtime paused, and what the machine withheld. Where it withheld much, other threads that the runtime waits for (they collect garbage, or
 * compile) get no processor either, and nothing counts that; but the thread did not compute for longer than it ran.
 */
export function leastComputedNs(
  model: Model,
  stream: number,
  [fromNs, toNs]: readonly [fromNs: number, toNs: number],
  heldNs: number,
): number {
  const { withheld, pauses, ran } = model.stream(stream);
  const withheldNs = withheld.mostBetween(fromNs, toNs);
  const ns = heldNs - pauses.between(fromNs, toNs) - withheldNs;
  return withheldNs < BUSY * (toNs - fromNs) ? ns : Math.min(ns, ran.leastBetween(fromNs, toNs));
}
