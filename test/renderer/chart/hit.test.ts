import { expect, test } from 'vitest';
import { picture, Rows } from '../../../src/model/index.ts';
import { allOf } from '../../../src/model/work.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { pointedStretch, stretchAt } from '../../../src/renderer/chart/hit.ts';
import { pointedAt } from '../../../src/renderer/worker/pointed.ts';
import { modelOf } from '../../support/script.ts';

test('a stretch of the picture says the same as the worker’s answer', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [2, 'suspend', 1, 'timer', 3],
    [5, 'ready', 1, { late: 0 }],
    [7, 'resume', 1],
    [8, 'suspend', 1, 'network'],
    [12, 'turn', 'poll', 1],
    [12, 'ready', 1, { kind: 'network', exact: false }],
    [14, 'resume', 1],
    [15, 'suspend', 1, 'timer', 90],
    [16, 'turn'],
  ]);
  const made = picture(model, new Rows(model), {
    fromNs: 0 as Nanoseconds,
    toNs: 20e6 as Nanoseconds,
    widthPx: 100,
    fromRow: 0 as RowIndex,
    toRow: 1 as RowIndex,
  });
  const { stretches, rows } = made;
  const said = Array.from({ length: stretches.length }, (_, at) => {
    const known = pointedStretch(stretches, at, rows[0]!);
    const middleNs = (stretches.fromNs[at]! + Math.min(stretches.toNs[at]!, 16e6)) / 2;
    const asked = allOf(pointedAt(model, rows[0]!.task!, middleNs));
    if (known !== null) expect(asked).toMatchObject({ ...known, place: asked?.place, wait: asked?.wait });
    return known === null
      ? 'asks'
      : `${known.state} ${known.fromNs / 1e6}–${known.toNs === null ? '' : known.toNs / 1e6}`;
  });
  // The time that it was ready for the network is an upper bound.
  expect(said).toEqual([
    'running 0–2',
    'suspended 2–5',
    'ready 5–7',
    'running 7–8',
    'suspended 8–12',
    'asks',
    'running 14–15',
    'suspended 15–',
  ]);
});

test('a run thinner than three pixels is pointed at from beside it, between long waits, too', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'suspend', 1, 'timer', 49],
    [50, 'ready', 1, { late: 0 }],
    [50, 'resume', 1],
    [50.1, 'suspend', 1, 'timer', 40],
    [90, 'ready', 1, { late: 0 }],
    [90, 'resume', 1],
    [100, 'end', 1],
  ]);
  const { stretches } = picture(model, new Rows(model), {
    fromNs: 0 as Nanoseconds,
    toNs: 100e6 as Nanoseconds,
    widthPx: 1000,
    fromRow: 0 as RowIndex,
    toRow: 1 as RowIndex,
  });
  const pointed = (ms: number) => {
    const at = stretchAt(stretches, 0, ms * 1e6, 100e6, 0.3e6);
    return at < 0 ? null : stretches.fromNs[at]! / 1e6;
  };
  expect([49.5, 49.8, 50.05, 50.3, 50.5, 100.2, 101].map(pointed)).toEqual([1, 50, 50, 50, 50.1, 90, null]);
});
