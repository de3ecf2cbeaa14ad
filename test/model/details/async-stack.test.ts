import { expect, test } from 'vitest';
import { asyncStack } from '../../../src/model/details/async-stack.ts';
import { allOf } from '../../../src/model/work.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const LINES: ScriptLine[] = [
  [0, 'enter', 1, 'main', { line: 1 }],
  [1, 'enter', 2, 'all', { parent: 1, line: 10 }],
  [2, 'enter', 3, 'price', { parent: 2, line: 20, label: '"A"' }],
  [3, 'suspend', 3, 'network', 0, { line: 21 }],
  [3, 'enter', 4, 'log', { parent: 2, line: 30 }],
  [4, 'suspend', 4, 'timer', 50, { line: 31 }],
  [
    4,
    'suspend',
    2,
    'promise',
    0,
    {
      line: 12,
      members: [
        ['task', 3],
        ['timer', 50],
      ],
    },
  ],
  [5, 'suspend', 1, 'task', 2, { line: 4 }],
  [6, 'enter', 5, 'other', { parent: 1, line: 40 }],
  [7, 'suspend', 5, 'task', 2, { line: 41 }],
];

/** One line a frame, as one reads a stack. */
const stack = (lines: readonly ScriptLine[], task: number): string[] =>
  allOf(asyncStack(modelOf(lines), task)).map(
    ({ label, how, place, others }) => `${how} ${label}:${place?.line}${others > 0 ? ` +${others}` : ''}`,
  );

test('who awaits whom, alone or among several, up to the root', () => {
  expect(stack(LINES, 2)).toEqual(['itself price("A"):20', 'awaits all():12', 'awaits main():4 +1']);
});

test('for a task that nobody awaits, the task that started it', () => {
  expect(stack(LINES, 3)).toEqual(['itself log():30', 'started all():10', 'awaits main():4 +1']);
});

test('tasks that await each other appear once', () => {
  const circle: ScriptLine[] = [
    [0, 'enter', 1, 'one'],
    [0, 'enter', 2, 'two'],
    [1, 'suspend', 1, 'task', 2, { line: 2 }],
    [1, 'suspend', 2, 'task', 1, { line: 3 }],
  ];
  expect(stack(circle, 0)).toEqual(['itself one():1', 'awaits two():3']);
});
