import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Model, type Picture, picture, Rows, StretchKind } from '../../../src/model/index.ts';
import type { Nanoseconds, RowIndex } from '../../../src/protocol/units.ts';
import { draw } from '../../support/drawing/draw.ts';
import { listed, plainStretches, touches } from '../../support/drawing/stretches.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { modelOf, Script, type ScriptLine, trace } from '../../support/script.ts';

const MS = 1e6;

/** The part of the chart from `fromNs` to `toNs`, all rows unless told otherwise. */
function pictureOf(
  model: Model,
  fromNs: number,
  toNs: number,
  widthPx: number,
  fromRow = 0,
  toRow = 1e9,
): Picture {
  return picture(model, new Rows(model), {
    fromNs: fromNs as Nanoseconds,
    toNs: toNs as Nanoseconds,
    widthPx,
    fromRow: fromRow as RowIndex,
    toRow: toRow as RowIndex,
  });
}

/** A task that is suspended and resumed `times` times: 2 µs running, 6 µs suspended, 2 µs ready. */
function loop(times: number, from = 0): ScriptLine[] {
  const lines: ScriptLine[] = [];
  for (let i = 0; i < times; i++) {
    const ms = from + i / 100;
    lines.push([ms + 0.002, 'suspend', 1, 'timer', 0], [ms + 0.008, 'ready', 1], [ms + 0.01, 'resume', 1]);
  }
  return lines;
}

test('a task and the one that it started are drawn, at one column a millisecond', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'order', { parent: 1 }],
    [2, 'suspend', 2, 'timer', 5],
    [3, 'suspend', 1, 'task', 2],
    [9, 'ready', 2, { late: 2 }],
    [10, 'resume', 2],
    [12, 'ready', 1, { by: 2 }],
    [12, 'end', 2],
    [13, 'resume', 1],
    [14, 'end', 1],
    [14, 'bye'],
  ]);
  expect(`\n${draw(model, 14)}`).toBe(`
main.mjs  ###.........+#
  order    #.....+++##`);
});

test('the same are drawn in a part of the window', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [4, 'suspend', 1],
    [8, 'ready', 1],
    [12, 'resume', 1],
    [16, 'end', 1],
    [16, 'bye'],
  ]);
  expect(draw(model, 8, { fromMs: 6, toMs: 14 })).toBe('main  ..++++##');
  expect(draw(model, 8, { fromMs: 20, toMs: 28 })).toBe('main');
});

test('what goes on has no end yet: it reaches the last moment known', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'main'],
    [2, 'enter', 2, 'order', { parent: 1 }],
    [3, 'suspend', 2, 'timer', 5],
    [6, 'turn', 'poll', 1],
  ];
  const live = modelOf(lines);
  expect(`\n${draw(live, 6)}`).toBe(`
main     ######
  order    #...`);
  const { stretches } = pictureOf(live, 0, 6 * MS, 6);
  expect(listed(stretches).map(({ toNs }) => toNs)).toEqual([
    Number.POSITIVE_INFINITY,
    3 * MS,
    Number.POSITIVE_INFINITY,
  ]);

  const over = modelOf([...lines, [7, 'bye']]);
  expect(listed(pictureOf(over, 0, 8 * MS, 8).stretches).map(({ toNs }) => toNs)).toEqual([
    7 * MS,
    3 * MS,
    7 * MS,
  ]);
});

test('many short stretches become one a pixel, which says how many and what they mostly were', () => {
  const model = modelOf([[0, 'enter', 1, 'main'], ...loop(1000), [10, 'end', 1], [10, 'bye']]);
  const { stretches } = pictureOf(model, 0, 10 * MS, 10);
  expect(stretches.length).toBe(10);
  expect(listed(stretches).every(({ kind }) => kind === StretchKind.merged)).toBe(true);
  expect(listed(stretches).every(({ mostly }) => mostly === StretchKind.suspended)).toBe(true);
  expect(stretches.count.reduce((sum, count) => sum + count, 0)).toBe(3000);
});

test('wide stretches stand alone among the short ones', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'main'],
    ...loop(100),
    [2, 'suspend', 1],
    [5, 'resume', 1],
    ...loop(100, 5),
    [6, 'end', 1],
    [6, 'bye'],
  ];
  const { stretches } = pictureOf(modelOf(lines), 0, 6 * MS, 6);
  expect(listed(stretches).map(({ kind, count }) => [kind, count])).toEqual([
    [StretchKind.merged, 300],
    [StretchKind.running, 1],
    [StretchKind.ready, 1],
    [StretchKind.merged, 300],
  ]);
});

test('a task that grows while it is looked at reads like one that was there at once', () => {
  const script = new Script();
  const model = new Model();
  model.ingest(0, script.write([[0, 'enter', 1, 'main'], ...loop(100)]));
  const rows = new Rows(model);
  const request = {
    fromNs: 0 as Nanoseconds,
    toNs: (30 * MS) as Nanoseconds,
    widthPx: 30_000,
    fromRow: 0 as RowIndex,
    toRow: 1 as RowIndex,
  };
  expect(picture(model, rows, request).stretches.length).toBe(301);
  for (let round = 1; round < 20; round++) {
    model.ingest(0, script.write(loop(5, round)));
    const grown = picture(model, rows, request).stretches;
    expect(listed(grown).map(({ fromNs }) => fromNs)).toEqual(
      plainStretches(model, 0).map(({ fromNs }) => fromNs),
    );
  }
});

test('panning by whole pixels shows the same stretches', () => {
  const model = modelOf([[0, 'enter', 1, 'main'], ...loop(1000), [10, 'end', 1], [10, 'bye']]);
  const before = listed(pictureOf(model, 1 * MS, 5 * MS, 40).stretches);
  const after = listed(pictureOf(model, 1.3 * MS, 5.3 * MS, 40).stretches);
  // The stretches at the window's two edges are cut differently; all between are the same.
  const inside = before.filter(({ fromNs, toNs }) => fromNs >= 1.4 * MS && toNs <= 4.9 * MS);
  expect(inside.length).toBeGreaterThan(30);
  for (const stretch of inside) expect(after).toContainEqual(stretch);
});

/** Where a window begins (often just where something happens), how long it is, and its width. */
const anyWindow = fc.tuple(
  fc.oneof(
    fc.nat({ max: 60_000 }).map((us) => () => us),
    fc.nat().map((which) => (lines: readonly ScriptLine[]) => (lines[which % lines.length]?.[0] ?? 0) * 1000),
  ),
  fc.nat({ max: 60_000 }),
  fc.integer({ min: 1, max: 200 }),
);

test('counts add up to the stretches in the window, whatever the recording, the window and the width', () => {
  fc.assert(
    fc.property(randomRecording(), anyWindow, fc.boolean(), (lines, [from, lengthUs, widthPx], over) => {
      const model = modelOf(lines, { end: over ? 'cut-off' : 'live' });
      const fromNs = Math.round(from(lines) * 1000);
      const toNs = fromNs + (lengthUs + 1) * 1000;
      const { stretches, rows } = pictureOf(model, fromNs, toNs, widthPx);
      const drawn = listed(stretches);
      for (const { row, task } of rows) {
        const expected = plainStretches(model, task!).filter((one) => touches(one, fromNs, toNs));
        const actual = drawn.filter((one) => one.row === row);
        expect(actual.reduce((sum, one) => sum + one.count, 0)).toBe(expected.length);
        expect(actual.length).toBeLessThanOrEqual(2 * widthPx + 2);
        // They cover the same time without a gap.
        expect(actual[0]?.fromNs).toBe(expected[0]?.fromNs);
        expect(actual.at(-1)?.toNs).toBe(expected.at(-1)?.toNs);
        for (let at = 1; at < actual.length; at++) expect(actual[at]!.fromNs).toBe(actual[at - 1]!.toNs);
        for (const { kind, count } of actual) expect(kind === StretchKind.merged).toBe(count > 1);
      }
    }),
    { numRuns: 300 },
  );
});

test('what has no length is counted where it stands, at the window’s edges too', () => {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'main'],
    [5, 'suspend', 1],
    ...[1, 2, 3].flatMap((): ScriptLine[] => [
      [5, 'resume', 1],
      [5, 'suspend', 1],
    ]),
    [8, 'resume', 1],
    [9, 'end', 1],
  ];
  const model = modelOf(lines);
  const count = (from: number, to: number): number =>
    pictureOf(model, from * MS, to * MS, 10).stretches.count.reduce((sum, one) => sum + one, 0);
  // They are one long run, three runs of no length, one long wait, and one long run.
  expect([count(0, 10), count(0, 5), count(5, 8), count(5, 10), count(6, 10)]).toEqual([6, 1, 4, 5, 2]);
});

test('places that come late change what is remembered of a task’s stretches', () => {
  const script = new Script({ sitesLast: true });
  const model = new Model();
  const lines: ScriptLine[] = [[0, 'enter', 1, 'numbers', { kind: 'generator' }]];
  for (let i = 0; i < 100; i++) {
    lines.push(
      [10 * i + 1, 'suspend', 1, 'unknown', 0, { at: 'yield', line: 3 }],
      [10 * i + 10, 'resume', 1],
    );
  }
  const bytes = script.write(lines);
  const kinds = (): number[] => [...new Set(pictureOf(model, 0, 1000 * MS, 1000).stretches.kind)].sort();
  const eventBytes = 16 * (1 + 200);
  const helloBytes = trace([]).length;
  model.ingest(0, bytes.subarray(0, helloBytes + eventBytes));
  expect(kinds()).toEqual([StretchKind.running, StretchKind.ready]);
  model.ingest(0, bytes.subarray(helloBytes + eventBytes));
  expect(kinds()).toEqual([StretchKind.running, StretchKind.suspended]);
});

test('the loop’s turns add up in the same way', () => {
  fc.assert(
    fc.property(randomRecording(), anyWindow, (lines, [from, lengthUs, widthPx]) => {
      const model = modelOf(lines, { end: 'cut-off' });
      const fromNs = Math.round(from(lines) * 1000);
      const toNs = fromNs + (lengthUs + 1) * 1000;
      const { loop: lane } = pictureOf(model, fromNs, toNs, widthPx);
      const { turns } = model.main;
      const expected = Array.from({ length: turns.length }, (_, turn) => ({
        kind: StretchKind.running,
        fromNs: turns.fromNs.get(turn),
        toNs: turns.toNs.get(turn),
      })).filter((turn) => touches(turn, fromNs, toNs));
      expect(lane.count.reduce((sum, count) => sum + count, 0)).toBe(expected.length);
      expect(lane.length).toBeLessThanOrEqual(2 * widthPx + 2);
      lane.count.forEach((count, at) => {
        if (count > 1) expect(lane.longestNs[at]).toBeLessThan((toNs - fromNs) / widthPx);
      });
      expect(Math.max(0, ...lane.longestNs)).toBe(
        Math.max(0, ...expected.map((turn) => turn.toNs - turn.fromNs)),
      );
    }),
    { numRuns: 300 },
  );
});

test('a picture has only the rows that were asked for', () => {
  const model = modelOf([
    [0, 'enter', 1, 'a'],
    [1, 'end', 1],
    [1, 'enter', 2, 'b'],
    [2, 'end', 2],
    [2, 'enter', 3, 'c'],
    [3, 'end', 3],
  ]);
  const { rows, rowCount, stretches } = pictureOf(model, 0, 3 * MS, 100, 1, 2);
  expect(rowCount).toBe(3);
  expect(rows.map(({ row, label }) => [row, label])).toEqual([[1, 'b()']]);
  expect(Array.from(stretches.row)).toEqual([1]);
});
