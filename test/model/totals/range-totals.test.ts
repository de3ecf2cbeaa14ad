import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timesOf } from '../../../src/model/details/states.ts';
import { Model } from '../../../src/model/model.ts';
import { rangeTotals } from '../../../src/model/totals/range-totals.ts';
import { allOf } from '../../../src/model/work.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, Script, type ScriptLine } from '../../support/script.ts';

const MS = NS_PER_MS;
const LINES: ScriptLine[] = [
  [0, 'enter', 1, 'main'],
  [2, 'suspend', 1, 'timer', 10],
  [2, 'enter', 2, 'leaf'],
  [4, 'suspend', 2, 'network'],
  [8, 'ready', 2, { kind: 'network' }],
  [9, 'resume', 2],
  [10, 'end', 2],
  [12, 'ready', 1, { late: 0 }],
  [14, 'resume', 1],
  [15, 'end', 1],
];

test('what tasks did between two moments is added up by state, by function and by what they waited for', () => {
  const totals = allOf(rangeTotals(modelOf(LINES), 3 * MS, 13 * MS));
  expect(totals).toMatchObject({ tasks: 2, runningNs: 2 * MS, readyNs: 2 * MS, suspendedNs: 13 * MS });
  expect(
    totals.functions.map(({ name, tasks, runningNs, suspendedNs }) => [name, tasks, runningNs, suspendedNs]),
  ).toEqual([
    ['main', 1, 0, 9 * MS],
    ['leaf', 1, 2 * MS, 4 * MS],
  ]);
  expect(totals.awaited).toEqual([
    { kind: 'timer', waits: 1, suspendedNs: 9 * MS, readyNs: MS },
    { kind: 'network', waits: 1, suspendedNs: 4 * MS, readyNs: MS },
  ]);
});

test('a function that several threads call is one', () => {
  const model = new Model();
  const calls: ScriptLine[] = [
    [1, 'enter', 1, 'resize', { file: '/app/resize.mjs', line: 3 }],
    [2, 'end', 1],
  ];
  for (const stream of [0, 1, 2]) model.ingest(stream, new Script().write(calls));
  const { functions } = allOf(rangeTotals(model, 0, 5 * MS));
  expect(functions.map(({ name, tasks, runningNs }) => [name, tasks, runningNs])).toEqual([
    ['resize', 3, 3 * MS],
  ]);
});

test('only the tasks that a filter shows count', () => {
  const { tasks, functions } = allOf(rangeTotals(modelOf(LINES), 0, 20 * MS, Uint8Array.of(1, 2)));
  expect([tasks, functions.map(({ name }) => name)]).toEqual([1, ['leaf']]);
});

test('a stretch without tasks has no totals', () => {
  expect(allOf(rangeTotals(modelOf(LINES), 16 * MS, 20 * MS))).toMatchObject({
    tasks: 0,
    functions: [],
    awaited: [],
  });
});

test('parts of a run add up to all of it, and all of it to the times of its tasks', () => {
  fc.assert(
    fc.property(randomRecording(), fc.double({ min: 0, max: 1, noNaN: true }), (lines, at) => {
      const model = modelOf(lines);
      const cut = at * model.endNs;
      const [whole, left, right] = [
        allOf(rangeTotals(model, 0, model.endNs)),
        allOf(rangeTotals(model, 0, cut)),
        allOf(rangeTotals(model, cut, model.endNs)),
      ];
      for (const state of ['runningNs', 'readyNs', 'suspendedNs'] as const) {
        let sum = 0;
        for (let task = 0; task < model.tables.tasks.length; task++) sum += timesOf(model, task)[state];
        expect(whole[state]).toBeCloseTo(sum, 0);
        expect(left[state] + right[state]).toBeCloseTo(whole[state], 0);
        expect(whole.functions.reduce((all, one) => all + one[state], 0)).toBeCloseTo(whole[state], 0);
      }
    }),
    { numRuns: 200 },
  );
});
