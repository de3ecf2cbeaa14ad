// A program that prints a million lines: each time that something is drawn only what came since may cost something.

import { expect, test } from 'vitest';
import { eachMark } from '../../../src/model/picture/marks.ts';
import { ConsoleOrder } from '../../../src/model/tables/console/console-order.ts';
import { WrittenByTask } from '../../../src/model/tables/console/written-by-task.ts';

const LINES = 20_000;
const BATCH = 100;
/** For each line that is new: it may be looked at, compared with its neighbours and kept. */
const LOOKS_A_LINE = 10;

/** How often a line's moment was looked at for each batch, at most. */
function mostLooks(take: (lines: number, momentOf: (row: number) => number) => void): number {
  let looks = 0;
  let most = 0;
  const momentOf = (row: number): number => {
    looks++;
    return row * 10;
  };
  for (let lines = BATCH; lines <= LINES; lines += BATCH) {
    looks = 0;
    take(lines, momentOf);
    most = Math.max(most, looks);
  }
  return most;
}

test('the order of lines takes in those that are new', () => {
  const order = new ConsoleOrder();
  const most = mostLooks((lines, momentOf) => order.settle(lines, momentOf, () => false));
  expect(most).toBeLessThanOrEqual(BATCH * LOOKS_A_LINE);
  expect([order.length, order.row[LINES - 1]]).toEqual([LINES, LINES - 1]);
});

test.each(['begun by it', 'begun by others'])('the lines of a task, %s, are taken in once', (how) => {
  const written = new WrittenByTask();
  let noted = 0;
  const most = mostLooks((lines, momentOf) => {
    for (; noted < lines; noted++) how === 'begun by it' ? written.began(1, noted) : written.wentOn(1, noted);
    written.of(1, 0, momentOf);
  });
  expect(most).toBeLessThanOrEqual(BATCH * LOOKS_A_LINE);
  const all = written.of(1, 0, (row) => row * 10);
  expect([all.rows, all.atNs]).toEqual([
    Array.from({ length: LINES }, (_, row) => row),
    Array.from({ length: LINES }, (_, row) => row * 10),
  ]);
});

test('lines of a task whose moments are not in the order they were told in are put there', () => {
  const written = new WrittenByTask();
  const moments = [50, 20, 20, 90, 10, 60, 5];
  moments.forEach((_, row) => {
    written.began(1, row);
    written.of(1, 0, (one) => moments[one]!);
  });
  expect(written.of(1, 0, (row) => moments[row]!)).toMatchObject({
    rows: [6, 4, 1, 2, 0, 5, 3],
    atNs: [5, 10, 20, 20, 50, 60, 90],
  });
});

test('marks cost a bisection each, however many lines they stand for', () => {
  let looks = 0;
  const moments = new Proxy({ length: 1_000_000 } as ArrayLike<number>, {
    get(_, at) {
      looks++;
      return Number(at) * 10;
    },
  });
  const counts: number[] = [];
  eachMark(moments, 1_000_000, { fromNs: 0, toNs: Number.POSITIVE_INFINITY }, 100_000, (first, next) =>
    counts.push(next - first),
  );
  expect(counts).toEqual(Array.from({ length: 100 }, () => 10_000));
  expect(looks).toBeLessThan(100 * 60);
});
