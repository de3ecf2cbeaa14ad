import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TaskState } from '../../../src/model/events/transitions.ts';
import { countersAt, type Model, overview, StretchKind } from '../../../src/model/index.ts';
import { sessionStatus } from '../../../src/model/session-status.ts';
import { Activity } from '../../../src/model/tables/activity.ts';
import { plainStretches } from '../../support/drawing/stretches.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf } from '../../support/script.ts';

/** Mean number of tasks in a state over each bin, straight from the stretches. */
function meanOf(model: Model, bins: number, isState: (kind: number) => boolean): number[] {
  const binNs = model.endNs / bins;
  const values = new Array<number>(bins).fill(0);
  for (let task = 0; task < model.tables.tasks.length; task++) {
    for (const { kind, fromNs, toNs } of plainStretches(model, task)) {
      if (!isState(kind)) continue;
      for (let bin = 0; bin < bins; bin++) {
        const overlap = Math.min(toNs, (bin + 1) * binNs, model.endNs) - Math.max(fromNs, bin * binNs);
        if (overlap > 0) values[bin]! += overlap / binNs;
      }
    }
  }
  return values;
}

const isReady = (kind: number): boolean => kind === StretchKind.ready || kind === StretchKind.readyAtMost;

test('each part says how many tasks are in each state, and how busy the loop is', () => {
  const model = modelOf([
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
  const { fromNs, toNs, ...lanes } = overview(model, 8);
  expect([fromNs, toNs]).toEqual([0, 80e6]);
  const rounded = Object.fromEntries(
    Object.entries(lanes).map(([name, lane]) => [
      name,
      Array.from(lane, (value) => Number(value.toFixed(2))),
    ]),
  );
  expect(rounded).toEqual({
    running: [1, 2, 0, 0, 0, 1, 0, 0],
    ready: [0, 0, 0, 0, 1, 0, 0, 0],
    suspended: [0, 0, 2, 2, 1, 1, 1, 1],
    busy: [1, 1, 0, 0, 1, 1, 1, 1],
  });
});

test('after the last change everything stays as it is', () => {
  const model = modelOf([
    [0, 'enter', 1, 'a'],
    [40, 'gap', 1],
  ]);
  const { running, busy } = overview(model, 4);
  expect([Array.from(running), Array.from(busy)]).toEqual([
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
});

test('where much happens it is told more finely, and adds up to the same', () => {
  const activity = new Activity();
  for (let at = 0; at < 40_000; at++) {
    activity.change(TaskState.running, 1000 * at, 1);
    activity.change(TaskState.running, 1000 * at + 500, -1);
  }
  expect(activity.binNs).toBe(2048);
  for (const mean of activity.means(TaskState.running, 0, 40_000_000, 4)) expect(mean).toBeCloseTo(0.5, 3);
});

test('the overview of nothing is empty', () => {
  expect(Array.from(overview(modelOf([]), 3).running)).toEqual([0, 0, 0]);
});

test('the overview agrees with the stretches, whatever the recording, however long', () => {
  fc.assert(
    fc.property(
      randomRecording(),
      fc.integer({ min: 1, max: 32 }),
      fc.constantFrom('live', 'cut-off' as const),
      (lines, bins, end) => {
        const model = modelOf(lines, { end });
        fc.pre(model.endNs > 0);
        const seen = overview(model, bins);
        // It is told from 2048 bins or more for the whole: its edges are that coarse.
        const most = model.tables.tasks.length + 1;
        const tolerance = (most * bins) / 1024;
        compare(
          seen.running,
          meanOf(model, bins, (kind) => kind === StretchKind.running),
          tolerance,
        );
        compare(
          seen.suspended,
          meanOf(model, bins, (kind) => kind === StretchKind.suspended),
          tolerance,
        );
        compare(seen.ready, meanOf(model, bins, isReady), tolerance);
        for (const busy of seen.busy) expect(busy).toBeLessThanOrEqual(1.01);
        expect(sum(seen.running) / bins).toBeCloseTo(sum(meanOf(model, bins, (k) => k === 0)) / bins, 1);
      },
    ),
    { numRuns: 100 },
  );
});

test('the counters at any time are the stretches under it', () => {
  fc.assert(
    fc.property(randomRecording(), fc.nat({ max: 80_000 }), fc.boolean(), (lines, atUs, over) => {
      const model = modelOf(lines, { end: over ? 'cut-off' : 'live' });
      const atNs = Math.min(atUs * 1000, model.endNs);
      const expected = { running: 0, ready: 0, suspended: 0, alive: 0, tasks: 0 };
      for (let task = 0; task < model.tables.tasks.length; task++) {
        if (model.tables.tasks.startNs.get(task) <= atNs) expected.tasks++;
        for (const { kind, fromNs, toNs } of plainStretches(model, task)) {
          if (!(fromNs <= atNs && atNs < toNs)) continue;
          expected.alive++;
          if (kind === StretchKind.running) expected.running++;
          else if (kind === StretchKind.suspended) expected.suspended++;
          else expected.ready++;
        }
      }
      expect(countersAt(model, atNs)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('the counters now are those of the status', () => {
  const model = modelOf([
    [0, 'enter', 1, 'a'],
    [0, 'enter', 2, 'b'],
    [0, 'enter', 3, 'c'],
    [0, 'enter', 4, 'd'],
    [1, 'suspend', 2],
    [1, 'suspend', 3],
    [2, 'ready', 3],
    [3, 'end', 4],
  ]);
  const expected = { running: 1, ready: 1, suspended: 1, alive: 3, tasks: 4 };
  expect(sessionStatus(model).counters).toEqual(expected);
  expect(countersAt(model, model.endNs)).toEqual(expected);
  model.finish({ cutOff: true });
  expect(sessionStatus(model).counters).toEqual({
    ...expected,
    running: 0,
    ready: 0,
    suspended: 0,
    alive: 0,
  });
});

function compare(seen: Float32Array, expected: readonly number[], tolerance: number): void {
  expected.forEach((value, bin) => {
    expect(Math.abs(seen[bin]! - value), `bin ${bin}`).toBeLessThanOrEqual(tolerance + 1e-3);
  });
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
