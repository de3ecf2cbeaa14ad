import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Model } from '../../../src/model/index.ts';
import { waitPlace } from '../../../src/model/insights/evidence/places.ts';
import { waitsBySite } from '../../../src/model/insights/evidence/wait-groups.ts';
import { RunFlag } from '../../../src/model/tables/runs.ts';
import { allOf } from '../../../src/model/work.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

/** The waits at known places, yields left out. */
function placedWaits(model: Model): number[] {
  const { runs } = model.tables;
  return Array.from({ length: runs.length }, (_, run) => run).filter(
    (run) =>
      (runs.flags.get(run) & RunFlag.wait) !== 0 &&
      (runs.flags.get(run) & RunFlag.yield) === 0 &&
      waitPlace(model, run) !== null,
  );
}

test('each wait is gathered once, at its own place, whatever the recording', () => {
  fc.assert(
    fc.property(randomRecording(), (lines) => {
      const model = modelOf(lines);
      const groups = [...allOf(waitsBySite(model, 1, () => 'yes')).values()];
      const all = groups.flatMap((group) => [...group]);
      expect(all.sort((a, b) => a - b)).toEqual(placedWaits(model));
      for (const group of groups) {
        const places = new Set(Array.from(group, (run) => JSON.stringify(waitPlace(model, run))));
        expect(places.size).toBe(1);
      }
    }),
  );
});

test('a place with one wait that rules it out is left out, and so is one with too few', () => {
  fc.assert(
    fc.property(randomRecording(), fc.integer({ min: 1, max: 7 }), (lines, least) => {
      const model = modelOf(lines);
      const all = allOf(waitsBySite(model, 1, () => 'yes'));
      const odd = allOf(waitsBySite(model, least, (run) => (run % 5 === 0 ? 'never' : 'yes')));
      const kept = [...all].filter(
        ([, group]) => group.length >= least && group.every((run) => run % 5 !== 0),
      );
      expect([...odd.keys()].sort()).toEqual(kept.map(([row]) => row).sort());
    }),
  );
});
