// Who is named for a loop that was blocked: the one function that held it, one and what it called, or several with their shares.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** A timer is due at 20, in a turn that lasts from 10 on, and goes on behind it. */
const blocked = (held: readonly ScriptLine[], endMs = 110): string[] => {
  const model = modelOf([
    [0, 'turn', 'poll'],
    [0, 'enter', 1, 'tick', { line: 1 }],
    [1, 'suspend', 1, 'timer', 19],
    [10, 'turn', 'poll', 1],
    ...held,
    [endMs, 'turn', 'timers'],
    [endMs, 'ready', 1, { late: endMs - 20 }],
    [endMs, 'resume', 1],
    [endMs + 1, 'end', 1],
  ]);
  const { found } = insightsOf(model);
  return found
    .filter(({ id }) => id === 'blocked-event-loop')
    .map(({ message, line }) => `${line} ${message}`);
};

/** Calls one after the other, each of a function of its own, whose line is its task's number. */
const calls = (fromMs: number, parent: number, lengths: readonly number[]): ScriptLine[] => {
  let ms = fromMs;
  return lengths.flatMap((length, at): ScriptLine[] => {
    const task = 10 + at;
    const begin: ScriptLine = [ms, 'enter', task, `part${at}`, { parent, line: task }];
    ms += length;
    return [begin, [ms, 'end', task]];
  });
};

test('names the one that held it for most of that', () => {
  expect(blocked(calls(10, 0, [70, 20, 10]))).toEqual([
    '10 part0() (main.mjs:10) held the event loop for 70 % of 100 ms: tick() (main.mjs:1) went on 90.0 ms late.',
  ]);
});

test('names the one that called them where none did, and who had how much', () => {
  const called = calls(15, 2, [15, 20, 10, 25, 20]);
  expect(blocked([[10, 'enter', 2, 'handle', { line: 5 }], ...called, [110, 'end', 2]])).toEqual([
    '5 handle() (main.mjs:5) and what it called held the event loop for 100 ms: tick() (main.mjs:1) went on 90.0 ms late.' +
      ' Of the 100 ms part3() (main.mjs:13) had 25 %, part1() (main.mjs:11) 20 %, part4() (main.mjs:14) 20 % and 3 other functions 35 %.',
  ]);
});

test('names a function that a promise called, and what that called', () => {
  const called = calls(10, 0, [30, 30, 30]);
  expect(blocked([...called, [110, 'reaction', '', 100, { line: 7, handedTo: 'then' }]])).toEqual([
    '7 then callback main.mjs:7 and what it called held the event loop for 100 ms: tick() (main.mjs:1) went on 90.0 ms late.' +
      ' Of the 100 ms part0() (main.mjs:10) had 30 %, part1() (main.mjs:11) 30 %, part2() (main.mjs:12) 30 % and 1 other function 10 %.',
  ]);
});

test('names several that nobody called together, with what each had', () => {
  expect(blocked(calls(10, 0, [40, 35, 25]))).toEqual([
    '10 3 functions together held the event loop for 100 ms: tick() (main.mjs:1) went on 90.0 ms late.' +
      ' Of the 100 ms part0() (main.mjs:10) had 40 %, part1() (main.mjs:11) 35 % and part2() (main.mjs:12) 25 %.',
  ]);
});

test('names nobody where the program’s functions had less than half of it, since it was long because of something else', () => {
  expect(blocked(calls(10, 0, [60, 40]), 210)).toHaveLength(1);
  expect(blocked(calls(10, 0, [60, 35]), 210)).toEqual([]);
});
