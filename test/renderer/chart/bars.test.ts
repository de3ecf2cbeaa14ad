import { describe, expect, test } from 'vitest';
import { type Stretches, StretchKind } from '../../../src/model/index.ts';
import { AwaitedKind } from '../../../src/protocol/events.ts';
import { rowAt, rowsInView, rowTopPx, scrollToShow } from '../../../src/renderer/chart/geometry.ts';
import { stretchAt } from '../../../src/renderer/chart/hit.ts';
import { Fill, fillBuckets, newBuckets } from '../../../src/renderer/chart/paint/bar-buckets.ts';
import { timeScale } from '../../../src/renderer/chart/time/spaces.ts';

type Line = readonly [
  row: number,
  from: number,
  to: number,
  kind: keyof typeof StretchKind,
  mostly?: keyof typeof StretchKind,
];

function stretches(lines: readonly Line[]): Stretches {
  return {
    length: lines.length,
    row: Int32Array.from(lines, ([row]) => row),
    fromNs: Float64Array.from(lines, ([, from]) => from),
    toNs: Float64Array.from(lines, ([, , to]) => to),
    kind: Uint8Array.from(lines, ([, , , kind]) => StretchKind[kind]),
    awaited: Uint8Array.from(lines, () => AwaitedKind.timer),
    count: Int32Array.from(lines, ([, , , kind]) => (kind === 'merged' ? 7 : 1)),
    run: Int32Array.from(lines, (_, index) => index),
    mostly: Uint8Array.from(lines, ([, , , , mostly = 'running']) => StretchKind[mostly]),
  };
}

const NAMES: Readonly<Record<number, string>> = {
  [Fill.band + AwaitedKind.timer]: 'band',
  [Fill.ready]: 'ready',
  [Fill.readyAtMost]: 'at most',
  [Fill.readySliver]: 'sliver',
  [Fill.mergedBand]: 'merged band',
  [Fill.mergedRuns]: 'merged runs',
  [Fill.running]: 'running',
};

/** What is drawn of a window of 0 to 100 ns on 100 pixels: `running 10+5` is 5 pixels wide from 10 on. */
function drawn(lines: readonly Line[], { edgeNs = 100, ratio = 1, scrollPx = 0 } = {}): string[] {
  const buckets = newBuckets();
  const scale = timeScale({ fromNs: 0, toNs: 100 }, 100);
  fillBuckets(buckets, stretches(lines), scale, { scrollPx, heightPx: 200 }, edgeNs, ratio);
  return buckets.flatMap(({ values, length }, fill) =>
    Array.from({ length: length / 4 }, (_, at) => `${NAMES[fill]} ${values[at * 4]}+${values[at * 4 + 2]}`),
  );
}

describe('bars', () => {
  test('a task that runs, waits, is ready and runs again', () => {
    expect(
      drawn([
        [0, 0, 10, 'running'],
        [0, 10, 60, 'suspended'],
        [0, 60, 80, 'ready'],
        [0, 80, 90, 'running'],
      ]),
    ).toEqual(['band 10+50', 'ready 60+20', 'running 0+10', 'running 80+10']);
  });

  test('a run of no length is still a pixel wide, and on top', () => {
    expect(
      drawn([
        [0, 50, 50, 'running'],
        [0, 50, 90, 'suspended'],
      ]),
    ).toEqual(['band 50+40', 'running 50+1']);
    expect(drawn([[0, 50.1, 50.1, 'running']], { ratio: 2 })).toEqual(['running 50+1']);
  });

  test('what has not ended reaches the edge, and nothing goes beyond it', () => {
    const open: Line[] = [[0, 10, Number.POSITIVE_INFINITY, 'suspended']];
    expect(drawn(open, { edgeNs: 40 })).toEqual(['band 10+30']);
    expect(drawn([[0, 50, 60, 'running']], { edgeNs: 40 })).toEqual([]);
  });

  test('too narrow for a hatch, ready is a plain sliver', () => {
    expect(
      drawn([
        [0, 10, 13, 'ready'],
        [1, 10, 30, 'readyAtMost'],
      ]),
    ).toEqual(['at most 10+20', 'sliver 10+3']);
  });

  test('merged stretches show what took most of the time, and that there were runs', () => {
    expect(drawn([[0, 10, 11, 'merged', 'suspended']])).toEqual(['merged band 10+1', 'merged runs 10+1']);
    expect(drawn([[0, 10, 11, 'merged', 'running']])).toEqual(['running 10+1']);
  });

  test('rows out of view are left out', () => {
    expect(
      drawn([
        [0, 0, 10, 'running'],
        [50, 0, 10, 'running'],
      ]),
    ).toHaveLength(1);
    expect(
      drawn(
        [
          [0, 0, 10, 'running'],
          [50, 0, 10, 'running'],
        ],
        { scrollPx: 50 * 24 },
      ),
    ).toHaveLength(1);
  });
});

describe('pointing', () => {
  const line = stretches([
    [0, 0, 10, 'running'],
    [0, 10, 60, 'suspended'],
    [2, 30, 30, 'running'],
    [2, 40, Number.POSITIVE_INFINITY, 'suspended'],
  ]);
  const at = (row: number, ns: number, slack = 0) => stretchAt(line, row, ns, 90, slack);

  test('finds the stretch of a row at a moment', () => {
    expect([at(0, 5), at(0, 10), at(0, 59), at(2, 70)]).toEqual([0, 1, 1, 3]);
  });

  test('finds nothing before, after, between, and in rows without stretches', () => {
    expect([at(0, 61), at(1, 5), at(2, 10), at(2, 35), at(2, 91), at(9, 5)]).toEqual([
      -1, -1, -1, -1, -1, -1,
    ]);
  });

  test('a run without a length can be pointed at from beside it', () => {
    expect([at(2, 28, 3), at(2, 32, 3)]).toEqual([2, 2]);
  });
});

describe('rows', () => {
  test('are counted from below the event-loop lane', () => {
    expect([rowAt(10, { scrollPx: 0, heightPx: 200 }), rowAt(28, { scrollPx: 0, heightPx: 200 })]).toEqual([
      -1, 0,
    ]);
    expect(rowAt(60, { scrollPx: 240, heightPx: 200 })).toBe(11);
    expect(rowsInView({ scrollPx: 36, heightPx: 148 })).toEqual([1, 7]);
  });

  test('that are pinned stand still, and the others pass below them', () => {
    const view = { scrollPx: 240, heightPx: 28 + 240, pinned: 2 };
    expect([rowAt(30, view), rowAt(75, view), rowAt(76, view)]).toEqual([0, 1, 12]);
    expect([0, 1, 12].map((row) => rowTopPx(row, view))).toEqual([28, 52, 76]);
    expect(rowsInView(view)).toEqual([12, 20]);
    expect([scrollToShow(1, view), scrollToShow(15, view), scrollToShow(11, view)]).toEqual([240, 240, 192]);
  });

  test('one that is in view is not scrolled to', () => {
    const view = { scrollPx: 240, heightPx: 28 + 240 };
    expect(scrollToShow(15, view)).toBe(240);
    expect(scrollToShow(2, view)).toBe(24);
    expect(scrollToShow(40, view)).toBe(42 * 24 - 240);
    expect(scrollToShow(0, view)).toBe(0);
  });
});
