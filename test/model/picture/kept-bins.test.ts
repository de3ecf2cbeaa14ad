// Sums are computed once for all pictures with bins of one width, and from there for those with wider bins.
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Bins } from '../../../src/model/picture/bins.ts';
import { density } from '../../../src/model/picture/density.ts';
import { Fold } from '../../../src/model/picture/fold.ts';
import { Timelines } from '../../../src/model/picture/timeline.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** With fewer tasks nothing is kept, because the newest groups of 256 may still change. */
const ENOUGH = 3000;
const LANES = ['running', 'ready', 'suspended', 'ended', 'failed'] as const;

test('a density is the same whatever was looked at before', () => {
  const look = fc.record({
    width: fc.integer({ min: 1, max: 8 }),
    edges: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  });
  fc.assert(
    fc.property(randomRecording(), fc.array(look, { minLength: 2, maxLength: 8 }), (lines, looks) => {
      const model = modelOf(lines);
      fc.pre(model.endNs > 0 && model.tables.tasks.length > 0);
      const tasks = Array.from({ length: model.tables.tasks.length }, (_, task) => task);
      const many = Array(Math.ceil(ENOUGH / tasks.length))
        .fill(tasks)
        .flat();
      const fold = () => new Fold(model, Int32Array.from(many));
      const lookedAt = fold();
      for (const { width, edges } of looks) {
        const binNs = 2 ** (Math.ceil(Math.log2(model.endNs)) - width);
        const [from, to] = edges.sort((a, b) => a - b) as [number, number];
        const window = { fromNs: from * model.endNs, toNs: to * model.endNs };
        const [seen, afresh] = [lookedAt, fold()].map((one) =>
          density(model, new Timelines(), one, window, binNs),
        );
        expect(seen!.fromNs).toBe(afresh!.fromNs);
        for (const lane of LANES)
          seen![lane].forEach((level, bin) => {
            expect(level / many.length, lane).toBeCloseTo(afresh![lane][bin]! / many.length, 4);
          });
      }
    }),
    { numRuns: 60 },
  );
});

test('neither zooming out nor zooming in to an earlier view adds up a task again', () => {
  const lines: ScriptLine[] = [];
  for (let at = 0; at < 2 * ENOUGH; at++) {
    lines.push([at, 'enter', at + 1, 'leaf'], [at + 0.5, 'end', at + 1]);
  }
  const model = modelOf(lines);
  const fold = new Fold(
    model,
    Int32Array.from({ length: 2 * ENOUGH }, (_, at) => at),
  );
  const added = vi.spyOn(Bins.prototype, 'add');
  const counts = [12, 11, 10, 11, 12].map((width) => {
    added.mockClear();
    const binNs = 2 ** (Math.ceil(Math.log2(model.endNs)) - width);
    density(model, new Timelines(), fold, { fromNs: 0, toNs: model.endNs }, binNs);
    return added.mock.calls.length;
  });
  added.mockRestore();
  const [first, ...others] = counts as [number, ...number[]];
  expect(first).toBeGreaterThan(ENOUGH);
  // The newest groups may change yet.
  for (const count of others) expect(count).toBeLessThan(first / 3);
});
