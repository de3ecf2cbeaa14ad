// Waits gathered by where they stand.

import { siteRow } from '../labels.ts';
import type { Model } from '../model.ts';
import { RunFlag } from '../runs.ts';

/** The waits (runs that ended in one) at each place, where there are `least` of them and more; yields left out. */
export function waitsBySite(model: Model, least: number): Map<number, Int32Array> {
  const { runs, tasks } = model.tables;
  // By stream and the tracer's id: a look-up of the row for every wait would cost more than the rest.
  const counts = new Map<number, number>();
  const keyOf = (run: number): number =>
    (runs.flags[run]! & RunFlag.wait) === 0 ||
    (runs.flags[run]! & RunFlag.yield) !== 0 ||
    runs.site[run] === 0
      ? -1
      : tasks.stream[runs.task[run]!]! * 0x100000 + runs.site[run]!;
  for (let run = 0; run < runs.length; run++) {
    const key = keyOf(run);
    if (key >= 0) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const found = new Map<number, { runs: Int32Array; length: number }>();
  for (const [key, count] of counts) {
    if (count >= least) found.set(key, { runs: new Int32Array(count), length: 0 });
  }
  if (found.size === 0) return new Map();
  for (let run = 0; run < runs.length; run++) {
    const group = found.get(keyOf(run));
    if (group !== undefined) group.runs[group.length++] = run;
  }
  const bySite = new Map<number, Int32Array>();
  for (const { runs: members } of found.values()) {
    const first = members[0]!;
    bySite.set(siteRow(model, runs.task[first]!, runs.site[first]!), members);
  }
  return bySite;
}
