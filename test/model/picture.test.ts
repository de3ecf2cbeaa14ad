import { expect, test } from 'vitest';
import { draw } from '../support/draw.ts';
import { modelOf } from '../support/script.ts';

test('x', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'order', { parent: 1 }],
    [2, 'suspend', 2, 'timer', 5],
    [3, 'suspend', 1, 'task', 2],
    [9, 'ready', 2, { late: 1 }],
    [10, 'resume', 2],
    [11, 'ready', 1, { by: 2 }],
    [12, 'end', 2],
    [13, 'resume', 1],
    [14, 'end', 1],
    [14, 'bye'],
  ]);
  expect(`\n${draw(model, 14)}`).toBe(`
main.mjs  ###........++#
  order    #......++##`);
});
