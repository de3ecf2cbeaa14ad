// What the runner of other packages' suites reads off their output, and what it calls a change.

import { expect, test } from 'vitest';
import { changedTests, isAlways, type Outcome, readMochaJson, readTap } from '../../bench/suite-results.ts';

test('TAP: subtests have the names of those above, what is skipped is no failure, a second of a name has its number', () => {
  const text = [
    'TAP version 13',
    '# Subtest: a queue',
    '    # Subtest: adds',
    '    ok 1 - adds',
    '      ---',
    '      duration_ms: 1',
    '      ...',
    '    not ok 2 - adds',
    '    ok 3 - waits # SKIP no time',
    '    1..3',
    'not ok 1 - a queue',
    'ok 2 on its own # 2',
    'okay, said the program',
    'ok 3 - later # TODO',
  ].join('\n');
  expect([...readTap(text)]).toEqual([
    ['a queue › adds', 'passed'],
    ['a queue › adds #2', 'failed'],
    ['a queue › waits', 'skipped'],
    ['a queue', 'failed'],
    ['on its own # 2', 'passed'],
    ['later', 'skipped'],
  ]);
});

test('mocha’s json, with what the suite prints around it', () => {
  const of = (...titles: string[]) => titles.map((fullTitle) => ({ fullTitle }));
  const json = { stats: {}, tests: [], passes: of('a', 'a'), failures: of('b'), pending: of('c') };
  expect([...readMochaJson(`{ no json\n${JSON.stringify(json, null, 2)}\nbye`)]).toEqual([
    ['a', 'passed'],
    ['a #2', 'passed'],
    ['b', 'failed'],
    ['c', 'skipped'],
  ]);
  expect(readMochaJson('nothing').size).toBe(0);
});

test('what changed is named with each outcome; what did so always is told from what did so once', () => {
  const run = (outcomes: Readonly<Record<string, Outcome>>) => new Map(Object.entries(outcomes));
  const changed = changedTests(
    [
      run({ same: 'passed', flaky: 'failed', broken: 'passed' }),
      run({ same: 'passed', flaky: 'passed', broken: 'passed' }),
    ],
    [run({ same: 'passed', flaky: 'passed' }), run({ same: 'passed', flaky: 'passed' })],
  );
  expect(changed).toEqual([
    { name: 'flaky', untraced: ['failed', 'passed'], traced: ['passed', 'passed'] },
    { name: 'broken', untraced: ['passed', 'passed'], traced: ['missing', 'missing'] },
  ]);
  expect(changed.map(isAlways)).toEqual([false, true]);
});
