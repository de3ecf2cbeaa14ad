// Functions that promises called: for how long they had the loop, told one by one or, where they are short, together.

import { expect, test } from 'vitest';
import { ReactionTable } from '../../../src/model/tables/reactions.ts';
import { SEVERAL_REACTIONS } from '../../../src/protocol/events.ts';

const MS = 1e6;

/** Each as `site from-to ×count`, in milliseconds. */
const rows = (table: ReactionTable): string[] =>
  Array.from({ length: table.length }, (_, row) => {
    const [from, to] = [table.fromNs[row]! / MS, table.toNs[row]! / MS];
    return `${table.site[row]} ${from}-${to} ×${table.count[row]}`;
  });

test('a long one has a row, short ones of one function share one', () => {
  const table = new ReactionTable();
  table.add(7, 300_000, 1, 400 * MS);
  table.add(SEVERAL_REACTIONS | 8, (25 << 12) | 1500, 1, 500 * MS);
  expect(rows(table)).toEqual(['7 100-400 ×1', '8 498.5-500 ×25']);
});

test('a row stands for as many calls as a record can hold', () => {
  const table = new ReactionTable();
  const most = 2 ** 20 - 1;
  table.add(SEVERAL_REACTIONS | most, ((most << 12) | 2000) >>> 0, -1, 500 * MS);
  expect(rows(table)).toEqual([`${most} 498-500 ×${most}`]);
});

test('short ones that had a long one between them count from its end', () => {
  const table = new ReactionTable();
  table.add(7, 50_000, 1, 100 * MS);
  table.add(SEVERAL_REACTIONS | 8, (3 << 12) | 1200, 1, 101 * MS);
  expect(rows(table)).toEqual(['7 50-100 ×1', '8 100-101 ×3']);
  expect(table.firstAfter(99 * MS)).toBe(0);
  expect(table.firstAfter(100 * MS)).toBe(1);
});
