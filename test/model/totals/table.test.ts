import { expect, test } from 'vitest';
import { TaskPages, type TaskSortKey } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const LINES: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { line: 1 }],
  [1, 'enter', 2, 'beta', { parent: 1, line: 30 }],
  [3, 'suspend', 2, 'timer', 5],
  [4, 'enter', 3, 'alpha', { parent: 1, line: 20 }],
  [5, 'suspend', 3],
  [6, 'suspend', 1],
  [6, 'ready', 3],
  [9, 'resume', 3],
  [9, 'suspend', 3],
  [10, 'ready', 2],
  [12, 'resume', 2],
  [14, 'end', 2],
  [20, 'turn'],
];

function sorted(by: TaskSortKey, descending = false): string {
  const pages = new TaskPages(modelOf(LINES));
  return allOf(pages.page(0, 10, { by, descending }))
    .map(({ label }) => label.replace('()', ''))
    .join(' ');
}

test.each<[TaskSortKey, string, string]>([
  ['start', 'main beta alpha', 'alpha beta main'],
  ['label', 'alpha beta main', 'main beta alpha'],
  ['state', 'beta main alpha', 'main alpha beta'],
  ['duration', 'beta alpha main', 'main alpha beta'],
  ['running', 'alpha beta main', 'main beta alpha'],
  ['ready', 'main beta alpha', 'alpha beta main'],
  ['suspended', 'beta alpha main', 'main alpha beta'],
  ['waits', 'main beta alpha', 'alpha main beta'],
  ['place', 'main alpha beta', 'beta alpha main'],
])('sorted by %s: %s, and the other way: %s', (by, up, down) => {
  expect(sorted(by)).toBe(up);
  expect(sorted(by, true)).toBe(down);
});

test('a row has everything that the table shows of a task', () => {
  const [row] = allOf(new TaskPages(modelOf(LINES)).page(1, 2, { by: 'start', descending: false }));
  expect(row).toEqual({
    task: 1,
    label: 'beta()',
    kind: 'async',
    state: 'fulfilled',
    place: { file: '/app/main.mjs', line: 30, column: 1 },
    startNs: 1e6,
    endNs: 14e6,
    runningNs: 4e6,
    readyNs: 2e6,
    suspendedNs: 7e6,
    waits: 1,
  });
});

test('pages beyond the ends are what there is', () => {
  const pages = new TaskPages(modelOf(LINES));
  const page = (from: number, to: number): number =>
    allOf(pages.page(from, to, { by: 'start', descending: false })).length;
  expect([page(-5, 2), page(2, 100), page(3, 100), page(5, 1)]).toEqual([2, 1, 0, 0]);
});
