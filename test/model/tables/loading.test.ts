// Files of modules that are loaded: how many, for how long, and where a person reads it.

import { expect, test } from 'vitest';
import { blameOf, insightsOf } from '../../../src/model/index.ts';
import { loopPoint } from '../../../src/model/moment/loop-point.ts';
import { loopLane } from '../../../src/model/picture/loop-lane.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const MS = 1e6;

/** `work` holds the loop from 1 to 121, and loads three files for 100 of that, while a timer of 10 ms was due at 10. */
const LINES: ScriptLine[] = [
  [0, 'enter', 1, 'beat'],
  [0, 'suspend', 1, 'timer', 10],
  [1, 'turn', 'poll'],
  [1, 'enter', 2, 'work'],
  [11, 'loading', 'a/index.js'],
  [31, 'loading', 'a/large.js'],
  [91, 'loading', ''],
  [111, 'loaded'],
  [121, 'end', 2],
  [121, 'turn', 'timers'],
  [121, 'ready', 1, { late: 111 }],
  [121, 'resume', 1],
  [122, 'end', 1],
  [122, 'bye'],
];

test('the files that a turn loaded, and for how long, are told of the turn, of a wait, and of a held loop', () => {
  const model = modelOf(LINES);
  const loaded = { files: 3, ns: 100 * MS, longest: { name: 'a/large.js', ns: 60 * MS } };
  expect(loopPoint(model, 0, 50 * MS, 51 * MS).longest!.loaded).toEqual(loaded);
  const blame = blameOf(model, model.tables.tasks.firstRun.get(0))!;
  expect(blame.loaded).toEqual(loaded);
  expect(blame.parts.map(({ name, ns }) => [name, ns / MS])).toEqual([['work', 11]]);
  expect([...loopLane(model, 0, 0, 122 * MS, MS).isLoading]).toEqual([0, 1, 0]);
  expect(insightsOf(model).found.map(({ message }) => message)).toEqual([
    'work() (main.mjs:1) held the event loop for 120 ms, 100 ms of it to load 3 modules (a/large.js the longest): beat() (main.mjs:1) went on 111 ms late.',
  ]);
});

test('a file is loaded when the next one comes, a task does anything, or the turn is over', () => {
  const model = modelOf([
    [0, 'loading', 'main.cjs'],
    [4, 'enter', 1, 'main', { kind: 'module' }],
    [5, 'loading', 'a.js'],
    [7, 'loading', 'b.js'],
    [8, 'end', 1],
    [9, 'turn', 'poll'],
    [9, 'loading', ''],
    [20, 'turn', 'poll', 8],
    [21, 'loading', 'late.js'],
    [23, 'bye'],
  ]);
  const { loading } = model.stream(0);
  const rows = Array.from({ length: loading.length }, (_, row) => [
    loading.names[row],
    loading.fromNs[row]! / MS,
    loading.toNs[row]! / MS,
  ]);
  expect(rows).toEqual([
    ['main.cjs', 0, 4],
    ['a.js', 5, 7],
    ['b.js', 7, 8],
    ['', 9, 12],
    ['late.js', 21, 23],
  ]);
  expect(loading.nsBetween(2 * MS, 22 * MS) / MS).toBe(2 + 3 + 3 + 1);
  expect(loading.between(8 * MS, 9 * MS)).toEqual({ files: 0, ns: 0, longest: null });
});
