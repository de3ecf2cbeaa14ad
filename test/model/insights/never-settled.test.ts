// What the finding says of who could have settled it.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const LOCK = { line: 4, text: 'lock()' };

/** Two customers and a lock that the first one never gives back: the clerk woke somebody else with it before. */
const LOCKED: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
  [1, 'enter', 2, 'customer', { parent: 1, line: 3, label: '"Ada"' }],
  [2, 'suspend', 2, 'promise', 0, LOCK],
  [3, 'enter', 3, 'clerk', { parent: 1, line: 8 }],
  [4, 'ready', 2, { by: 3 }],
  [5, 'end', 3],
  [6, 'enter', 4, 'customer', { parent: 1, line: 3, label: '"Ben"' }],
  [7, 'suspend', 4, 'promise', 0, LOCK],
  [8, 'suspend', 1, 'task', 4, { line: 12 }],
  [9, 'resume', 2],
  [10, 'end', 2],
  [11, 'bye', 13, 'nothingLeft'],
];

test('names who settled it for others at the same line', () => {
  const [insight] = insightsOf(modelOf(LOCKED)).found;
  expect(insight).toMatchObject({ id: 'never-settled', line: 4 });
  expect(insight?.message).toBe(
    'The program ended with exit code 13 while customer("Ben") (main.mjs:4) still waited for a promise (lock()), and with it main.mjs: nothing was left that could have settled it. clerk() (main.mjs:8) settled another one at this line.',
  );
});

test('a timer that came and settled nothing is told from one that was not to come any more', () => {
  const endedAt = (ms: number) =>
    insightsOf(
      modelOf([
        [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
        [1, 'suspend', 1, 'timer', 50, { line: 3 }],
        [ms, 'bye', 13, 'nothingLeft'],
      ]),
    ).found[0]?.message;
  expect(endedAt(60)).toMatch(/still waited for a promise that a timer of 50 ms left unsettled: nothing/);
  expect(endedAt(40)).toMatch(/still waited for a timer of 50 ms: nothing/);
});

test('goes through a combination to the member that is missing', () => {
  const [insight] = insightsOf(
    modelOf([
      [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
      [1, 'enter', 2, 'quick', { parent: 1, line: 3 }],
      [2, 'end', 2],
      [3, 'enter', 3, 'stuck', { parent: 1, line: 5 }],
      [4, 'suspend', 3, 'promise', 0, { line: 6 }],
      [
        5,
        'suspend',
        1,
        'promise',
        0,
        {
          line: 9,
          how: 'all',
          members: [
            ['task', 2],
            ['task', 3],
          ],
        },
      ],
      [6, 'bye', 13, 'nothingLeft'],
    ]),
  ).found;
  expect(insight?.message).toMatch(
    /while stuck\(\) \(main\.mjs:6\) still waited for a promise, and with it main\.mjs:/,
  );
});
