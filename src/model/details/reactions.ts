// For how long functions that promises called had a loop, without the tasks that they called.

import type { Model } from '../model.ts';
import { loopRuns } from '../tables/loop-runs.ts';

export interface Reacted {
  /** The row in the stream's ReactionTable. */
  readonly reaction: number;
  /** The row of the function's definition, -1 if unknown. */
  readonly site: number;
  readonly fromNs: number;
  readonly toNs: number;
  readonly ns: number;
}

/**
 * The functions that promises called between two moments in a stream, in order of time, with how long each had the loop itself. `ofOthers`:
 * for how long between two moments nobody of the program had it.
 */
export function* reactionsBetween(
  model: Model,
  stream: number,
  fromNs: number,
  toNs: number,
  ofOthers: (fromNs: number, toNs: number) => number = () => 0,
): Generator<Reacted> {
  const { reactions, events } = model.stream(stream);
  const loop = loopRuns(model, stream);
  for (let reaction = reactions.firstAfter(fromNs); reaction < reactions.length; reaction++) {
    const from = Math.max(reactions.fromNs[reaction]!, fromNs);
    const to = Math.min(reactions.toNs[reaction]!, toNs);
    if (from >= toNs) return;
    let ns = to - from - ofOthers(from, to);
    for (const pieces = loop.pieces(from, to); pieces.next(); )
      ns -= pieces.toNs - pieces.fromNs - ofOthers(pieces.fromNs, pieces.toNs);
    const site = events.sites.find(reactions.site[reaction]!);
    if (ns > 0) yield { reaction, site, fromNs: from, toNs: to, ns };
  }
}
