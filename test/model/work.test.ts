import { expect, test } from 'vitest';
import { lateTimer } from '../../src/model/insights/late-timer.ts';
import type { Finding, Thresholds } from '../../src/model/insights/types.ts';
import { allOf, inPieces, isWork, type Work } from '../../src/model/work.ts';
import { modelOf, type ScriptLine } from '../support/script.ts';

test.each([0, 1, 16_384, 65_537, 300_000])(
  '%i are handed over once each, in order, some at a time',
  (length) => {
    const pieces: [from: number, to: number][] = [];
    allOf(inPieces(length, (from, to) => pieces.push([from, to])));
    expect(pieces.length).toBe(Math.ceil(length / 16_384));
    expect(pieces.reduce((at, [from, to]) => (from === at ? to : Number.NaN), 0)).toBe(length);
  },
);

test('plain answers are not taken for work', () => {
  expect([null, [1], 'text', 7, { next: 1 }, new Map()].map(isWork)).toEqual(Array(6).fill(false));
  expect(isWork(inPieces(1, () => undefined))).toBe(true);
});

test('looking at timers that came late gives way between any two of them', () => {
  const sleepers = Array.from({ length: 30 }, (_, at) => at + 2);
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    ...sleepers.flatMap((id): ScriptLine[] => [
      [0, 'enter', id, 'sleeper', { parent: 1, line: 2 }],
      [0, 'suspend', id, 'timer', 10, { line: 3 }],
    ]),
    [100, 'suspend', 1, 'task', 2, { line: 9 }],
    [100, 'turn', 'timers', 1],
    ...sleepers.flatMap((id): ScriptLine[] => [
      [100, 'ready', id, { late: 90 }],
      [100, 'resume', id],
      [100, 'end', id],
    ]),
    [101, 'turn'],
  ]);
  const thresholds = { 'blocked-event-loop': 1000, 'microtask-starvation': 1000, 'sync-wait': 1000 };
  const work = lateTimer.find(model, 10, thresholds as Thresholds) as Work<Finding[]>;
  let steps = 0;
  for (let step = work.next(); ; step = work.next(), steps++)
    if (step.done) {
      expect(step.value.map(({ message }) => message)).toEqual([expect.stringContaining('29 other timers')]);
      break;
    }
  expect(steps).toBeGreaterThanOrEqual(sleepers.length);
});
