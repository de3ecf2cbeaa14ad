// Waits, grouped by their places.

import type { Model } from '../../model.ts';
import { RunFlag } from '../../tables/runs.ts';
import { inPieces, type Work } from '../../work.ts';

/** What to do with a wait: gather it or not. `never`: no wait at its place may be gathered. */
export type Verdict = 'yes' | 'no' | 'never';

/**
 * The waits (runs that ended in one) at each place that has at least `least` of them, by the place's row in the site store. Yields are left out.
 * Two passes over columns: with three million runs they take a tenth of a second at most.
 */
export function* waitsBySite(
  model: Model,
  least: number,
  verdict: (run: number) => Verdict,
): Work<Map<number, Int32Array>> {
  const { runs, sites } = model.tables;
  const rowOf = siteRows(model);
  const counts = new Int32Array(sites.length);
  const { length } = runs;
  yield* inPieces(length, (from, to) => {
    for (let run = from; run < to; run++) {
      const row = rowOf(run);
      if (row < 0 || counts[row]! < 0) continue;
      const said = verdict(run);
      if (said === 'yes') counts[row]!++;
      else if (said === 'never') counts[row] = -1;
    }
  });
  const found = new Map<number, Int32Array>();
  for (const [row, count] of counts.entries()) {
    if (count >= least && count > 0) found.set(row, new Int32Array(count));
  }
  if (found.size === 0) return found;
  counts.fill(0);
  yield* inPieces(length, (from, to) => {
    for (let run = from; run < to; run++) {
      const row = rowOf(run);
      const members = row < 0 ? undefined : found.get(row);
      if (members !== undefined && verdict(run) === 'yes') members[counts[row]!++] = run;
    }
  });
  return found;
}

/** The row of the place of a run's wait; -1 for a yield, an unknown place, or no wait. */
function siteRows(model: Model): (run: number) => number {
  const { runs, tasks } = model.tables;
  // Neighbouring runs nearly always belong to one stream. To look that up each time would cost more than everything else here.
  let stream = -1;
  let ids = model.main.events.sites;
  return (run) => {
    if ((runs.flags.get(run) & (RunFlag.wait | RunFlag.yield)) !== RunFlag.wait) return -1;
    const own = tasks.stream.get(runs.task.get(run));
    if (own !== stream) {
      stream = own;
      ids = model.stream(own).events.sites;
    }
    return ids.find(runs.site.get(run));
  };
}
