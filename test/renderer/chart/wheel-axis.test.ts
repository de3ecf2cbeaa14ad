// One swipe goes along one axis.
import { expect, test } from 'vitest';
import { WheelAxis } from '../../../src/renderer/chart/wheel-axis.ts';

/** Events as `dx,dy` and the milliseconds since the one before; the axis each goes along. */
const axesOf = (
  ...events: readonly (readonly [deltaX: number, deltaY: number, afterMs: number])[]
): string => {
  const axis = new WheelAxis();
  let atMs = 1000;
  return events
    .map(([deltaX, deltaY, afterMs]) => {
      atMs += afterMs;
      return axis.next(deltaX, deltaY, atMs);
    })
    .join('');
};

test.each([
  [
    'down, and bends at its end',
    [
      [1, 30, 0],
      [0, 12, 16],
      [2, 3, 16],
      [3, 1, 16],
      [1, 0, 16],
    ],
    'yyyyy',
  ],
  [
    'aside, and bends at its end',
    [
      [30, 2, 0],
      [12, 1, 16],
      [2, 3, 16],
      [0, 4, 16],
    ],
    'xxxx',
  ],
  [
    'another one, after a moment',
    [
      [0, 12, 0],
      [3, 1, 200],
    ],
    'yx',
  ],
  [
    'turned on purpose',
    [
      [0, 30, 0],
      [0, 20, 16],
      [24, 3, 16],
      [20, 0, 16],
    ],
    'yyxx',
  ],
  [
    'notches of two wheels',
    [
      [0, 120, 0],
      [120, 0, 40],
      [0, 120, 40],
    ],
    'yxy',
  ],
] as const)('%s', (_what, events, axes) => {
  expect(axesOf(...events)).toBe(axes);
});
