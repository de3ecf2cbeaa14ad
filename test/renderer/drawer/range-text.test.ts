import { expect, test } from 'vitest';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { rangeText } from '../../../src/renderer/drawer/range/range-text.ts';

test('the totals of a range as a table; no name begins a column of its own', () => {
  const times = { runningNs: NS_PER_MS, readyNs: 0, suspendedNs: 2.5 * NS_PER_MS };
  const text = rangeText(0, 4 * NS_PER_MS, {
    ...times,
    tasks: 1,
    functionCount: 1,
    functions: [
      { name: 'odd\tname\n', place: { file: '/app/a.mjs', line: 3, column: 1 }, tasks: 1, ...times },
    ],
    awaited: [{ kind: 'timer', waits: 1, suspendedNs: 2.5 * NS_PER_MS, readyNs: 0 }],
  });
  expect(text.split('\n').map((line) => line.split('\t'))).toEqual([
    ['from ms', 'to ms', 'tasks', 'running ms', 'ready ms', 'suspended ms'],
    ['0.000', '4.000', '1', '1.000', '0.000', '2.500'],
    [''],
    ['waited for', 'waits', 'suspended ms', 'ready ms'],
    ['timer', '1', '2.500', '0.000'],
    [''],
    ['function', 'place', 'tasks', 'running ms', 'ready ms', 'suspended ms'],
    ['odd name ', '/app/a.mjs:3', '1', '1.000', '0.000', '2.500'],
  ]);
});
