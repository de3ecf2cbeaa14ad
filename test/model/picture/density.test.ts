// How many of a row's many tasks were in which state, bin by bin.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { timesOf } from '../../../src/model/details/states.ts';
import { picture, Rows } from '../../../src/model/index.ts';
import { Bins } from '../../../src/model/picture/bins.ts';
import { addingUp, density } from '../../../src/model/picture/density.ts';
import { Fold } from '../../../src/model/picture/fold.ts';
import { Timelines } from '../../../src/model/picture/timeline.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import { allOf } from '../../../src/model/work.ts';
import { type Nanoseconds, NS_PER_MS, type RowIndex } from '../../../src/protocol/units.ts';
import { leaves } from '../../support/leaves.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

describe('density', () => {
  test('says bin by bin how many tasks were in each state', () => {
    const model = modelOf([
      [0, 'enter', 1, 'leaf'],
      [2, 'suspend', 1, 'timer', 4],
      [2, 'enter', 2, 'leaf'],
      [4, 'suspend', 2, 'timer', 2],
      [6, 'ready', 1, { late: 0 }],
      [6, 'ready', 2, { late: 0 }],
      [6, 'resume', 1],
      [8, 'end', 1],
      [8, 'resume', 2],
      [8, 'end', 2, 'rejected'],
    ]);
    const window = { fromNs: 0, toNs: 8 * NS_PER_MS };
    const { running, ready, suspended, failed, peak } = density(
      model,
      new Timelines(),
      new Fold(model, Int32Array.of(0, 1)),
      window,
      2 * NS_PER_MS,
    );
    expect([...running.slice(0, 4)]).toEqual([1, 1, 0, 1]);
    expect([...suspended.slice(0, 4)]).toEqual([0, 1, 2, 0]);
    expect([...ready.slice(0, 4)]).toEqual([0, 0, 0, 1]);
    expect([...failed]).toEqual([0, 0, 0, 0, 1]);
    expect(peak).toBe(2);
  });

  test('has a task that is shorter than a bin and lies in two in each for as long as it was there', () => {
    const model = modelOf([
      [0, 'enter', 1, 'leaf'],
      [3, 'enter', 2, 'leaf'],
      [3.5, 'suspend', 2, 'timer', 2],
      [5, 'ready', 2, { late: 0 }],
      [5, 'resume', 2],
      [6, 'end', 2],
    ]);
    const window = { fromNs: 0, toNs: 6 * NS_PER_MS };
    const fold = new Fold(model, Int32Array.of(1));
    const { running, suspended } = density(model, new Timelines(), fold, window, 4 * NS_PER_MS);
    expect([...running]).toEqual([0.125, 0.25]);
    expect([...suspended]).toEqual([0.125, 0.25]);
  });

  test('adds up to the times of its tasks, whatever the recording and the width of a bin', () => {
    fc.assert(
      fc.property(randomRecording(), fc.integer({ min: 1, max: 500 }), (lines, bins) => {
        const model = modelOf(lines, { end: 'complete' });
        const all = Array.from({ length: model.tables.tasks.length }, (_, task) => task);
        const window = { fromNs: 0, toNs: model.endNs };
        const fold = new Fold(model, Int32Array.from(all));
        const drawn = density(model, new Timelines(), fold, window, Math.max(1, model.endNs / bins));
        const sum = (lane: Float32Array) => lane.reduce((total, level) => total + level, 0) * drawn.binNs;
        const times = all.map((task) => timesOf(model, task));
        const close = (drawnNs: number, ns: number) =>
          expect(Math.abs(drawnNs - ns)).toBeLessThanOrEqual(1e-4 * model.endNs + 1e-4 * ns);
        close(
          sum(drawn.running),
          times.reduce((total, { runningNs }) => total + runningNs, 0),
        );
        close(
          sum(drawn.ready),
          times.reduce((total, { readyNs }) => total + readyNs, 0),
        );
        close(
          sum(drawn.suspended),
          times.reduce((total, { suspendedNs }) => total + suspendedNs, 0),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('says of each bin for how long its tasks were in each state in it', () => {
    const ofBins = fc.record({ from: fc.nat(40), bins: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(randomRecording(), ofBins, (lines, { from, bins }) => {
        const model = modelOf(lines);
        const binNs = Math.max(1, model.endNs / bins);
        const tasks = Int32Array.from({ length: model.tables.tasks.length }, (_, task) => task);
        const fold = new Fold(model, tasks);
        const window = { fromNs: from * binNs, toNs: (from + bins / 3) * binNs };
        const drawn = density(model, new Timelines(), fold, window, binNs);
        const wanted = [drawn.running, drawn.ready, drawn.suspended].map((lane) => lane.slice().fill(0));
        for (const task of tasks) {
          const line = new Timelines().get(model, task);
          for (let at = 0; at < line.length; at++) {
            const lane = { 0: wanted[0], 1: wanted[1], 2: wanted[1], 3: wanted[2] }[line.kind[at]!]!;
            const endsNs = at + 1 < line.length ? line.fromNs[at + 1]! : line.endNs;
            const toNs = Math.min(endsNs, model.endNs);
            for (const bin of lane.keys()) {
              const edgeNs = drawn.fromNs + bin * binNs;
              const inNs = Math.min(edgeNs + binNs, toNs) - Math.max(edgeNs, line.fromNs[at]!);
              lane[bin]! += Math.max(0, inNs) / binNs;
            }
          }
        }
        for (const [lane, levels] of [drawn.running, drawn.ready, drawn.suspended].entries())
          for (const [bin, level] of levels.entries()) expect(level).toBeCloseTo(wanted[lane]![bin]!, 2);
      }),
      { numRuns: 60 },
    );
  });

  test('costs no more than a task has stretches, however many bins they are long', () => {
    const model = modelOf([
      [0, 'enter', 1, 'connection'],
      [1, 'suspend', 1, 'network'],
      [5000, 'ready', 1, {}],
      [9000, 'resume', 1],
      [9001, 'end', 1],
    ]);
    const bins = new Bins(0, 3 * NS_PER_MS, 3000);
    bins.addLine(new Timelines().get(model, 0), model.endNs);
    bins.finish();
    expect(bins.looks).toBeLessThan(12);
    expect(bins.suspended[2]).toBe(1);
    expect(bins.suspended.reduce((sum, level) => sum + level, 0)).toBeCloseTo(4999 / 3, 1);
    expect(bins.ready.reduce((sum, level) => sum + level, 0)).toBeCloseTo(4000 / 3, 1);
  });

  test('added up in pieces, is what it is at once, also where tasks come in between meanwhile', () => {
    const tasks = Array.from({ length: 12_000 }, (_, task) => task);
    const model = modelOf([
      ...tasks.flatMap((task): ScriptLine[] => [
        [task, 'enter', task + 1, 'connection'],
        [task, 'suspend', task + 1, 'network'],
      ]),
      ...tasks.map((task): ScriptLine => [12_000 + task, 'end', task + 1]),
    ]);
    const window = { fromNs: 0, toNs: model.endNs };
    const fold = new Fold(model, Int32Array.from(tasks.filter((task) => task % 7 > 0)));
    const binNs = 9 * NS_PER_MS;
    const work = addingUp(model, new Timelines(), fold, window, binNs);
    expect(work.next().done).toBe(false);
    fold.add(Int32Array.from(tasks.filter((task) => task % 7 === 0)));
    const all = new Fold(model, Int32Array.from(tasks));
    expect(allOf(work)).toEqual(density(model, new Timelines(), all, window, binNs));
  });

  test('is the same for many tasks as for each by itself, whatever the window', () => {
    const model = modelOf(leaves(400));
    const timelines = new Timelines();
    const leavesOnly = Array.from({ length: 400 }, (_, at) => 400 - at);
    for (const [fromNs, toNs, binNs] of [
      [0, model.endNs, model.endNs / 3],
      [0, model.endNs, 0.4 * NS_PER_MS],
      [300 * NS_PER_MS, 500 * NS_PER_MS, 90 * NS_PER_MS],
    ] as const) {
      const of = (tasks: readonly number[]) =>
        density(model, timelines, new Fold(model, Int32Array.from(tasks)), { fromNs, toNs }, binNs);
      const together = of(leavesOnly);
      const each = leavesOnly.map((task) => of([task]));
      for (const lane of ['running', 'failed'] as const) {
        const sums = [...together[lane]].map((_, bin) => each.reduce((sum, one) => sum + one[lane][bin]!, 0));
        for (const [bin, sum] of sums.entries()) expect(together[lane][bin]).toBeCloseTo(sum, 3);
      }
      expect(together.running.some((level) => level > 0)).toBe(true);
    }
  });

  test('looks again only at the newest tasks where the bins are as wide', () => {
    const model = modelOf(leaves(6000, 3));
    const timelines = new Timelines();
    const fold = new Fold(
      model,
      Int32Array.from({ length: 6000 }, (_, at) => at + 1),
    );
    const { totals } = fold;
    const ready = vi.spyOn(model.tables.tasks.readyNs, 'get');
    const looked = (fromNs: number, toNs: number): number => {
      ready.mockClear();
      expect(fold.totals).toBe(totals);
      density(model, timelines, fold, { fromNs, toNs }, 15 * NS_PER_MS);
      return ready.mock.calls.length;
    };
    expect(looked(0, model.endNs)).toBeGreaterThan(3000);
    expect(looked(0, model.endNs)).toBeLessThan(1500);
    expect(looked(model.endNs / 3, model.endNs / 2)).toBe(0);
  });

  test('is as if computed for the first time, whatever was requested before and wherever tasks have come since', () => {
    const model = modelOf(leaves(6000, 3));
    const timelines = new Timelines();
    const tasks = Array.from({ length: 6000 }, (_, at) => at + 1);
    const fold = new Fold(model, Int32Array.from(tasks.filter((task) => task % 7 > 1)));
    // Those of another thread are told later, and come in between.
    for (const rest of [2, 1, 0]) {
      for (const [from, to, bins] of [
        [0, 1, 800],
        [0, 0.6, 300],
        [0.2, 0.7, 800],
        [0, 1, 800],
      ] as const) {
        const window = { fromNs: from * model.endNs, toNs: to * model.endNs };
        const of = (fold: Fold) => density(model, timelines, fold, window, model.endNs / bins);
        const [seen, fresh] = [of(fold), of(new Fold(model, fold.tasks.slice()))];
        for (const lane of ['running', 'ended', 'failed'] as const)
          for (const [bin, level] of fresh[lane].entries()) expect(seen[lane][bin]).toBeCloseTo(level, 2);
      }
      if (rest > 0) fold.add(Int32Array.from(tasks.filter((task) => task % 7 === rest - 1)));
    }
  });

  test('is what a picture shows of a fold, instead of stretches', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    const drawn = picture(model, new Rows(model), {
      fromNs: 0 as Nanoseconds,
      toNs: model.endNs,
      widthPx: 100,
      fromRow: 0 as RowIndex,
      toRow: 10 as RowIndex,
    });
    expect([...drawn.densities.keys()]).toEqual([1, 2]);
    expect(new Set(drawn.stretches.row)).toEqual(new Set([0]));
    expect(drawn.densities.get(1)?.failed.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});
