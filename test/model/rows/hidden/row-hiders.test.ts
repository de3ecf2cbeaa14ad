// What a closed row stands for: every task that has no row of its own, in one row, once.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Grouping, Model, NO_FILTER, picture, Rows, rowView } from '../../../../src/model/index.ts';
import { preparePicture } from '../../../../src/model/picture/picture.ts';
import { FOLDED_FROM } from '../../../../src/model/rows/row-layout.ts';
import { rowTreeOf } from '../../../../src/model/rows/row-tree.ts';
import { allOf } from '../../../../src/model/work.ts';
import type { Nanoseconds, RowIndex, TaskIndex } from '../../../../src/protocol/units.ts';
import { randomRecording } from '../../../support/random-recording.ts';
import { modelOf, Script, type ScriptLine } from '../../../support/script.ts';

/** `branch` calls `leaf` so often; each leaf calls `inner` twice, for 1 ms each, and takes 4 ms. */
function leaves(count: number): ScriptLine[] {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'branch']];
  for (let at = 0; at < count; at++) {
    const [ms, task] = [4 * at, 3 * at + 2];
    lines.push([ms + 1, 'enter', task, 'leaf', { parent: 1 }]);
    for (const inner of [1, 2]) {
      lines.push([ms + 1 + inner, 'enter', task + inner, 'inner', { parent: task }]);
      lines.push([ms + 2 + inner, 'end', task + inner]);
    }
    lines.push([ms + 4, 'end', task]);
  }
  return lines;
}

/** `branch +6`: rows, and how many tasks each hides. */
const told = (model: Model, rows: Rows): string[] =>
  Array.from({ length: rows.count }, (_, row) => {
    const { label, fold, hidden } = rowView(model, rows, row as RowIndex);
    const size = fold === null ? '' : ` ×${fold.size}`;
    return `${label.replace('()', '')}${size}${hidden > 0 ? ` +${hidden}` : ''}`;
  });

const whole = (model: Model, rows: Rows) => ({
  fromNs: 0 as Nanoseconds,
  toNs: model.endNs as Nanoseconds,
  widthPx: 100,
  fromRow: 0 as RowIndex,
  toRow: rows.count as RowIndex,
});

describe('a closed row', () => {
  test('says how many tasks it hides, however deep', () => {
    const model = modelOf(leaves(FOLDED_FROM));
    const rows = new Rows(model);
    expect(told(model, rows)).toEqual(['branch', `leaf ×${FOLDED_FROM} +${2 * FOLDED_FROM}`]);
    rows.setCollapsed(0, true);
    expect(told(model, rows)).toEqual([`branch +${3 * FOLDED_FROM}`]);
    rows.setCollapsed(0, false);
    rows.setCollapsed(rows.idAt(1 as RowIndex), false);
    rows.setCollapsed(1, true);
    expect(told(model, rows).slice(0, 4)).toEqual(['branch', `leaf ×${FOLDED_FROM}`, 'leaf +2', 'leaf']);
  });

  test('hides only what passes the filter, and what had begun by the moment', () => {
    const model = modelOf(leaves(FOLDED_FROM));
    const rows = new Rows(model);
    rows.setUntil(40e6 * 4 + 2.5e6);
    rows.setCollapsed(0, true);
    expect(told(model, rows)).toEqual([`branch +${3 * 40 + 2}`]);
    rows.setUntil(Number.POSITIVE_INFINITY);
    rows.arrange({ filter: { ...NO_FILTER, text: 'inner' } });
    rows.setCollapsed(0, true);
    expect(told(model, rows)).toEqual([`branch +${2 * FOLDED_FROM}`]);
  });

  test('draws the states of all that it stands for, whose sums are their times', () => {
    const model = modelOf(leaves(FOLDED_FROM));
    const rows = new Rows(model);
    const sum = (lane: Float32Array | undefined): number => lane?.reduce((all, level) => all + level, 0) ?? 0;
    const closed = picture(model, rows, whole(model, rows)).densities.get(1)!;
    // A leaf runs for 3 ms, of which its inner ones run for 2.
    expect(sum(closed.running) * closed.binNs).toBeCloseTo(FOLDED_FROM * 5e6, -5);
    expect(sum(closed.ended as unknown as Float32Array)).toBe(FOLDED_FROM);
    rows.setCollapsed(0, true);
    const hidden = picture(model, rows, whole(model, rows)).hidden.get(0)!;
    expect(sum(hidden.running) * hidden.binNs).toBeCloseTo(FOLDED_FROM * 5e6, -5);
    expect(picture(model, rows, whole(model, rows)).densities.size).toBe(0);
  });
});

test('tasks that a filter leaves out are not looked at for closed rows, and removing the filter looks at none again', () => {
  const count = 1000;
  const lines = leaves(count);
  const odd = 3 * count + 2;
  lines.push([4 * count + 9, 'enter', odd, 'odd', { parent: 2 }]);
  const model = modelOf(lines);
  const rows = new Rows(model);
  const draw = () => allOf(preparePicture(model, rows, whole(model, rows)));
  rows.setCollapsed(0, true);
  draw();
  const above = vi.spyOn(rowTreeOf(model), 'above');
  const looked = (text: string): number => {
    above.mockClear();
    rows.arrange({ filter: { ...NO_FILTER, text } });
    if (text !== '') rows.setCollapsed(0, true);
    draw();
    return above.mock.calls.length;
  };
  // For the hit, and what stands above it: to mark them, and to know what hides them.
  expect(looked('odd')).toBeLessThan(20);
  expect(told(model, rows)).toEqual(['branch +1']);
  expect(looked('')).toBe(0);
  expect(told(model, rows)).toEqual([`branch +${3 * count + 1}`]);
});

const groupings = fc.constantFrom<Grouping>('tree', 'function', 'kind', 'file', 'thread');

test('each task is told by one row, whatever is closed, grouped, filtered or pinned, while more come', () => {
  fc.assert(
    fc.property(
      randomRecording(500),
      groupings,
      fc.array(fc.nat(), { maxLength: 8 }),
      fc.array(fc.nat({ max: 500 }), { maxLength: 3 }),
      fc.constantFrom('', 'leaf'),
      fc.boolean(),
      (lines, grouping, picks, cuts, text, pins) => {
        const script = new Script();
        const model = new Model();
        const rows = new Rows(model);
        rows.arrange({ grouping, filter: { ...NO_FILTER, text } });
        let from = 0;
        for (const [at, to] of [...cuts.sort((a, b) => a - b), lines.length].entries()) {
          model.ingest(0, script.write(lines.slice(from, to)));
          from = Math.max(from, to);
          for (const pick of picks.slice(at, at + 3)) {
            if (rows.count === 0) break;
            const id = rows.idAt((pick % rows.count) as RowIndex);
            if (pins && pick % 2 === 0) rows.togglePin(id);
            else rows.setCollapsed(id, !rows.isCollapsed(id));
          }
          const inPieces = whole(model, rows);
          allOf(preparePicture(model, rows, inPieces));
          check(model, rows, pins);
        }
        const fresh = new Rows(model);
        fresh.arrange({ grouping, filter: { ...NO_FILTER, text } });
        expect(fresh.matchCount).toBe(rows.matchCount);
      },
    ),
    { numRuns: 150 },
  );
});

function check(model: Model, rows: Rows, pins: boolean): void {
  let sum = 0;
  for (let row = 0; row < rows.count; row++) {
    const { id, fold, task, thread, collapsed, hidden } = rowView(model, rows, row as RowIndex);
    if (fold === null && thread === null && rows.isMatch(task!)) sum++;
    sum += hidden;
    if (fold !== null && collapsed)
      sum += [...rows.foldOf(fold.set).tasks].filter((one) => rows.isMatch(one as TaskIndex)).length;
    if (hidden === 0) continue;
    const { tasks } = rows.hiders.foldOf(id);
    const members =
      fold === null ? 0 : [...rows.foldOf(fold.set).tasks].filter((one) => rows.rowOf(one) === null).length;
    expect(tasks.length).toBe(hidden + members);
    for (const one of tasks) expect(rows.rowShowing(one)).toBe(row);
  }
  const { length } = model.tables.tasks;
  const all = Array.from({ length }, (_, task) => task as TaskIndex).filter((task) =>
    rows.isMatch(task),
  ).length;
  // A pinned task of a closed set is told twice: by its row, and in the numbers of its set.
  if (pins) expect(sum).toBeGreaterThanOrEqual(all);
  else expect(sum).toBe(all);
}
