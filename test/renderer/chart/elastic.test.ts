// Time of which stretches are folded.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonQuiet } from '../../../src/renderer/chart/time/common-quiet.ts';
import { ElasticTime } from '../../../src/renderer/chart/time/elastic-time.ts';
import { elasticScale, timeScale } from '../../../src/renderer/chart/time/spaces.ts';

/** 0 to 1000, of which 100 to 500 and 600 to 900 are folded: 300 are left, a fold takes 6.25. */
const FOLDED = new ElasticTime(
  [
    { fromNs: 100, toNs: 500 },
    { fromNs: 600, toNs: 900 },
  ],
  1000,
);

test('a nanosecond is one outside of folds, and every fold takes the same small part', () => {
  expect([-10, 50, 100, 300, 500, 550, 600, 900, 1000].map((ns) => FOLDED.elastic(ns))).toEqual([
    -10, 50, 100, 103.125, 106.25, 156.25, 206.25, 212.5, 312.5,
  ]);
});

test('without folds it is time itself', () => {
  expect([ElasticTime.plain.elastic(7), ElasticTime.plain.trace(7)]).toEqual([7, 7]);
  const window = { fromNs: 1, toNs: 2 };
  expect(ElasticTime.plain.traceWindow(window)).toBe(window);
});

const foldsOf = (cuts: readonly number[]) => {
  const sorted = [...new Set(cuts)].sort((a, b) => a - b);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, at) => ({
    fromNs: sorted[2 * at]!,
    toNs: sorted[2 * at + 1]!,
  }));
};

test('converting a time there and back gives the same time, and later times are never further left, whatever is folded', () => {
  const cuts = fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 20 });
  const moments = fc.array(fc.integer({ min: -1000, max: 1_100_000 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(cuts, moments, (ends, times) => {
      const folds = foldsOf(ends);
      const time = new ElasticTime(folds, 1_000_000);
      const sorted = times.toSorted((a, b) => a - b);
      for (const ns of sorted) expect(time.trace(time.elastic(ns))).toBeCloseTo(ns, 3);
      for (let at = 1; at < sorted.length; at++)
        expect(time.elastic(sorted[at]!)).toBeGreaterThanOrEqual(time.elastic(sorted[at - 1]!));
      // Outside of folds lengths are kept.
      for (let at = 1; at < sorted.length; at++) {
        const [from, to] = [sorted[at - 1]!, sorted[at]!];
        if (folds.some(({ fromNs, toNs }) => toNs > from && fromNs < to)) continue;
        expect(time.elastic(to) - time.elastic(from)).toBeCloseTo(to - from, 3);
      }
    }),
    { numRuns: 200 },
  );
});

test('a scale has all folds in view, and hits what it draws', () => {
  const scale = elasticScale({ fromNs: 50, toNs: 250 }, 400, FOLDED);
  expect(scale.window).toEqual({ fromNs: 50, toNs: 937.5 });
  expect(scale.folds).toHaveLength(2);
  expect(scale.pxPerNs).toBe(2);
  expect([50, 100, 500, 550].map(scale.viewPx)).toEqual([0, 100, 112.5, 212.5]);
  for (const ns of [50, 99, 300, 510, 777, 930]) expect(scale.traceNs(scale.viewPx(ns))).toBeCloseTo(ns, 6);
  expect(timeScale({ fromNs: 50, toNs: 250 }, 400).folds).toEqual([]);
});

describe('what is idle in several runs', () => {
  const run = (endNs: number, ...quiet: [number, number][]) => ({
    endNs: endNs * 1e6,
    quiet: quiet.map(([from, to]) => ({ fromNs: from * 1e6, toNs: to * 1e6 })),
  });
  const common = (...runs: ReturnType<typeof run>[]) =>
    commonQuiet(runs).map(({ fromNs, toNs }) => `${fromNs / 1e6}–${toNs / 1e6}`);

  test('contains only times in which all of them are idle', () => {
    expect(common(run(100, [10, 40], [60, 90]), run(100, [20, 70]))).toEqual(['20–40', '60–70']);
    expect(common(run(100, [10, 40]), run(100, [50, 90]))).toEqual([]);
    expect(common(run(100, [10, 40]))).toEqual(['10–40']);
  });

  test('a run that is over is idle to the end of the other', () => {
    expect(common(run(100, [10, 90]), run(50, [20, 30]))).toEqual(['20–30', '50–90']);
    expect(common(run(100, [10, 90]), run(50, [20, 50]))).toEqual(['20–90']);
  });

  test('ignores stretches shorter than a hundredth of the whole', () => {
    expect(common(run(1000, [10, 40]), run(1000, [35, 90]))).toEqual([]);
  });
});
