import { expect, test } from 'vitest';
import type { Model } from '../../../src/model/index.ts';
import { loopPoint } from '../../../src/model/moment/loop-point.ts';
import { loopLane } from '../../../src/model/picture/loop-lane.ts';
import { LOOP_PHASE_NAMES } from '../../../src/protocol/events.ts';
import { modelOf } from '../../support/script.ts';

const MS = 1e6;

/** The lane's stretches in milliseconds, in a window of ten seconds. */
function lane(model: Model): [from: number, to: number][] {
  const { length, fromNs, toNs } = loopLane(model, 0, 0, 10_000 * MS, MS / 100);
  return Array.from({ length }, (_, i) => [fromNs[i]! / MS, toNs[i]! / MS]);
}

test('while every task waits, the loop counts as idle since the last known moment', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [4, 'suspend', 1, 'timer', 2000],
  ]);
  expect(lane(model)).toEqual([[0, 4]]);
});

test('while a task runs, the loop counts as held, however long no event comes', () => {
  const model = modelOf([[0, 'enter', 1, 'main']]);
  expect(lane(model)).toEqual([[0, Number.POSITIVE_INFINITY]]);
});

test('in a program that was killed while a task ran, the loop was held to the end, not only to the last event', () => {
  const model = modelOf([[0, 'enter', 1, 'main']], {
    host: [[3000, 'programEnd', null, 'SIGTERM']],
    end: 'cut-off',
  });
  expect(lane(model)).toEqual([[0, model.endNs / MS]]);
  expect(model.endNs).toBeGreaterThan(2000 * MS);
});

test('when the loop wakes, it tells for how long it was idle', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [4, 'suspend', 1, 'timer', 2000],
    [2000, 'turn', 'timers', 1990],
    [2001, 'resume', 1],
    [2002, 'end', 1],
  ]);
  expect(lane(model)).toEqual([
    [0, 10],
    [2000, 2002],
  ]);
});

/** How much of a pixel of 10 ms, from its beginning on, the loop was busy and its runtime paused. */
function shares(model: Model): {
  busy: [ms: number, share: number][];
  paused: [ms: number, share: number][];
} {
  const { length, fromNs, share, pauses } = loopLane(model, 0, 0, 1000 * MS, 10 * MS);
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    busy: Array.from({ length }, (_, i) => [fromNs[i]! / MS, rounded(share[i]!)]),
    paused: Array.from({ length: pauses.length }, (_, i) => [
      pauses.fromNs[i]! / MS,
      rounded(pauses.share[i]!),
    ]),
  };
}

test('turns narrower than a pixel say how much of it they were, wider ones are whole', () => {
  const model = modelOf([
    [0, 'turn', 'timers'],
    [10, 'turn', 'poll', 9],
    [15, 'turn', 'poll', 2],
    [22, 'turn', 'poll', 6],
    [34, 'pause', 2, 13],
    [35, 'pause', 3, 5],
    [40, 'turn', 'timers', 0.5],
    [50, 'bye'],
  ]);
  expect(shares(model)).toEqual({
    busy: [
      [0, 0.1],
      [10, 0.4],
      [22, 1],
      [40, 1],
    ],
    paused: [
      [21, 0.2],
      [30, 0.3],
    ],
  });
});

test('a moment has how busy the loop was, and who held it longest', () => {
  const model = modelOf([
    [0, 'turn', 'timers'],
    [0, 'enter', 1, 'a', { line: 3 }],
    [4, 'end', 1],
    [10, 'turn', 'poll', 5],
    [10, 'enter', 2, 'b'],
    [11, 'end', 2],
    [20, 'turn', 'timers', 8],
    [30, 'pause', 1, 28],
    [30, 'withheld', 1, 7],
    [30, 'withheld', 4, 9],
    [31, 'bye'],
  ]);
  const { longest, ...here } = loopPoint(model, 0, 1 * MS, 11 * MS);
  expect(here).toEqual({
    busy: 0.5,
    pausedNs: 1 * MS,
    withheldNs: 2 * MS,
    pool: { inFlight: 0, threads: 0 },
    turns: 2,
  });
  expect(longest).toMatchObject({
    phase: 'timers',
    fromNs: 0,
    toNs: 5 * MS,
    pausedNs: 1 * MS,
    withheldNs: 2 * MS,
  });
  expect(longest!.holders).toMatchObject([{ name: 'a', place: { line: 3 }, ns: 4 * MS }]);
  expect(loopPoint(model, 0, 13 * MS, 14 * MS)).toMatchObject({
    busy: 0,
    pausedNs: 0,
    turns: 0,
    longest: null,
  });
});

test('a wide turn shows where the callback ended and the queued callbacks began', () => {
  const model = modelOf([
    [0, 'turn', 'poll'],
    [0, 'enter', 1, 'read', { kind: 'callback' }],
    [3, 'end', 1],
    [3, 'enter', 2, 'tick', { kind: 'callback', tick: true }],
    [4, 'end', 2],
    [4, 'enter', 3, 'tick', { kind: 'callback', tick: true }],
    [6, 'end', 3],
    [6, 'enter', 4, 'job', { kind: 'callback' }],
    [7, 'end', 4],
    // In a turn without a callback of the program, everything counts as drained.
    [20, 'turn', 'timers', 12],
    [20, 'enter', 5, 'f'],
    [25, 'end', 5],
    [30, 'bye'],
  ]);
  const { drainNs, drainPhase } = loopLane(model, 0, 0, 30 * MS, MS / 10);
  expect([...drainNs].map((ns) => ns / MS)).toEqual([Number.NaN, 3, 20]);
  expect([...drainPhase].map((phase) => LOOP_PHASE_NAMES[phase])).toEqual([
    'other',
    'nextTick',
    'microtasks',
  ]);
});
