import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suspensionsOf, timesOf } from '../../../src/model/details/states.ts';
import {
  type LineTotals,
  NO_FILTER,
  type PictureRequest,
  picture,
  Rows,
  sourceTotals,
} from '../../../src/model/index.ts';
import { quantile } from '../../../src/model/quantile.ts';
import { allOf } from '../../../src/model/work.ts';
import { draw } from '../../support/drawing/draw.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { FILE, modelOf, type ScriptLine } from '../../support/script.ts';

const PRICES: ScriptLine[] = [
  [0, 'enter', 1, 'main', { line: 1 }],
  [1, 'enter', 2, 'price', { parent: 1, line: 3 }],
  [2, 'suspend', 2, 'timer', 3, { line: 4 }],
  [2, 'enter', 3, 'price', { parent: 1, line: 3 }],
  [3, 'suspend', 3, 'network', 0, { line: 4 }],
  [4, 'suspend', 1, 'task', 2, { line: 7 }],
  [5, 'ready', 2, { late: 0 }],
  [6, 'resume', 2],
  [7, 'end', 2],
  [8, 'turn', 'poll', 1],
  [8, 'ready', 3, { kind: 'network', exact: false }],
  [10, 'resume', 3],
  [11, 'suspend', 3, 'unknown', 0, { line: 5, at: 'yield' }],
];

/** `4: 2 waits 8 + ≤3 p95 7, share 0.69`, in milliseconds. */
const inWords = ({ line, waits, calls }: LineTotals): string => {
  const ms = (ns: number) => ns / 1e6;
  const parts = [];
  if (calls !== null) parts.push(`${calls.count} calls ${ms(calls.runningNs)} (${calls.share})`);
  if (waits !== null) {
    const { count, suspendedNs, readyNs, readyExact, p95Ns, share } = waits;
    const ready = `${readyExact ? '' : '≤'}${ms(readyNs)}`;
    parts.push(`${count} waits ${ms(suspendedNs)} + ${ready}, p95 ${ms(p95Ns)} (${share.toFixed(2)})`);
  }
  return `${line}: ${parts.join('; ')}`;
};

test('each await has how often and how long tasks were suspended and ready there, and each function its calls and runs', () => {
  const model = modelOf(PRICES);
  expect(`\n${draw(model, 11)}`).toBe(`
main     ####.......
  price   #...+#
  price    #.....??#`);
  expect(allOf(sourceTotals(model, FILE)).map(inWords)).toEqual([
    '1: 1 calls 4 (1)',
    '3: 2 calls 4 (1)',
    '4: 2 waits 8 + ≤3, p95 7 (0.61)',
    '7: 1 waits 7 + 0, p95 7 (0.39)',
  ]);
  expect(allOf(sourceTotals(model, '/elsewhere.mjs'))).toEqual([]);
});

test('of many waits at one line none is forgotten', () => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main', { line: 1 }]];
  let ms = 0;
  // The 17th and the 18th of 20 are the longest, so the 17th is longer than 95 % of all.
  for (let at = 1; at <= 20; at++) {
    lines.push([ms++, 'suspend', 1, 'timer', 1, { line: 2 }]);
    ms += at === 17 ? 9 : at === 18 ? 50 : 1;
    lines.push([ms, 'ready', 1], [ms, 'resume', 1]);
  }
  const totals = allOf(sourceTotals(modelOf(lines), FILE)).map(inWords);
  expect(totals).toEqual(['1: 1 calls 0 (0)', '2: 20 waits 97 + 0, p95 10 (1.00)']);
});

test('over a file they add up to its tasks, and the shares of its waits to one', () => {
  fc.assert(
    fc.property(randomRecording(120), (lines) => {
      const model = modelOf(lines);
      const { tasks } = model.tables;
      const totals = allOf(sourceTotals(model, FILE));
      const sum = (of: (line: LineTotals) => number | undefined) =>
        totals.reduce((all, line) => all + (of(line) ?? 0), 0);
      let [waits, runningNs] = [0, 0];
      for (let task = 0; task < tasks.length; task++) {
        waits += suspensionsOf(model, task) - tasks.yieldCount.get(task);
        runningNs += timesOf(model, task).runningNs;
      }
      expect([sum(({ calls }) => calls?.count), sum(({ waits: of }) => of?.count)]).toEqual([
        tasks.length,
        waits,
      ]);
      expect(sum(({ calls }) => calls?.runningNs)).toBeCloseTo(runningNs, 3);
      const waited = sum(({ waits: of }) => (of === null ? 0 : of.suspendedNs + of.readyNs));
      expect(sum(({ waits: of }) => of?.share)).toBeCloseTo(waited > 0 ? 1 : 0, 6);
    }),
  );
});

test('a quantile is the number that stands there when they are sorted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 20 }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, part) => {
        const sorted = all.toSorted((a, b) => a - b);
        expect(quantile(Float64Array.from(all), part)).toBe(
          sorted[Math.max(0, Math.ceil(part * all.length) - 1)],
        );
      },
    ),
  );
  expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
});

test('a line’s tasks are those defined there and those that waited there: they pass its filter, and their rows are lit', () => {
  const model = modelOf([...PRICES, [12, 'enter', 4, 'price', { parent: 1, line: 3 }], [13, 'end', 4]]);
  const rows = new Rows(model);
  rows.setAllCollapsed(false);
  const request = { fromNs: 0, toNs: 13e6, widthPx: 10, fromRow: 0, toRow: 9 } as PictureRequest;
  const of = (line: number) => {
    rows.arrange({ filter: { ...NO_FILTER, file: FILE, line } });
    const passing = [...rows.inOrder()];
    rows.arrange({ filter: NO_FILTER });
    return [passing, picture(model, rows, { ...request, lit: { file: FILE, line } }).lit];
  };
  // They are defined at 3. Two of them waited at 4, and one asked at 5. There is nothing at 6, and main waited at 7.
  expect([3, 4, 5, 6, 7].map(of)).toEqual([
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
    [
      [1, 2],
      [1, 2],
    ],
    [[2], [2]],
    [[], []],
    [[0], [0]],
  ]);
});
