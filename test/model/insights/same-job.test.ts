// A loop that is held delays others, not the holder's own job.

import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { isSameJob } from '../../../src/model/insights/evidence/same-job.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** `convert` computes from 10 to 110 ms; `read` waits for a file that may have been there since 11 ms. */
function lines(readersParent: number | undefined, on: 'file' | 'timer'): readonly ScriptLine[] {
  const parent = readersParent === undefined ? {} : { parent: readersParent };
  return [
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'convert', { parent: 1, line: 3 }],
    [2, 'suspend', 2, 'timer', 5, { line: 4 }],
    [3, 'enter', 3, 'read', { ...parent, line: 7 }],
    [4, 'suspend', 3, on, on === 'timer' ? 8 : 0, { line: 8 }],
    [5, 'suspend', 1, 'promise', 0, { line: 12 }],
    [10, 'turn', 'timers', 4],
    [10, 'ready', 2, { late: 0 }],
    [10, 'resume', 2],
    [110, 'end', 2],
    [111, 'turn', on === 'timer' ? 'timers' : 'poll'],
    [111, 'ready', 3, on === 'timer' ? { late: 99 } : { kind: 'file', exact: false }],
    [111, 'resume', 3],
    [112, 'end', 3],
    [113, 'resume', 1],
    [114, 'end', 1],
    [120, 'turn', 'poll'],
    [121, 'bye'],
  ];
}

const found = (...given: Parameters<typeof lines>) =>
  insightsOf(modelOf(lines(...given))).found.map(({ id }) => id);

describe('a task that computes while another one’s', () => {
  test('file is there: of the same job, that is no delay', () => {
    expect(found(1, 'file')).toEqual([]);
  });
  test('file is there: of another job, it is one', () => {
    expect(found(undefined, 'file')).toEqual(['blocked-event-loop']);
  });
  test('timer is due: a delay, whoever’s it is', () => {
    expect(found(1, 'timer')).toEqual(['blocked-event-loop']);
  });
});

/** `convert` and `read` are of a starter that is over, begun at these moments: `convert` computes from 20 to 120 ms, when `read`'s file was there. */
function leftLines(convertMs: number, readMs: number): readonly ScriptLine[] {
  const began: ScriptLine[] = [
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [5, 'end', 1],
    [convertMs, 'enter', 2, 'convert', { parent: 1, line: 3 }],
    [convertMs + 0.1, 'suspend', 2, 'timer', 5, { line: 4 }],
    [readMs, 'enter', 3, 'read', { parent: 1, line: 7 }],
    [readMs + 0.1, 'suspend', 3, 'file', 0, { line: 8 }],
  ];
  return [
    ...began.sort(([a], [b]) => a - b),
    [20, 'turn', 'timers', 4],
    [20, 'ready', 2, { late: 0 }],
    [20, 'resume', 2],
    [120, 'end', 2],
    [121, 'turn', 'poll'],
    [121, 'ready', 3, { kind: 'file', exact: false }],
    [121, 'resume', 3],
    [122, 'end', 3],
    [130, 'turn', 'poll'],
    [131, 'bye'],
  ];
}

describe('what was begun for a module that is over', () => {
  const found = (convertMs: number, readMs: number) =>
    insightsOf(modelOf(leftLines(convertMs, readMs))).found.map(({ id }) => id);
  test('by `.then` of what it did, is one job', () => {
    expect(found(8, 9)).toEqual([]);
  });
  test('by `.then`, is one job with what a promise calls for it', () => {
    const model = modelOf(leftLines(8, 9));
    const [main, , read] = [0, 1, 2];
    expect(isSameJob(model, main, read, 20 * NS_PER_MS)).toBe(false);
    expect(isSameJob(model, main, read, 20 * NS_PER_MS, 20 * NS_PER_MS)).toBe(true);
  });
  test('and one of it by the module itself, is two', () => {
    expect(found(4, 9)).toEqual(['blocked-event-loop']);
  });
});

/** A pool of two threads has ten pieces of `hash` to do, and one of `load` behind them. Nobody else has anything to do. */
function poolLines(parents: number | undefined, loads = parents): readonly ScriptLine[] {
  const parent = parents === undefined ? {} : { parent: parents };
  const loadsParent = loads === undefined ? {} : { parent: loads };
  return [
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [0, 'enter', 4, 'start', { parent: 1, kind: 'callback' }],
    [0.2, 'end', 4],
    [0.4, 'enter', 5, 'begin', { parent: 1 }],
    [0.6, 'end', 5],
    [0.7, 'enter', 6, 'hash', { line: 3 }],
    [0.8, 'end', 6],
    [1, 'enter', 2, 'hash', { ...parent, line: 3 }],
    [2, 'suspend', 2, 'promise', 0, { line: 4 }],
    [3, 'enter', 3, 'load', { ...loadsParent, line: 7 }],
    [4, 'suspend', 3, 'file', 0, { line: 8 }],
    [5, 'suspend', 1, 'promise', 0, { line: 12 }],
    ...Array.from({ length: 10 }, (_, at): ScriptLine[] => [
      [20 + 10 * at, 'turn', 'poll', 9],
      [20 + 10 * at, 'pool', 17 + 10 * at, 2, 'crypto', 2],
    ]).flat(),
    [120, 'turn', 'poll', 9],
    [120, 'pool', 116, 3, 'file', 2],
    [121, 'bye'],
  ];
}

describe('work that waits in the pool of threads behind another function’s', () => {
  const told = (...parents: [number?, number?]) =>
    insightsOf(modelOf(poolLines(...parents))).found.map(({ id, severity }) => `${severity} ${id}`);
  test('of the same job, that is how long the job takes', () => {
    expect(told(1)).toEqual(['info threadpool-saturated']);
  });
  test('that came of one callback, likewise', () => {
    expect(told(4)).toEqual(['info threadpool-saturated']);
  });
  test('of another job, it is held up', () => {
    expect(told()).toEqual(['warning threadpool-saturated']);
  });
  test('that the same function began in another job, is more of the same', () => {
    expect(told(undefined, 6)).toEqual(['info threadpool-saturated']);
  });
});

test('a task that is named after a place has that place only once in a sentence', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, '', { kind: 'callback', handedTo: 'map', line: 3 }],
    [2, 'enter', 3, 'read', { line: 7 }],
    [3, 'suspend', 3, 'timer', 5, { line: 8 }],
    [4, 'end', 1],
    [110, 'end', 2],
    [111, 'turn', 'timers'],
    [111, 'ready', 3, { late: 99 }],
    [111, 'resume', 3],
    [112, 'end', 3],
    [120, 'turn', 'poll'],
    [121, 'bye'],
  ]);
  const [finding] = insightsOf(model).found;
  expect(finding?.message).toMatch(/^map callback main\.mjs:3 held the event loop for /);
});
