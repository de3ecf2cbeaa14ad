import { expect, test } from 'vitest';
import { type LinkKind, type Model, picture, Rows } from '../../../src/model/index.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { modelOf } from '../../support/script.ts';

/**
 *     main    ##......+##
 *       a      #+#
 *       b       ##....
 */
const model = modelOf([
  [0, 'enter', 1, 'main'],
  [1, 'enter', 2, 'a', { parent: 1 }],
  [2, 'suspend', 2, 'promise'],
  [2, 'enter', 3, 'b', { parent: 1 }],
  [3, 'ready', 2, { by: 3 }],
  [4, 'suspend', 3, 'timer', 5],
  [4, 'suspend', 1, 'task', 2],
  [5, 'resume', 2],
  [8, 'ready', 1, { by: 2 }],
  [8, 'end', 2],
  [9, 'resume', 1],
  [10, 'end', 1],
]);

/** `woken 0>1 at 1`: from row 0 to row 1 at 1 ms. */
function links(
  of: Model,
  task: number,
  kinds: readonly LinkKind[],
  fromMs = 0,
  toMs = 20,
  rows = new Rows(of),
) {
  return picture(of, rows, {
    fromNs: (fromMs * 1e6) as Nanoseconds,
    toNs: (toMs * 1e6) as Nanoseconds,
    widthPx: 100,
    fromRow: 0 as RowIndex,
    toRow: 10 as RowIndex,
    links: { id: task, kinds },
  }).links.map(({ kind, fromRow, toRow, atNs }) => `${kind} ${fromRow}>${toRow} at ${atNs / 1e6}`);
}

test('a task is linked with who started it and who made it ready', () => {
  expect(links(model, 1, ['woken'])).toEqual(['woken 0>1 at 1', 'woken 2>1 at 3']);
  expect(links(model, 0, ['woken'])).toEqual(['woken 1>0 at 8']);
});

test('a task is linked with whom it started, and with what it waits for', () => {
  expect(links(model, 0, ['started', 'awaited'])).toEqual([
    'awaited 0>1 at 4',
    'started 0>1 at 1',
    'started 0>2 at 2',
  ]);
});

test('only those in the window are linked', () => {
  expect(links(model, 1, ['woken'], 2, 20)).toEqual(['woken 2>1 at 3']);
  expect(links(model, 0, ['started'], 0, 1.5)).toEqual(['started 0>1 at 1']);
});

test('a hidden task is linked in the row that hides it, and never with itself', () => {
  const rows = new Rows(model);
  rows.setCollapsed(0, true);
  expect(links(model, 1, ['woken'], 0, 20, rows)).toEqual([]);
});
