import { expect, test } from 'vitest';
import { linesLaidOut, linesToAsk } from '../../../src/renderer/drawer/console/console-window.ts';

/** Lines that fit in the console, and how many a page has beyond those that were asked for. */
const FIT = 20;
const MARGIN = 50;

test('while lines come faster than pages, the newest lines that have arrived are shown, and the newest of all are requested', () => {
  let known = 0;
  let lines = 0;
  const newest: number[] = [];
  for (let step = 0; step < 20; step++) {
    lines += 3000;
    const count = linesLaidOut(lines, known, true);
    const inView = { from: Math.max(0, count - FIT), to: count };
    // A page is of what there was when it was asked for; by now there are more.
    if (step > 0) {
      expect(inView.to).toBe(known);
      newest.push(inView.to);
    }
    const asked = linesToAsk(inView, lines, known, true);
    expect(asked).toEqual({ from: lines - FIT, to: lines });
    known = Math.min(lines, asked.to + MARGIN);
  }
  expect(newest).toEqual(newest.map((_, step) => 3000 * (step + 1)));
  expect(linesLaidOut(lines, lines, true)).toBe(lines);
});

test('away from the end, there is room for all lines, and those in view are requested', () => {
  expect(linesLaidOut(9000, 40, false)).toBe(9000);
  expect(linesToAsk({ from: 100, to: 120 }, 9000, 40, false)).toEqual({ from: 100, to: 120 });
});
