// Rows that are laid out in pieces are those that are laid out at once, whatever happens between two pieces.
import { describe, expect, test } from 'vitest';
import { Model, NO_FILTER, Rows, rowView } from '../../../src/model/index.ts';
import type { RowOrder } from '../../../src/model/rows/row-order.ts';
import { lookingAt } from '../../../src/model/rows/row-work.ts';
import { allOf, type Work } from '../../../src/model/work.ts';
import type { RowIndex } from '../../../src/protocol/units.ts';
import { Script, type ScriptLine } from '../../support/script.ts';

/** So many calls of `leaf`, each of which calls `inner` once; how long they take goes up and down. More than a piece of both. */
const LEAVES = 5000;
/** More than one piece of members. */
const MANY = 33_000;

function leaves(from: number, to: number, inner = true): ScriptLine[] {
  const lines: ScriptLine[] = from === 0 ? [[0, 'enter', 1, 'branch']] : [];
  for (let at = from; at < to; at++) {
    const [ms, task] = [10 * at, 2 * at + 2];
    lines.push([ms, 'enter', task, 'leaf', { parent: 1 }]);
    if (inner) lines.push([ms + 1, 'enter', task + 1, 'inner', { parent: task }], [ms + 2, 'end', task + 1]);
    lines.push([ms + 3 + ((at * 7) % 6), 'end', task]);
  }
  return lines;
}

const arranged = (rows: Rows, order: RowOrder): Rows => {
  rows.arrange({ order, grouping: 'tree', filter: NO_FILTER });
  rows.setAllCollapsed(false);
  return rows;
};

/** What stands where, and what some rows hide. */
const told = (model: Model, rows: Rows) => ({
  rows: Array.from({ length: rows.count }, (_, row) => [
    rows.idAt(row as RowIndex),
    rows.depthAt(row as RowIndex),
  ]),
  hidden: [0, 1, 2, rows.count - 1].map((row) => rowView(model, rows, row as RowIndex).hidden),
});

/** The pieces of a work that is not done after the first. */
function begun(work: Work<void>): Work<void> {
  expect(work.next().done).toBe(false);
  return work;
}

describe('rows that are laid out in pieces', () => {
  const script = new Script();
  const model = new Model();
  model.ingest(0, script.write(leaves(0, LEAVES)));

  test.each(['start', 'duration'] as const)('are those laid out at once, by %s', (order) => {
    const rows = arranged(new Rows(model), order);
    const before = rows.version;
    rows.setCollapsed(0, true);
    rows.count;
    rows.setCollapsed(0, false);
    let pieces = 0;
    for (const _ of rows.layingOut()) pieces++;
    expect(pieces).toBeGreaterThan(0);
    expect(rows.version).not.toBe(before);
    expect(told(model, rows)).toEqual(told(model, arranged(new Rows(model), order)));
  });

  test('are finished by whoever needs them, and start over when another arrangement is requested', () => {
    const wanted = told(model, arranged(new Rows(model), 'duration'));
    const rows = arranged(new Rows(model), 'start');
    const asked = begun(rows.layingOut());
    expect(rows.count).toBe(2 * LEAVES + 1 + 1);
    expect(asked.next().done).toBe(true);
    arranged(rows, 'running');
    const changed = begun(rows.layingOut());
    arranged(rows, 'duration');
    allOf(changed);
    expect(told(model, rows)).toEqual(wanted);
  });

  test('are looked at again if another arrangement was requested meanwhile, and laid out in pieces for that', () => {
    const rows = arranged(new Rows(model), 'start');
    let looks = 0;
    const work = lookingAt(rows, function* () {
      looks++;
      const { count } = rows;
      yield;
      return { count, told: told(model, rows) };
    });
    while (looks === 0) work.next();
    rows.arrange({ order: 'duration', grouping: 'tree', filter: { ...NO_FILTER, text: 'inner' } });
    let pieces = 0;
    for (; looks === 1; pieces++) work.next();
    expect(pieces).toBeGreaterThan(1);
    const fresh = new Rows(model);
    fresh.arrange({ order: 'duration', grouping: 'tree', filter: { ...NO_FILTER, text: 'inner' } });
    fresh.setAllCollapsed(false);
    rows.setAllCollapsed(false);
    expect(allOf(work)).toEqual({ count: fresh.count, told: told(model, fresh) });
    expect(looks).toBe(3);
  });

  test('leave what comes meanwhile to the next time', () => {
    const rows = arranged(new Rows(model), 'start');
    const { tasks } = model.tables;
    const work = begun(rows.layingOut());
    const known = tasks.length;
    model.ingest(0, script.write(leaves(LEAVES, LEAVES + 100)));
    while (rows.taskCount < known) work.next();
    allOf(work);
    expect(told(model, rows)).toEqual(told(model, arranged(new Rows(model), 'start')));
    expect(rows.taskCount).toBe(tasks.length);
  });
});

test('a row of very many, once it is open, has them in the order that was asked for', () => {
  const model = new Model();
  model.ingest(0, new Script().write(leaves(0, MANY, false)));
  const { tasks } = model.tables;
  const rows = arranged(new Rows(model), 'duration');
  let pieces = 0;
  for (const _ of rows.layingOut()) pieces++;
  expect(pieces).toBeGreaterThan(5);
  const lengthOf = (task: number): number => tasks.endNs.get(task) - tasks.startNs.get(task);
  const wanted = Array.from({ length: MANY }, (_, at) => at + 1).sort(
    (a, b) => lengthOf(b) - lengthOf(a) || a - b,
  );
  expect(Array.from({ length: MANY }, (_, at) => rows.idAt((at + 2) as RowIndex))).toEqual(wanted);
});
