// What a program prints, as the model tells it: when, by whom, and where it stands among the rest.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consoleLines, writtenOf, writtenWithin } from '../../../src/model/details/written.ts';
import { type Model, picture, Rows, report, taskDetails } from '../../../src/model/index.ts';
import type { Nanoseconds, RowIndex, TaskIndex } from '../../../src/protocol/units.ts';
import { Way } from '../../../src/protocol/written.ts';
import { modelOf } from '../../support/script.ts';
import { came, tell } from '../../support/written.ts';

const MS = 1e6;

const started = (): Model =>
  modelOf(
    [
      [0, 'enter', 1, 'main'],
      [1, 'enter', 2, 'work', { parent: 1 }],
      [2, 'suspend', 2],
      [3, 'suspend', 1],
    ],
    { end: 'live' },
  );

/** `3 work(): text`, with `≤` for what nobody told of. */
const lines = (model: Model): string[] =>
  consoleLines(model, 0, 100).map(
    ({ timeNs, text, by }) => `${by === null ? '≤ ' : ''}${timeNs / MS} ${by?.label ?? '?'}: ${text}`,
  );

test('lines stand in the order in which they were written, whichever output they went to and whenever they were read', () => {
  const model = started();
  came(model, 90, 'stdout', 'one\nthree\n');
  came(model, 91, 'stderr', 'two\n');
  expect(lines(model)).toEqual(['≤ 90 ?: one', '≤ 90 ?: three', '≤ 91 ?: two']);
  tell(model, [
    [10, 'stdout', 'one\n', 1],
    [11, 'stderr', 'two\n', 2],
    [12, 'stdout', 'three\n', 2],
  ]);
  expect(lines(model)).toEqual(['10 main(): one', '11 work(): two', '12 work(): three']);
  expect(consoleLines(model, 1, 3).map(({ at }) => at)).toEqual([1, 2]);
});

test('output that nobody reported was read no later than the output after it was written', () => {
  const model = started();
  came(model, 90, 'stdout', 'native\nown\n');
  tell(model, [[10, 'stdout', 'own\n', 1]]);
  expect(lines(model)).toEqual(['≤ 10 ?: native', '10 main(): own']);
  expect(report(model).console).toEqual([
    { atMs: 10, exact: false, output: 'stdout', text: 'native', taskId: null, thread: null },
    { atMs: 10, exact: true, output: 'stdout', text: 'own', taskId: 1, thread: 0 },
  ]);
});

test('a worker’s output comes late, and says nothing about the output before it', () => {
  const model = started();
  came(model, 90, 'stdout', 'native\nof a worker\n');
  tell(model, [[10, 'stdout', 'of a worker\n', 1, Way.handedOn]]);
  expect(lines(model)).toEqual(['10 main(): of a worker', '≤ 90 ?: native']);
});

test('a line that several tasks write belongs to the first of them, and is listed for each', () => {
  const model = started();
  tell(model, [
    [10, 'stdout', 'half, ', 1],
    [11, 'stdout', 'the rest', 2],
    [12, 'stdout', '\n', 1],
  ]);
  came(model, 90, 'stdout', 'half, the rest\n');
  expect(lines(model)).toEqual(['10 main(): half, the rest']);
  for (const task of [0, 1]) expect(writtenOf(model, task, 0, 9)).toEqual(consoleLines(model, 0, 1));
});

test('a task’s lines are in the order of their moments, asked for at any time and in whichever order they become known', () => {
  const write = fc.record({
    task: fc.constantFrom(1, 2),
    output: fc.constantFrom('stdout' as const, 'stderr' as const),
    text: fc.constantFrom('a\n', 'b\nc\n', 'half '),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 6 }),
      fc.boolean(),
      (batches, late) => {
        const model = started();
        let ms = 10;
        for (const batch of batches) {
          const told = batch.map(({ task, output, text }) => [ms++, output, text, task] as const);
          if (late) for (const [, output, text] of told) came(model, 1000 + ms, output, text);
          tell(model, told);
          if (!late) for (const [, output, text] of told.toReversed()) came(model, 1000 + ms, output, text);
          for (const task of [0, 1]) {
            const { rows, atNs } = model.tables.console.linesOf(task);
            expect(rows).toHaveLength(model.tables.console.writtenBy(task));
            const order = rows.map((row) => model.tables.console.line(row));
            expect(order.map(({ timeNs }) => timeNs)).toEqual(atNs);
            expect(order.map(({ at }) => at)).toEqual(order.map(({ at }) => at).toSorted((a, b) => a - b));
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a task’s lines are counted, found between two moments, and marked in its row', () => {
  const model = started();
  const texts = Array.from({ length: 40 }, (_, at) => `line ${at}\n`);
  came(model, 90, 'stdout', texts.join(''));
  tell(
    model,
    texts.map((text, at) => [10 + at, 'stdout', text, 1 + (at % 2)]),
  );
  expect(taskDetails(model, 1 as TaskIndex).writtenCount).toBe(20);
  const { lines: first, count } = writtenWithin(model, 1, { fromNs: 12 * MS, toNs: 20 * MS }, 2);
  expect([count, first.map(({ text, at }) => `${at} ${text}`)]).toEqual([4, ['3 line 3', '5 line 5']]);
  const marksOf = (widthPx: number) => {
    const rows = new Rows(model);
    const request = {
      ...{ fromNs: 0 as Nanoseconds, toNs: (100 * MS) as Nanoseconds, widthPx },
      ...{ fromRow: 0 as RowIndex, toRow: 9 as RowIndex },
    };
    const { written } = picture(model, rows, request);
    return Array.from(written.row, (row, at) => `${row}: ${written.atNs[at]! / MS} ×${written.count[at]}`);
  };
  expect(marksOf(10_000)).toHaveLength(40);
  expect(marksOf(10)).toEqual(['0: 10 ×10', '0: 30 ×10', '1: 11 ×10', '1: 31 ×10']);
});
