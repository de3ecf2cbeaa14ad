// A loop that is held delays others, not the holder's own job.

import { describe, expect, test } from 'vitest';
import { insightsOf } from '../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../support/script.ts';

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
