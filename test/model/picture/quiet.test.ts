import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quietStretches } from '../../../src/model/picture/quiet.ts';
import { StretchKind } from '../../../src/model/view-types.ts';
import { plainStretches } from '../../support/drawing/stretches.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

/** Runs 10 ms, sleeps a second, runs 10 ms, computes a second without an event. */
test('quiet time is where nothing runs and the loop is idle, not where a task computes', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [10, 'suspend', 1, 'timer', 1000],
    [1010, 'turn', 'timers', 1000],
    [1010, 'ready', 1, { late: 0 }],
    [1010, 'resume', 1],
    [2010, 'end', 1],
  ]);
  const [only, ...others] = quietStretches(model);
  expect(others).toEqual([]);
  const { binNs } = model.tables.activity;
  expect(Math.abs(only!.fromNs - 10e6)).toBeLessThanOrEqual(binNs);
  expect(Math.abs(only!.toNs - 1010e6)).toBeLessThanOrEqual(binNs);
});

test('quiet time contains no run and no change of any task, whatever the recording', () => {
  fc.assert(
    fc.property(randomRecording(), (lines) => {
      const model = modelOf(lines, { end: 'complete' });
      const quiet = quietStretches(model);
      for (let task = 0; task < model.tables.tasks.length; task++) {
        for (const { kind, fromNs, toNs } of plainStretches(model, task)) {
          for (const stretch of quiet) {
            expect(fromNs > stretch.fromNs && fromNs < stretch.toNs).toBe(false);
            if (kind === StretchKind.running)
              expect(Math.min(toNs, stretch.toNs) - Math.max(fromNs, stretch.fromNs)).toBeLessThanOrEqual(0);
          }
        }
      }
      for (const [at, { fromNs, toNs }] of quiet.entries()) {
        expect(toNs).toBeLessThanOrEqual(model.endNs);
        if (at > 0) expect(fromNs).toBeGreaterThanOrEqual(quiet[at - 1]!.toNs);
      }
    }),
    { numRuns: 100 },
  );
});
