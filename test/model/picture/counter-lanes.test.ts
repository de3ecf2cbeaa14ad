import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Model, StretchKind } from '../../../src/model/index.ts';
import { counterLanes } from '../../../src/model/picture/counter-lanes.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { plainStretches } from '../../support/drawing/stretches.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

const plain = (lane: Float32Array): number[] => [...lane].map((value) => Number(value.toFixed(2)));

const EXAMPLE = () =>
  modelOf([
    [0, 'enter', 1, 'a'],
    [10, 'enter', 2, 'b', { parent: 1 }],
    [20, 'suspend', 2],
    [20, 'suspend', 1],
    [40, 'turn', 'poll', 20],
    [40, 'ready', 1],
    [50, 'resume', 1],
    [60, 'end', 1],
    [80, 'end', 2],
    [80, 'bye'],
  ]);

test('each bin says how many tasks were in each state, and how busy the loop was', () => {
  const lanes = counterLanes(EXAMPLE(), { fromNs: 0, toNs: 80 * NS_PER_MS }, 10 * NS_PER_MS);
  expect(plain(lanes.running)).toEqual([1, 2, 0, 0, 0, 1, 0, 0]);
  expect(plain(lanes.ready)).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  expect(plain(lanes.suspended)).toEqual([0, 0, 2, 2, 1, 1, 1, 1]);
  expect(plain(lanes.busy)).toEqual([1, 1, 0, 0, 1, 1, 1, 1]);
  expect(lanes.peak).toBeCloseTo(2, 3);
});

test('each bin says how much work was with the pool of threads, also if that is more than it has', () => {
  const model = modelOf([
    [0, 'enter', 1, 'a'],
    [30, 'pool', 30, 1, 'crypto', 2],
    [30, 'pool', 20, 1, 'file', 2],
    [30, 'pool', 15, 1, 'file', 2],
    [40, 'end', 1],
  ]);
  const { pool, poolThreads } = counterLanes(model, { fromNs: 0, toNs: 40 * NS_PER_MS }, 10 * NS_PER_MS);
  expect([plain(pool), poolThreads]).toEqual([[1, 2.5, 3, 0], 2]);
  expect(counterLanes(EXAMPLE(), { fromNs: 0, toNs: 80 * NS_PER_MS }, 10 * NS_PER_MS).poolThreads).toBe(0);
});

test('a window begins and ends with whole bins, counted from time zero, and ends with the recording', () => {
  const lanes = counterLanes(EXAMPLE(), { fromNs: 45 * NS_PER_MS, toNs: 400 * NS_PER_MS }, 20 * NS_PER_MS);
  expect(lanes.fromNs).toBe(40 * NS_PER_MS);
  expect(plain(lanes.running)).toEqual([0.5, 0]);
  expect(plain(lanes.ready)).toEqual([0.5, 0]);
  expect(plain(lanes.suspended)).toEqual([1, 1]);
});

test('what lies before the start and after the end has no bins', () => {
  const bins = (fromNs: number, toNs: number) =>
    counterLanes(EXAMPLE(), { fromNs, toNs }, 10 * NS_PER_MS).running.length;
  expect(bins(-50 * NS_PER_MS, 0)).toBe(0);
  expect(bins(90 * NS_PER_MS, 100 * NS_PER_MS)).toBe(0);
});

const isReady = (kind: number): boolean => kind === StretchKind.ready || kind === StretchKind.readyAtMost;

/** Time in a state within each bin, straight from the stretches. */
function timesOf(model: Model, fromNs: number, binNs: number, bins: number, is: (kind: number) => boolean) {
  const values = new Array<number>(bins).fill(0);
  for (let task = 0; task < model.tables.tasks.length; task++) {
    for (const { kind, fromNs: from, toNs } of plainStretches(model, task)) {
      if (!is(kind)) continue;
      for (let bin = 0; bin < bins; bin++) {
        const start = fromNs + bin * binNs;
        values[bin]! += Math.max(0, Math.min(toNs, start + binNs, model.endNs) - Math.max(from, start));
      }
    }
  }
  return values;
}

test('the lanes are the stretches of all tasks, whatever the recording, the window and the width of a bin', () => {
  fc.assert(
    fc.property(
      randomRecording(),
      fc.constantFrom('live', 'cut-off' as const),
      fc.nat({ max: 1000 }),
      fc.nat({ max: 1000 }),
      fc.integer({ min: 1, max: 300 }),
      (lines, end, one, other, count) => {
        const model = modelOf(lines, { end });
        fc.pre(model.endNs > 0);
        const at = (part: number) => (part / 1000) * model.endNs;
        const window = { fromNs: at(Math.min(one, other)), toNs: at(Math.max(one, other)) };
        const wanted = Math.max(1, (window.toNs - window.fromNs) / count);
        const { fromNs, binNs, running, ready, suspended, busy } = counterLanes(model, window, wanted);
        // Read from what was added up it is as coarse as that is.
        const coarse = model.tables.activity.binNs <= binNs ? model.tables.tasks.length + 1 : 0;
        const close = (lane: Float32Array, is: (kind: number) => boolean) =>
          timesOf(model, fromNs, binNs, lane.length, is).forEach((ns, bin) => {
            const tolerance = 1e-3 + (coarse * 2 * model.tables.activity.binNs) / binNs;
            expect(Math.abs(lane[bin]! - ns / binNs), `bin ${bin}`).toBeLessThanOrEqual(tolerance);
          });
        close(running, (kind) => kind === StretchKind.running);
        close(ready, isReady);
        close(suspended, (kind) => kind === StretchKind.suspended);
        for (const part of busy) expect(part).toBeLessThanOrEqual(1.001);
      },
    ),
    { numRuns: 150 },
  );
});

test('the lanes are the same read from what was added up and counted run by run', () => {
  const lines = Array.from({ length: 200 }, (_, at) => [
    [at * 5, 'enter', at + 1, 'leaf'] as const,
    [at * 5 + 1, 'suspend', at + 1, 'timer', 3] as const,
    [at * 5 + 3, 'ready', at + 1, { late: 0 }] as const,
    [at * 5 + 4, 'resume', at + 1] as const,
    [at * 5 + 5, 'end', at + 1] as const,
  ]).flat();
  const model = modelOf(lines);
  const binNs = 7 * NS_PER_MS;
  const whole = counterLanes(model, { fromNs: 0, toNs: model.endNs }, binNs);
  const { activity } = model.tables;
  expect(activity.binNs).toBeLessThan(binNs);
  Object.defineProperty(activity, 'binNs', { value: Number.POSITIVE_INFINITY });
  const exact = counterLanes(model, { fromNs: 0, toNs: model.endNs }, binNs);
  for (const lane of ['running', 'ready', 'suspended', 'busy'] as const)
    for (const [bin, value] of exact[lane].entries()) expect(whole[lane][bin]).toBeCloseTo(value, 1);
});
