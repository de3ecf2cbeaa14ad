// Which row keeps its place when rows come and go.
import { expect, test } from 'vitest';
import { anchorsAmong, type LookedAt, rowsMoved } from '../../../../src/renderer/chart/rows/rows-moved.ts';

/** One letter a row, which is its id. */
const rowsOf = (letters: string) => [...letters].map((letter, row) => ({ row, id: letter.charCodeAt(0) }));

const id = (letter: string) => letter.charCodeAt(0);
/** Three rows in view from the second on, and nothing else. */
const SCROLLED: LookedAt = { inView: [1, 4], pointedRow: null, selected: null, atTop: false };

const moved = (before: string, now: string, lookedAt: Partial<LookedAt>) =>
  rowsMoved(anchorsAmong(rowsOf(before), { ...SCROLLED, ...lookedAt }), rowsOf(now));

test.each<[what: string, before: string, now: string, lookedAt: Partial<LookedAt>, rows: number]>([
  ['the first in view', 'abcde', 'axbcde', {}, 1],
  ['the next one, where that has gone', 'abcde', 'acde', {}, -1],
  ['at the top nothing', 'abcde', 'xabcde', { inView: [0, 3], atTop: true }, 0],
  [
    'the selected one, at the top, too',
    'abcde',
    'axbcde',
    { inView: [0, 3], atTop: true, selected: id('b') },
    1,
  ],
  [
    'the one under the mouse before the selected one',
    'abcde',
    'abxcyde',
    { pointedRow: 3, selected: id('c') },
    2,
  ],
  ['one that is selected out of view not', 'abcde', 'abcdxe', { selected: id('e') }, 0],
  ['nothing, where none of them is left', 'abcde', 'ae', {}, 0],
])('%s', (_what, before, now, lookedAt, rows) => {
  expect(moved(before, now, lookedAt)).toBe(rows);
});
