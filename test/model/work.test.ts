import { expect, test } from 'vitest';
import { allOf, inPieces, isWork } from '../../src/model/work.ts';

test.each([0, 1, 65_536, 65_537, 300_000])(
  '%i are handed over once each, in order, some at a time',
  (length) => {
    const pieces: [from: number, to: number][] = [];
    allOf(inPieces(length, (from, to) => pieces.push([from, to])));
    expect(pieces.length).toBe(Math.ceil(length / 65_536));
    expect(pieces.reduce((at, [from, to]) => (from === at ? to : Number.NaN), 0)).toBe(length);
  },
);

test('plain answers are not taken for work', () => {
  expect([null, [1], 'text', 7, { next: 1 }, new Map()].map(isWork)).toEqual(Array(6).fill(false));
  expect(isWork(inPieces(1, () => undefined))).toBe(true);
});
