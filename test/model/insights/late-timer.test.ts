// Whose fault a late timer is said to be: one function's only where it held the loop for most of that time, otherwise of each with its share.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** A timer of 10 ms is due at 20 and comes at 120. Until then functions, each in turns of its own, hold the loop for so long. */
function late(...held: (readonly [name: string, ms: number])[]): string[] {
  let ms = 20;
  const turns = held.flatMap(([name, lengthMs], at): ScriptLine[] => {
    const [from, task, line] = [ms, 10 + at, 10 + Number(name.at(-1))];
    ms += lengthMs;
    return [
      [from, 'turn', 'poll'],
      [from, 'enter', task, name, { line }],
      [ms, 'end', task],
    ];
  });
  const model = modelOf([
    [0, 'turn', 'poll'],
    [0, 'enter', 1, 'tick', { line: 1 }],
    [10, 'suspend', 1, 'timer', 10],
    ...turns,
    [120, 'turn', 'timers'],
    [120, 'ready', 1, { late: 100 }],
    [120, 'resume', 1],
    [121, 'end', 1],
  ]);
  const { found } = insightsOf(model);
  return found.map(({ message }) => message.replace(/^.* came 100 ms late: /, ''));
}

test('names the one that held the loop for most of that time', () => {
  expect(late(['part0', 40], ['part1', 20], ['part0', 30])).toEqual([
    'part0() (main.mjs:10) held the event loop for 70 % of that.',
  ]);
});

test('tells, where none did, how many there were, and what each had', () => {
  expect(late(['part0', 40], ['part1', 30], ['part2', 20])).toEqual([
    '3 functions together held the event loop for 90 % of that. Of the 100 ms part0() (main.mjs:10) had 40 %, part1() (main.mjs:11) 30 % and part2() (main.mjs:12) 20 %.',
  ]);
});

test('names nobody where the longest had less than a quarter', () => {
  expect(late(['part0', 24], ['part1', 24], ['part2', 24], ['part3', 24])).toEqual([]);
});
