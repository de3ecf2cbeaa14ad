// Which turns are long because synchronous calls stood still in them, on a machine that gave the thread no processor for part of them.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** A timer is due at 20, in a turn from 10 to 210 that stands still from 20 on in calls of 10 ms, one after the other. */
const found = (calls: number, withheld: readonly ScriptLine[]): string[] => {
  const still = Array.from({ length: calls }, (_, at): ScriptLine => [30 + 10 * at, 'still', 'statSync', 10]);
  const inTurn = [...still, ...withheld].toSorted(([one], [other]) => one - other);
  const model = modelOf([
    [0, 'withheld', 0, 0, 0],
    [0, 'turn', 'poll'],
    [0, 'enter', 1, 'tick', { line: 1 }],
    [1, 'suspend', 1, 'timer', 19],
    [10, 'turn', 'poll', 1],
    [10, 'enter', 2, 'look', { line: 5 }],
    ...inTurn,
    [210, 'end', 2],
    [210, 'turn', 'timers'],
    [210, 'ready', 1, { late: 190 }],
    [210, 'resume', 1],
    [211, 'end', 1],
  ]);
  return insightsOf(model).found.map(({ id }) => id);
};

/** From 20 on, as late as every 20 ms somebody looked, and the machine had withheld so much of that. */
const looks = (withheldMs: number): ScriptLine[] =>
  Array.from({ length: 10 }, (_, at): ScriptLine => {
    const atMs = 30 + 20 * at;
    return [atMs, 'withheld', atMs, withheldMs * (at + 1)];
  });

test('many short calls are why, though each of them may have been withheld whole', () => {
  expect(found(18, [])).toEqual(['sync-wait']);
  expect(found(18, looks(8))).toEqual(['sync-wait']);
});

test('calls that had less than half of what was not withheld are not', () => {
  expect(found(8, looks(8))).toEqual(['blocked-event-loop']);
  expect(found(12, looks(8))).toEqual(['sync-wait']);
});
