// Rows that stand for many tasks: which ones there are, and what they show of their tasks.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Grouping,
  type Model,
  NO_FILTER,
  type RowOrder,
  Rows,
  rowView,
} from '../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import { rowAbove } from '../../../src/model/rows/row-work.ts';
import { allOf } from '../../../src/model/work.ts';
import type { RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { leaves } from '../../support/leaves.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** Captions, indented; a fold with its size, and + while it is closed. */
function outline(model: Model, rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const { depth, label, fold, collapsed } = rowView(model, rows, row as RowIndex);
    const size = fold === null ? '' : ` ×${fold.size}${collapsed ? ' +' : ''}`;
    return '  '.repeat(depth) + label.replace('()', '') + size;
  });
}

describe('siblings that are alike', () => {
  test('fold where they are many, in the place of their first', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    expect(outline(model, new Rows(model))).toEqual([
      'main',
      `  leaf ×${2 * FOLDED_FROM} +`,
      `  twig ×${FOLDED_FROM} +`,
    ]);
  });

  test('stand one by one where they are fewer', () => {
    const model = modelOf(leaves(3 * (FOLDED_FROM - 1)));
    const rows = new Rows(model);
    expect(outline(model, rows).slice(0, 3)).toEqual([
      'main',
      `  leaf ×${2 * (FOLDED_FROM - 1)} +`,
      '  twig',
    ]);
    expect(rows.count).toBe(2 + FOLDED_FROM - 1);
  });

  test('are there again when their row is opened', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    const rows = new Rows(model);
    rows.setCollapsed(rows.idAt(1 as RowIndex), false);
    expect(outline(model, rows).slice(0, 3)).toEqual(['main', `  leaf ×${2 * FOLDED_FROM}`, '    leaf']);
    expect(rows.count).toBe(3 + 2 * FOLDED_FROM);
    rows.setCollapsed(rows.idAt(1 as RowIndex), true);
    expect(rows.count).toBe(3);
  });

  test('are found in there', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    const rows = new Rows(model);
    expect(rows.rowOf(5 as TaskIndex)).toBeNull();
    allOf(rows.revealing(5 as TaskIndex));
    expect(rows.taskAt(rows.rowOf(5 as TaskIndex)!)).toBe(5);
    expect(rows.idAt(rowAbove(rows, rows.rowOf(5 as TaskIndex)!)!)).toBe(rows.idAt(1 as RowIndex));
    expect(rowAbove(rows, 0 as RowIndex)).toBeNull();
  });

  test('are counted as the filter has them', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    const rows = new Rows(model);
    rows.arrange({ filter: { ...NO_FILTER, text: 'twig' } });
    expect(outline(model, rows)).toEqual(['main', `  twig ×${FOLDED_FROM} +`]);
    rows.arrange({ filter: { ...NO_FILTER, states: ['rejected'] } });
    expect(outline(model, rows)).toEqual(['main', '  leaf']);
  });

  test('say how many of them are in each state', () => {
    const model = modelOf(leaves(3 * FOLDED_FROM));
    const { fold, state } = rowView(model, new Rows(model), 1 as RowIndex);
    expect(fold?.states).toMatchObject({ fulfilled: 2 * FOLDED_FROM - 1, rejected: 1, running: 0 });
    expect(state).toBe('rejected');
  });

  test('say how many of the tasks that they started failed, however deep, and leave out their own', () => {
    const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
    for (let at = 0; at < FOLDED_FROM; at++) {
      const [leaf, inner, innermost] = [3 * at + 2, 3 * at + 3, 3 * at + 4];
      lines.push([10 * at + 1, 'enter', leaf, 'leaf', { parent: 1, line: 10 }]);
      lines.push([10 * at + 2, 'enter', inner, 'inner', { parent: leaf, line: 20 }]);
      lines.push([10 * at + 3, 'enter', innermost, 'innermost', { parent: inner, line: 30 }]);
      lines.push([10 * at + 4, 'end', innermost, at < 7 ? 'rejected' : 'fulfilled']);
      lines.push([10 * at + 5, 'end', inner, at < 3 ? 'rejected' : 'fulfilled']);
      lines.push([10 * at + 6, 'end', leaf, at < 2 ? 'rejected' : 'fulfilled']);
    }
    const model = modelOf(lines);
    const rows = new Rows(model);
    const row = () => rowView(model, rows, 1 as RowIndex);
    const told = () => [row().fold?.states.rejected, row().hiddenFailures];
    expect(told()).toEqual([2, 7 + 3]);
    rows.arrange({ filter: { ...NO_FILTER, text: 'leaf' } });
    expect(told()).toEqual([2, 0]);
    rows.arrange({ filter: NO_FILTER, grouping: 'function' });
    expect(told()).toEqual([2, 0]);
  });
});

describe('groups', () => {
  const grouped = (grouping: Grouping, order: RowOrder = 'start') => {
    const model = modelOf([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [1, 'enter', 2, 'fetch', { parent: 1, file: '/app/a.mjs' }],
      [2, 'end', 2],
      [2, 'enter', 3, 'cook', { parent: 1, file: '/app/b.mjs' }],
      [9, 'end', 3],
      [9, 'enter', 4, 'fetch', { parent: 3, file: '/app/a.mjs' }],
      [10, 'end', 4],
    ]);
    const rows = new Rows(model);
    rows.arrange({ grouping, order });
    return outline(model, rows);
  };

  test('by function', () => expect(grouped('function')).toEqual(['main.mjs', 'fetch ×2 +', 'cook']));
  test('by function, the longest first', () =>
    expect(grouped('function', 'duration')).toEqual(['main.mjs', 'cook', 'fetch ×2 +']));
  test('by kind', () => expect(grouped('kind')).toEqual(['modules ×1 +', 'async functions ×3 +']));
  test('by file', () => expect(grouped('file')).toEqual(['main.mjs ×1 +', 'a.mjs ×2 +', 'b.mjs ×1 +']));
  test('by thread', () => expect(grouped('thread')).toEqual(['main ×4 +']));
  test('by function: a module, and a function in its first line', () => {
    const place = { file: '/app/main.mjs', line: 1 };
    const model = modelOf([
      [0, 'enter', 1, 'main.mjs', { kind: 'module', ...place }],
      [1, 'enter', 2, 'fetch', { parent: 1, ...place }],
      [2, 'enter', 3, 'fetch', { parent: 1, ...place }],
    ]);
    const { sites } = model.tables;
    expect([sites.line[0], sites.column[0]]).toEqual([sites.line[1], sites.column[1]]);
    const rows = new Rows(model);
    rows.arrange({ grouping: 'function' });
    expect(outline(model, rows)).toEqual(['main.mjs', 'fetch ×2 +']);
  });
});

test('siblings stand by what they spent most of, and those that begin later stand last', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'short', { parent: 1 }],
    [2, 'end', 2],
    [2, 'enter', 3, 'long', { parent: 1 }],
    [9, 'end', 3],
    [9, 'enter', 4, 'middle', { parent: 1 }],
    [12, 'end', 4],
  ];
  const model = modelOf(lines);
  const rows = new Rows(model);
  rows.arrange({ order: 'duration' });
  expect(outline(model, rows)).toEqual(['main', '  long', '  middle', '  short']);
  rows.arrange({ order: 'start' });
  expect(outline(model, rows)).toEqual(['main', '  short', '  long', '  middle']);
});

test('every task has one row once all is open, however it is grouped and sorted', () => {
  const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');
  const orders = fc.constantFrom<RowOrder>('start', 'duration', 'running', 'ready', 'suspended');
  fc.assert(
    fc.property(randomRecording(), groupings, orders, (lines, grouping, order) => {
      const model = modelOf(lines);
      const rows = new Rows(model);
      rows.arrange({ grouping, order });
      rows.setAllCollapsed(false);
      const tasks = new Set<number>();
      for (let row = 0; row < rows.count; row++) {
        const at = row as RowIndex;
        if (rows.setAt(at) !== null) continue;
        expect(rows.rowOf(rows.idAt(at))).toBe(row);
        tasks.add(rows.idAt(at));
      }
      expect(tasks.size).toBe(model.tables.tasks.length);
    }),
    { numRuns: 100 },
  );
});
