// Work that the pool of threads did: told when it is back, in whatever order it was done.

import { expect, test } from 'vitest';
import { loopMoment, report } from '../../../src/model/index.ts';
import { saturations } from '../../../src/model/totals/saturation.ts';
import type { ThreadIndex } from '../../../src/protocol/units.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const MS = 1e6;

/** A pool of two threads gets two pieces of 10 ms at 0, a third one that has to wait, and behind it a fourth one that belongs to a package. */
const WORKS: readonly ScriptLine[] = [
  [0, 'enter', 1, 'hash'],
  [0, 'enter', 2, 'load', { parent: 1 }],
  [1, 'suspend', 2, 'file'],
  [1, 'suspend', 1, 'promise'],
  [10, 'turn', 'poll', 9],
  [10, 'pool', 10, 1, 'crypto', 2],
  [12, 'turn', 'poll', 1.5],
  [12, 'pool', 12, 1, 'crypto', 2],
  [15, 'turn', 'poll', 2.5],
  [15, 'pool', 14, 2, 'file', 2],
  [20, 'turn', 'poll', 4],
  [20, 'pool', 18, 0, 'dns', 2],
  [21, 'bye'],
];

test('the pool has what was in flight at a moment, and who still waited for a thread', () => {
  const pool = (ms: number) => {
    const { threads, total, entries } = loopMoment(modelOf(WORKS), 0 as ThreadIndex, ms * MS).pool;
    const words = entries.map(({ kind, label, queued }) =>
      `${kind} ${label}${queued ? ' queued' : ''}`.trim(),
    );
    return [threads, total, ...words];
  };
  expect(pool(1.5)).toEqual([2, 3, 'crypto hash()', 'crypto hash()', 'file load() queued']);
  expect(pool(9)).toEqual([2, 4, 'crypto hash()', 'crypto hash()', 'file load() queued', 'dns  queued']);
  expect(pool(11)).toEqual([2, 3, 'crypto hash()', 'file load()', 'dns  queued']);
  expect(pool(14)).toEqual([2, 2, 'file load()', 'dns']);
  expect(pool(20.5)).toEqual([2, 0]);
});

test('for programs it says how much work there was, of what kind, and how long it queued', () => {
  expect(report(modelOf(WORKS)).threadPool).toEqual({
    threads: 2,
    works: 4,
    byKind: { crypto: 2, file: 1, dns: 1 },
    mostInFlight: 4,
    queuedMs: 9 + 10,
    longestQueuedMs: 10,
  });
  expect(report(modelOf([[1, 'bye']])).threadPool).toMatchObject({ threads: null, works: 0 });
});

test('the pool is saturated by what tasks asked for, for as long as the loop had nothing else to do', () => {
  const found = saturations(modelOf(WORKS), 0, 1 * MS);
  // It is saturated from when the third was handed over until the first was back. The package's own piece does not count.
  expect(found).toMatchObject([{ fromNs: 1 * MS, toNs: 10 * MS, idleNs: 9 * MS, most: 3 }]);
  expect(saturations(modelOf(WORKS), 0, 9.5 * MS)).toEqual([]);
  const held = WORKS.map((line) => (line[1] === 'turn' ? ([line[0], 'turn', 'poll', 0] as const) : line));
  expect(saturations(modelOf(held), 0, 1 * MS)).toEqual([]);
});
