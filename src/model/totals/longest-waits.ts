import { waitEndNs } from '../details/states.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../tables/runs.ts';

export interface LongWait {
  readonly run: number;
  readonly lengthNs: number;
}

/** The `limit` longest waits, measured from suspension to resumption, longest first. Yields do not count. */
export function longestWaits(model: Model, limit: number): LongWait[] {
  const { runs } = model.tables;
  const longest: LongWait[] = [];
  let least = 0;
  for (let run = 0; run < runs.length; run++) {
    const flags = runs.flags.get(run);
    if ((flags & RunFlag.wait) === 0 || (flags & RunFlag.yield) !== 0) continue;
    const lengthNs = Math.min(waitEndNs(model, run), model.endNs) - runs.toNs.get(run);
    if (lengthNs <= least) continue;
    const at = longest.findIndex((one) => one.lengthNs < lengthNs);
    longest.splice(at < 0 ? longest.length : at, 0, { run, lengthNs });
    if (longest.length > limit) longest.pop();
    if (longest.length === limit) least = longest[limit - 1]!.lengthNs;
  }
  return longest;
}
