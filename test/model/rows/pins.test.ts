// Rows that a person pinned: above all others, whatever else is shown.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Grouping, type Model, NO_FILTER, picture, Rows, rowView } from '../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const LINES: ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module' }],
  [1, 'enter', 2, 'order', { parent: 1 }],
  [2, 'enter', 3, 'driver', { parent: 2 }],
  [3, 'end', 3],
  [4, 'end', 2],
  [5, 'enter', 4, 'drive', { parent: 1 }],
  [9, 'end', 4],
  [9, 'end', 1],
];

function outline(model: Model, rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const { depth, label } = rowView(model, rows, row as RowIndex);
    return `${row < rows.pinned ? '* ' : ''}${'  '.repeat(depth)}${label.replace('()', '')}`;
  });
}

describe('a pinned row', () => {
  test('stands at the top with what it started', () => {
    const model = modelOf(LINES);
    const rows = new Rows(model);
    const version = rows.version;
    rows.togglePin(3);
    rows.togglePin(1);
    expect(outline(model, rows)).toEqual(['* drive', '* order', '*   driver', 'main.mjs']);
    expect(rows.version).not.toBe(version);
    expect([rows.rowOf(3), rows.rowOf(1), rows.rowOf(0)]).toEqual([0, 1, 3]);
    rows.setCollapsed(1, true);
    expect(outline(model, rows)).toEqual(['* drive', '* order', 'main.mjs']);
    rows.setCollapsed(1, false);
    rows.togglePin(3);
    expect(outline(model, rows)).toEqual(['* order', '*   driver', 'main.mjs', '  drive']);
    // What is pinned for itself stands for itself.
    rows.togglePin(2);
    expect(outline(model, rows)).toEqual(['* order', '* driver', 'main.mjs', '  drive']);
    rows.unpinAll();
    expect(outline(model, rows)).toEqual(['main.mjs', '  order', '    driver', '  drive']);
  });

  test('stays under another grouping, order and filter', () => {
    const model = modelOf(LINES);
    const rows = new Rows(model);
    rows.togglePin(2);
    rows.arrange({ grouping: 'kind' });
    expect(outline(model, rows)).toEqual(['* driver', 'modules', 'async functions']);
    rows.arrange({ grouping: 'tree', order: 'duration' });
    expect(outline(model, rows)).toEqual(['* driver', 'main.mjs', '  drive', '  order']);
    rows.arrange({ filter: { ...NO_FILTER, text: 'drive(' } });
    expect(outline(model, rows)).toEqual(['* driver']);
  });

  test('of many tasks belongs to its grouping, and disappears when none of its tasks is left', () => {
    const model = modelOf([
      [0, 'enter', 1, 'main'],
      ...Array.from({ length: FOLDED_FROM }, (_, at): ScriptLine[] => [
        [2 * at + 1, 'enter', at + 2, 'leaf', { parent: 1, line: 10 }],
        [2 * at + 2, 'end', at + 2],
      ]).flat(),
    ]);
    const rows = new Rows(model);
    rows.togglePin(rows.idAt(1 as RowIndex));
    expect(outline(model, rows)).toEqual(['* leaf', 'main']);
    rows.arrange({ grouping: 'file' });
    expect(rows.pinned).toBe(0);
    rows.arrange({ grouping: 'tree' });
    expect(outline(model, rows)).toEqual(['* leaf', 'main']);
    rows.arrange({ filter: { ...NO_FILTER, text: 'main(' } });
    expect(rows.pinned).toBe(0);
    rows.arrange({ filter: NO_FILTER });
    rows.setCollapsed(rows.idAt(0 as RowIndex), false);
    expect([rows.pinned, rows.count]).toEqual([1 + FOLDED_FROM, 2 + FOLDED_FROM]);
  });
});

test('each row once, the pinned ones first, and in every picture, whatever is pinned', () => {
  const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');
  fc.assert(
    fc.property(
      randomRecording(),
      groupings,
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.nat({ max: 30 }),
      (lines, grouping, pins, from) => {
        const model = modelOf(lines);
        const rows = new Rows(model);
        rows.arrange({ grouping });
        rows.setAllCollapsed(false);
        const before = new Set(Array.from({ length: rows.count }, (_, row) => rows.idAt(row as RowIndex)));
        fc.pre(before.size > 0);
        const pinned = [...new Set(pins.map((pin) => [...before][pin % before.size]!))];
        for (const id of pinned) rows.togglePin(id);
        const ids = Array.from({ length: rows.count }, (_, row) => rows.idAt(row as RowIndex));
        expect(new Set(ids)).toEqual(before);
        expect(ids).toHaveLength(before.size);
        const isPin = (row: number): boolean => rows.depthAt(row as RowIndex) === 0;
        expect(ids.slice(0, rows.pinned).filter((_, row) => isPin(row))).toEqual(pinned);
        for (const [row, id] of ids.entries()) expect(rows.rowOf(id)).toBe(row);
        const drawn = picture(model, rows, {
          fromNs: 0 as Nanoseconds,
          toNs: Math.max(1, model.endNs) as Nanoseconds,
          widthPx: 100,
          fromRow: from as RowIndex,
          toRow: (from + 5) as RowIndex,
        });
        const shown = ids
          .map((_, row) => row)
          .filter((row) => row < Math.min(100, rows.pinned) || (row >= from && row < from + 5));
        expect(drawn.rows.map(({ row }) => row)).toEqual(shown);
      },
    ),
    { numRuns: 100 },
  );
});
