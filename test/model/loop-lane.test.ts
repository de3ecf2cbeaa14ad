import { expect, test } from 'vitest';
import type { Model } from '../../src/model/index.ts';
import { loopLane } from '../../src/model/loop-lane.ts';
import { modelOf } from '../support/script.ts';

const MS = 1e6;

/** The lane's stretches in milliseconds, in a window of ten seconds. */
function lane(model: Model): [from: number, to: number][] {
  const { length, fromNs, toNs } = loopLane(model, 0, 10_000 * MS, MS / 100);
  return Array.from({ length }, (_, i) => [fromNs[i]! / MS, toNs[i]! / MS]);
}

test('while every task waits, the loop is taken to be idle since the last that was heard of it', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [4, 'suspend', 1, 'timer', 2000],
  ]);
  expect(lane(model)).toEqual([[0, 4]]);
});

test('while a task runs, the loop is held, however long nothing is heard', () => {
  const model = modelOf([[0, 'enter', 1, 'main']]);
  expect(lane(model)).toEqual([[0, Number.POSITIVE_INFINITY]]);
});

test('when the loop wakes, it tells for how long it was idle', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [4, 'suspend', 1, 'timer', 2000],
    [2000, 'turn', 'timers', 1990],
    [2001, 'resume', 1],
    [2002, 'end', 1],
  ]);
  expect(lane(model)).toEqual([
    [0, 10],
    [2000, 2002],
  ]);
});
