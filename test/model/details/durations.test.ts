import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationsOf } from '../../../src/model/details/durations.ts';
import { endOf } from '../../../src/model/details/states.ts';
import { nameOf } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** Tasks of one function, one after the other, and one task of another function. */
const lasting = (...lengths: readonly number[]) => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'other', { line: 9 }]];
  let ms = 0;
  for (const [at, length] of lengths.entries()) {
    lines.push([ms, 'enter', at + 2, 'price', { line: 3 }]);
    ms += length;
    lines.push([ms, 'end', at + 2]);
  }
  return modelOf([...lines, [ms, 'enter', 99, 'price', { line: 3 }]]);
};

/** `10–20: 2` in milliseconds, empty bins left out; the task's own with a star. */
const drawn = (model: ReturnType<typeof lasting>, task: number): string[] => {
  const { bins, mine } = allOf(durationsOf(model, task));
  return bins.flatMap(({ fromNs, toNs, count }, at) =>
    count === 0 ? [] : [`${fromNs / 1e6}–${toNs / 1e6}: ${count}${at === mine ? ' *' : ''}`],
  );
};

test('the durations of a function’s calls, with one of them marked', () => {
  const model = lasting(10, 11, 14, 29);
  expect(drawn(model, 1)).toEqual(['10–11: 1 *', '11–12: 1', '14–15: 1', '29–30: 1']);
  expect(allOf(durationsOf(model, 1))).toMatchObject({
    count: 4,
    open: 1,
    shortestNs: 10e6,
    medianNs: 11e6,
    p95Ns: 29e6,
    longestNs: 29e6,
    isLog: false,
  });
});

test('where durations are far apart the bins grow with them', () => {
  const model = lasting(1, 1.2, 2, 40, 900);
  expect(drawn(model, 4)).toEqual(['1–1.5: 2', '2–3: 1', '30–50: 1 *', '700–1000: 1']);
});

test('a call that goes on is in no bin, and without one that is over there are none', () => {
  const model = lasting(1);
  expect(allOf(durationsOf(model, 2))).toMatchObject({ count: 1, open: 1, mine: -1 });
  expect(allOf(durationsOf(model, 0))).toMatchObject({ count: 0, open: 1, bins: [], mine: -1 });
});

test('every call that is over is in the one bin that its duration falls into', () => {
  fc.assert(
    fc.property(randomRecording(120), (lines) => {
      const model = modelOf(lines);
      const { tasks } = model.tables;
      for (let task = 0; task < tasks.length; task++) {
        const { bins, mine, count, open } = allOf(durationsOf(model, task));
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count);
        for (const [at, bin] of bins.entries()) if (at > 0) expect(bin.fromNs).toBe(bins[at - 1]!.toNs);
        const endNs = endOf(model, task);
        expect(mine < 0).toBe(endNs === null || !Number.isFinite(endNs));
        if (mine >= 0) {
          const length = endNs! - tasks.startNs.get(task);
          expect(length).toBeGreaterThanOrEqual(bins[mine]!.fromNs);
          expect(length).toBeLessThan(bins[mine]!.toNs);
          expect(bins[mine]!.count).toBeGreaterThan(0);
        }
        const named = Array.from({ length: tasks.length }, (_, at) => nameOf(model, at));
        expect(count + open).toBeLessThanOrEqual(named.filter((name) => name === named[task]).length);
      }
    }),
    { numRuns: 40 },
  );
});
