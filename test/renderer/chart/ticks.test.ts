import { expect, test } from 'vitest';
import { timeTicks } from '../../../src/renderer/chart/time/ticks.ts';

const ms = 1e6;
const s = 1e9;

/** The labels of an axis with about six ticks, the base in front. */
function axis(fromNs: number, toNs: number): string {
  const { values, label, base } = timeTicks({ fromNs, toNs }, 6);
  return [base ?? '', ...values.map(label)].filter(Boolean).join(' | ');
}

test('units follow the length of the window', () => {
  expect(axis(0, 3 * s)).toBe('0.0 s | 0.5 s | 1.0 s | 1.5 s | 2.0 s | 2.5 s | 3.0 s');
  expect(axis(0, 30 * s)).toBe('0 s | 5 s | 10 s | 15 s | 20 s | 25 s | 30 s');
  expect(axis(0, 120 * ms)).toBe('0 ms | 20 ms | 40 ms | 60 ms | 80 ms | 100 ms | 120 ms');
  expect(axis(10 * ms, 11.2 * ms)).toBe(
    '10.0 ms | 10.2 ms | 10.4 ms | 10.6 ms | 10.8 ms | 11.0 ms | 11.2 ms',
  );
  // Of a run that is shorter than a second nothing is told in seconds.
  expect(axis(0, 700 * ms)).toBe('0 ms | 100 ms | 200 ms | 300 ms | 400 ms | 500 ms | 600 ms | 700 ms');
  expect(axis(0, 3000)).toBe('0.0 µs | 0.5 µs | 1.0 µs | 1.5 µs | 2.0 µs | 2.5 µs | 3.0 µs');
  expect(axis(0, 1000)).toBe('0 ns | 200 ns | 400 ns | 600 ns | 800 ns | 1,000 ns');
  expect(axis(2.06 * s, 2.063 * s)).toBe(
    '2,060.0 ms | 2,060.5 ms | 2,061.0 ms | 2,061.5 ms | 2,062.0 ms | 2,062.5 ms | 2,063.0 ms',
  );
});

test('beyond minutes, steps are those of a clock', () => {
  expect(axis(0, 180 * s)).toBe('0 s | 30 s | 1 m | 1 m 30 s | 2 m | 2 m 30 s | 3 m');
  expect(axis(700 * s, 700.5 * s)).toBe('700.0 s | 700.1 s | 700.2 s | 700.3 s | 700.4 s | 700.5 s');
  expect(axis(0, 1200 * s)).toContain('5 m | 10 m');
  expect(axis(3600 * s, 7200 * s)).toContain('1 h | 1 h 10 m');
  expect(axis(0, 30 * 3600 * s)).toBe('0 s | 6 h | 12 h | 18 h | 24 h | 30 h');
});

test('far from zero and close up, labels count from a base', () => {
  expect(axis(2.003_4 * s, 2.003_406 * s)).toBe(
    '2.003 s + | 400 µs | 401 µs | 402 µs | 403 µs | 404 µs | 405 µs | 406 µs',
  );
});

test('there is no time before zero', () => {
  const { values } = timeTicks({ fromNs: -0.2 * s, toNs: s }, 6);
  expect(Math.min(...values)).toBe(0);
});
