// A function that has itself called back again, and again, is a series in the chart and the report, not a staircase.

import { expect, test } from 'vitest';
import { labelOf, nameOf } from '../../../src/model/details/labels.ts';
import { Model, Rows } from '../../../src/model/index.ts';
import { reportGroups } from '../../../src/model/report/report-groups.ts';
import type { RowIndex } from '../../../src/protocol/units.ts';
import { modelOf, Script, type ScriptLine } from '../../support/script.ts';

/** Tasks that were started and were over one after the other: the name of each, and whom it came of. */
const oneByOne = (tasks: readonly (readonly [name: string, parent: number])[]): ScriptLine[] =>
  tasks.flatMap(([name, parent], at): ScriptLine[] => [
    [10 * at, 'enter', at + 1, name, { parent, kind: 'callback' }],
    [10 * at + 5, 'end', at + 1],
  ]);

const outline = (model: Model, rows: Rows): string[] =>
  Array.from({ length: rows.count }, (_, row) => {
    const at = row as RowIndex;
    return `${'  '.repeat(rows.depthAt(at))}${labelOf(model, rows.taskAt(at)!)}`;
  });

test('a function that sets its own timer again', () => {
  const model = modelOf(
    oneByOne([
      ['main', 0],
      ['poll', 1],
      ['poll', 2],
      ['save', 3],
      ['poll', 3],
    ]),
  );
  const rows = new Rows(model);
  expect(outline(model, rows)).toEqual(['main', '  poll', '  poll', '    save', '  poll']);
  expect(reportGroups(model, 10).map(({ depth, label }) => [depth, label])).toEqual([
    [0, 'main'],
    [1, 'poll'],
    [1, 'poll'],
    [2, 'save'],
    [1, 'poll'],
  ]);
  // Who started it stays what it is.
  expect([1, 2, 4].map((task) => model.tables.tasks.parent.get(task))).toEqual([0, 1, 2]);
});

test('several functions in turns, started by no task', () => {
  const model = modelOf(
    oneByOne([
      ['entry', 0],
      ['end', 1],
      ['entry', 2],
      ['data', 3],
      ['end', 3],
      ['entry', 5],
    ]),
  );
  expect(outline(model, new Rows(model))).toEqual(['entry', '  end', 'entry', '  data', '  end', 'entry']);
});

test('many are folded, also those that come while the program runs', () => {
  const series = oneByOne([['main', 0], ...Array.from({ length: 60 }, (_, at) => ['poll', at + 1] as const)]);
  const script = new Script();
  const model = new Model();
  const rows = new Rows(model);
  model.ingest(0, script.write(series.slice(0, 50)));
  expect(rows.count).toBeGreaterThan(1);
  model.ingest(0, script.write(series.slice(50)));
  expect(rows.count).toBe(2);
  expect(nameOf(model, rows.taskAt(1 as RowIndex)!)).toBe('poll');
  expect(rows.sizeOf(rows.setAt(1 as RowIndex)!)).toBe(60);
  expect(reportGroups(model, 10).map(({ depth, tasks }) => [depth, tasks.length])).toEqual([
    [0, 1],
    [1, 60],
  ]);
});

test('a function that calls itself, or that goes on while the task that it started runs, is no series', () => {
  const model = modelOf([
    [0, 'enter', 1, 'visit'],
    [1, 'enter', 2, 'visit', { parent: 1 }],
    [2, 'enter', 3, 'visit', { parent: 2 }],
    [3, 'end', 3],
    [3, 'end', 2],
    [3, 'end', 1],
  ]);
  expect(outline(model, new Rows(model))).toEqual(['visit()', '  visit()', '    visit()']);
});
