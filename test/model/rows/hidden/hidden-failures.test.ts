// Failures that have no row of their own are told by the row that hides them, each once.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Grouping, type Model, NO_FILTER, picture, Rows, rowView } from '../../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../../src/model/rows/row-layout.ts';
import { Outcome } from '../../../../src/protocol/events.ts';
import type { Nanoseconds, RowIndex } from '../../../../src/protocol/units.ts';
import { randomRecording } from '../../../support/random-recording.ts';
import { modelOf, type ScriptLine } from '../../../support/script.ts';

/** `main ✕2`: a row, and how many failures it hides. */
function told(model: Model, rows: Rows): string[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const { label, hiddenFailures } = rowView(model, rows, row as RowIndex);
    return `${label.replace('()', '')}${hiddenFailures > 0 ? ` ✕${hiddenFailures}` : ''}`;
  });
}

const LINES: ScriptLine[] = [
  [0, 'enter', 1, 'main'],
  [1, 'enter', 2, 'order', { parent: 1 }],
  [2, 'enter', 3, 'drive', { parent: 2 }],
  [3, 'end', 3, 'rejected'],
  [4, 'end', 2, 'rejected'],
  [5, 'end', 1],
];

describe('a collapsed task', () => {
  test('a closed row shows the failures of all that it started, an open one none', () => {
    const model = modelOf(LINES);
    const rows = new Rows(model);
    expect(told(model, rows)).toEqual(['main', 'order', 'drive']);
    rows.setCollapsed(1, true);
    expect(told(model, rows)).toEqual(['main', 'order ✕1']);
    rows.setCollapsed(0, true);
    expect(told(model, rows)).toEqual(['main ✕2']);
  });

  test('tells only what passes the filter, and what had happened by the moment', () => {
    const model = modelOf(LINES);
    const rows = new Rows(model);
    rows.setCollapsed(0, true);
    rows.setUntil(3.5e6);
    expect(told(model, rows)).toEqual(['main ✕1']);
    rows.setUntil(Number.POSITIVE_INFINITY);
    rows.arrange({ filter: { ...NO_FILTER, text: 'order' } });
    rows.setCollapsed(0, true);
    expect(told(model, rows)).toEqual(['main ✕1']);
  });
});

test('each failure has a mark, and marks are merged where they are closer than one is wide', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    ...Array.from({ length: FOLDED_FROM }, (_, at): ScriptLine[] => [
      [10 * at + 1, 'enter', 2 * at + 2, 'leaf', { parent: 1 }],
      [10 * at + 2, 'enter', 2 * at + 3, 'inner', { parent: 2 * at + 2 }],
      [10 * at + 3, 'end', 2 * at + 3, at % 10 === 0 ? 'rejected' : 'fulfilled'],
      [10 * at + 4, 'end', 2 * at + 2],
    ]).flat(),
    [500, 'end', 1],
  ]);
  const marks = (widthPx: number): string[] => {
    const { row, atNs, count } = picture(model, new Rows(model), {
      fromNs: 0 as Nanoseconds,
      toNs: 500e6 as Nanoseconds,
      widthPx,
      fromRow: 0 as RowIndex,
      toRow: 10 as RowIndex,
    }).failures;
    return Array.from(row, (at, index) => `row ${at}, ${atNs[index]! / 1e6} ms ×${count[index]}`);
  };
  expect(marks(500)).toEqual([3, 103, 203, 303, 403].map((ms) => `row 1, ${ms} ms ×1`));
  expect(marks(6)).toEqual(['row 1, 3 ms ×3', 'row 1, 303 ms ×2']);
});

test('each failure is told by one row, whatever is closed, grouped or pinned', () => {
  const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');
  fc.assert(
    fc.property(
      randomRecording(),
      groupings,
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.boolean(),
      (lines, grouping, picks, pins) => {
        const model = modelOf(lines);
        const rows = new Rows(model);
        rows.arrange({ grouping });
        for (const pick of picks) {
          if (rows.count === 0) break;
          const id = rows.idAt((pick % rows.count) as RowIndex);
          if (pins && pick % 2 === 0) rows.togglePin(id);
          else rows.setCollapsed(id, !rows.isCollapsed(id));
        }
        const { outcome, length } = model.tables.tasks;
        const outcomes = Array.from({ length }, (_, task) => outcome.get(task));
        const all = outcomes.filter((one) => one === Outcome.rejected).length;
        let sum = 0;
        for (let row = 0; row < rows.count; row++) {
          const { fold, task, thread, collapsed, hiddenFailures } = rowView(model, rows, row as RowIndex);
          const isTask = fold === null && thread === null;
          const own = isTask && outcome.get(task!) === Outcome.rejected ? 1 : 0;
          // Those of an open set have rows, or are pinned elsewhere.
          sum += own + hiddenFailures + (fold !== null && collapsed ? fold.states.rejected : 0);
        }
        // A pinned task of a closed set is told twice: by its row, and in the numbers of its set.
        if (pins) expect(sum).toBeGreaterThanOrEqual(all);
        else expect(sum).toBe(all);
      },
    ),
    { numRuns: 200 },
  );
});
