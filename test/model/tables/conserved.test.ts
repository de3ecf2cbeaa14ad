// What stands for many loses none of them, whatever the recording: rows, folds, densities.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../../src/model/details/states.ts';
import { TaskState } from '../../../src/model/events/transitions.ts';
import { type Grouping, Model, NO_FILTER, Rows } from '../../../src/model/index.ts';
import { density } from '../../../src/model/picture/density.ts';
import { Fold } from '../../../src/model/picture/fold.ts';
import { runBefore, Timelines, waitNumber } from '../../../src/model/picture/timeline.ts';
import { failuresBelow } from '../../../src/model/rows/hidden/failures-below.ts';
import { TaskSets } from '../../../src/model/rows/task-sets.ts';
import type { RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, Script } from '../../support/script.ts';

const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');
const texts = fc.constantFrom('', 'a', 'leaf', '1');
const isEnd = fc.constantFrom('live', 'cut-off' as const);

const allTasks = (model: Model): TaskIndex[] =>
  Array.from({ length: model.tables.tasks.length }, (_, task) => task as TaskIndex);

test('closed rows stand for every task that matches, each once', () => {
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
            expect(model.tables.tasks.startNs.get(task)).toBeGreaterThanOrEqual(totals.startNs);
            if (totals.endNs !== null)
              expect(model.tables.tasks.endNs.get(task)).toBeLessThanOrEqual(totals.endNs);
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

/** What a row of many says, without what is only how it is summed up. */
const told = ({ tasks, totals }: Fold) => {
  const { length, fromNs, toNs, runningNs, readyNs, suspendedNs, failed } = totals.blocks;
  const columns = [fromNs, toNs, runningNs, readyNs, suspendedNs, failed].map((column) => [
    ...column.subarray(0, length),
  ]);
  return [[...tasks], totals.states, totals.startNs, totals.endNs, columns];
};

test('a row of many tasks that is updated while a program runs shows the same as one computed at the end, and so do its failures', () => {
  fc.assert(
    fc.property(
      randomRecording(700),
      groupings,
      fc.array(fc.nat({ max: 700 }), { maxLength: 4 }),
      (lines, grouping, cuts) => {
        const script = new Script();
        const model = new Model();
        const rows = new Rows(model);
        rows.arrange({ grouping });
        const sets = () => Array.from({ length: 12 }, (_, set) => set).filter((set) => rows.sizeOf(set) > 0);
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), lines.length]) {
          model.ingest(0, script.write(lines.slice(from, to)));
          from = Math.max(from, to);
          for (const set of sets())
            expect(rows.foldOf(set).totals && rows.failedBelow(set)).toBeGreaterThanOrEqual(0);
        }
        const fresh = new Rows(model);
        fresh.arrange({ grouping });
        for (const set of sets()) {
          expect(told(rows.foldOf(set))).toEqual(told(fresh.foldOf(set)));
          expect(rows.failedBelow(set)).toBe(fresh.failedBelow(set));
          const counted = failuresBelow(model, new TaskSets(model, 'tree').update(), () => true)[set];
          if (grouping === 'tree') expect(rows.failedBelow(set)).toBe(counted);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('tasks of several threads come in any order, and stand by their start', () => {
  fc.assert(
    fc.property(randomRecording(500), fc.array(fc.nat(), { minLength: 500, maxLength: 500 }), (lines, by) => {
      const model = modelOf(lines);
      const mixed = allTasks(model).sort((a, b) => by[a]! - by[b]!);
      const third = Math.ceil(mixed.length / 3);
      const fold = new Fold(model, Int32Array.from(mixed.slice(0, third)));
      for (const from of [third, 2 * third]) {
        expect(fold.totals.blocks.length).toBeGreaterThanOrEqual(0);
        fold.add(Int32Array.from(mixed.slice(from, from + third)));
      }
      const { startNs } = model.tables.tasks;
      const starts = [...fold.tasks].map((task) => startNs.get(task));
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(told(fold)).toEqual(told(new Fold(model, fold.tasks.slice())));
    }),
    { numRuns: 60 },
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
        for (const lane of ['running', 'ready', 'suspended', 'ended', 'failed'] as const) {
          seen[lane].forEach((level, bin) => {
            expect(level / times, lane).toBeCloseTo(whole[lane][first + bin]!, 3);
          });
        }
        const failed = tasks.filter((task) => outcomeOf(model, task) === 'rejected').length;
        expect(whole.failed.reduce((sum, count) => sum + count, 0)).toBe(failed);
        const over = tasks.filter((task) => model.tables.tasks.state.get(task) === TaskState.over).length;
        expect(whole.ended.reduce((sum, count) => sum + count, 0)).toBe(over);
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
        for (let run = tasks.firstRun.get(task); run >= 0; run = runs.next.get(run)) {
          expect(waitNumber(model, run)).toBe(before);
          if (runs.next.get(run) >= 0) expect(runBefore(model, runs.next.get(run))).toBe(run);
          before += runs.flags.get(run) & 1;
        }
      }
    }),
    { numRuns: 100 },
  );
});
