// What stands for many loses none of them, whatever the recording: rows, folds, densities.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { density } from '../../src/model/density.ts';
import { Fold } from '../../src/model/fold.ts';
import { type Grouping, type Model, NO_FILTER, Rows } from '../../src/model/index.ts';
import { outcomeOf } from '../../src/model/states.ts';
import { runBefore, Timelines, waitNumber } from '../../src/model/timeline.ts';
import type { RowIndex, TaskIndex } from '../../src/protocol/units.ts';
import { randomRecording } from '../support/random-recording.ts';
import { modelOf } from '../support/script.ts';

const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');
const texts = fc.constantFrom('', 'a', 'leaf', '1');
const isEnd = fc.constantFrom('live', 'cut-off' as const);

const allTasks = (model: Model): TaskIndex[] =>
  Array.from({ length: model.tables.tasks.length }, (_, task) => task as TaskIndex);

test('closed rows stand for every task that is wanted, each once', () => {
  fc.assert(
    fc.property(
      randomRecording(),
      groupings,
      texts,
      fc.nat({ max: 3 }),
      isEnd,
      (lines, grouping, text, part, end) => {
        const model = modelOf(lines, { end });
        const rows = new Rows(model);
        rows.arrange({ grouping, filter: { ...NO_FILTER, text } });
        if (part > 0) rows.setUntil((model.endNs * part) / 3);
        let told = 0;
        for (let row = 0 as RowIndex; row < rows.count; row++) {
          const set = rows.setAt(row);
          if (set === null) {
            told += rows.isMatch(rows.idAt(row) as TaskIndex) ? 1 : 0;
            continue;
          }
          const { tasks, totals } = rows.foldOf(set);
          const states = Object.values(totals.states).reduce((sum, count) => sum + count, 0);
          expect([tasks.length, states]).toEqual([rows.sizeOf(set), rows.sizeOf(set)]);
          for (const task of tasks) {
            expect(model.tables.tasks.startNs[task]).toBeGreaterThanOrEqual(totals.startNs);
            if (totals.endNs !== null)
              expect(model.tables.tasks.endNs[task]).toBeLessThanOrEqual(totals.endNs);
          }
          told += tasks.length;
        }
        if (grouping !== 'tree') expect(told).toBe(rows.matchCount);
        for (const task of allTasks(model)) {
          if (rows.isMatch(task)) expect(rows.rowShowing(task)).not.toBeNull();
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('a density is the same in any window as over the whole, and as many times as much as there are tasks', () => {
  fc.assert(
    fc.property(
      randomRecording(),
      fc.integer({ min: 2, max: 200 }),
      fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 1000 })),
      fc.constantFrom(1, 9),
      isEnd,
      (lines, bins, edges, times, end) => {
        const model = modelOf(lines, { end });
        fc.pre(model.endNs > 0);
        const tasks = allTasks(model);
        // So often that they are summed up in blocks.
        const many = new Fold(model, Int32Array.from(Array(times).fill(tasks).flat()));
        const [from, to] = edges.sort((a, b) => a - b) as [number, number];
        const at = (part: number) => (part / 1000) * model.endNs;
        const binNs = model.endNs / bins;
        const of = (fold: Fold, fromNs: number, toNs: number) =>
          density(model, new Timelines(), fold, { fromNs, toNs }, binNs);
        const whole = of(new Fold(model, Int32Array.from(tasks)), 0, model.endNs);
        const seen = of(many, at(from), at(to));
        const first = Math.round(seen.fromNs / binNs);
        for (const lane of ['running', 'ready', 'suspended', 'failed'] as const) {
          seen[lane].forEach((level, bin) => {
            expect(level / times, lane).toBeCloseTo(whole[lane][first + bin]!, 3);
          });
        }
        const failed = tasks.filter((task) => outcomeOf(model, task) === 'rejected').length;
        expect(whole.failed.reduce((sum, count) => sum + count, 0)).toBe(failed);
      },
    ),
    { numRuns: 200 },
  );
});

test('a wait’s number is how many waits of its task came before it', () => {
  fc.assert(
    fc.property(randomRecording(), isEnd, (lines, end) => {
      const model = modelOf(lines, { end });
      const { runs, tasks } = model.tables;
      for (const task of allTasks(model)) {
        let before = 0;
        for (let run = tasks.firstRun[task]!; run >= 0; run = runs.next[run]!) {
          expect(waitNumber(model, run)).toBe(before);
          if (runs.next[run]! >= 0) expect(runBefore(model, runs.next[run]!)).toBe(run);
          before += runs.flags[run]! & 1;
        }
      }
    }),
    { numRuns: 100 },
  );
});
