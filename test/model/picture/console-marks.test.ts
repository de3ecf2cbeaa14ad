import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Model, picture, Rows } from '../../../src/model/index.ts';
import { consoleMarks } from '../../../src/model/picture/console-marks.ts';
import { type Nanoseconds, NS_PER_MS, type RowIndex } from '../../../src/protocol/units.ts';
import { type HostLine, header, modelOf } from '../../support/script.ts';

/** The host's clock is 50 ms ahead: what it heard at 60 was said at 10. */
const AHEAD_MS = 50;
const wrote = (lines: readonly HostLine[]): Model =>
  modelOf([[0, 'enter', 1, 'main']], { host: lines, header: header(), end: 'live' });

/** `10 line 0 ×2 (1 err)`: when, the first line, how many, how many of them to stderr. */
function marks(model: Model, fromMs: number, toMs: number, binMs: number): string[] {
  const found = consoleMarks(model, fromMs * NS_PER_MS, toMs * NS_PER_MS, binMs * NS_PER_MS);
  return Array.from(found.atNs, (ns, at) => {
    const errors = found.errors[at]! > 0 ? ` (${found.errors[at]} err)` : '';
    return `${ns / NS_PER_MS} line ${found.line[at]} ×${found.count[at]}${errors}`;
  });
}

test('each line is a mark, and lines that are close together are one', () => {
  const model = wrote([
    [AHEAD_MS + 10, 'stdout', 'a\nb\n'],
    [AHEAD_MS + 14, 'stderr', 'c\n'],
    [AHEAD_MS + 30, 'stdout', 'd\n'],
  ]);
  expect(marks(model, 0, 100, 1)).toEqual(['10 line 0 ×2', '14 line 2 ×1 (1 err)', '30 line 3 ×1']);
  expect(marks(model, 0, 100, 10)).toEqual(['10 line 0 ×3 (1 err)', '30 line 3 ×1']);
  expect(marks(model, 12, 20, 1)).toEqual(['14 line 2 ×1 (1 err)']);
  expect(marks(model, 40, 100, 1)).toEqual([]);
});

test('what was heard before the program’s first moment stands at it', () => {
  expect(marks(wrote([[AHEAD_MS - 20, 'stderr', 'a warning\n']]), 0, 10, 1)).toEqual(['0 line 0 ×1 (1 err)']);
});

test('every line of the window is counted once, at whatever width, and marks stay where they are while it moves', () => {
  const line = fc.tuple(fc.nat(20), fc.constantFrom('stdout' as const, 'stderr' as const));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (steps, binMs) => {
      let ms = AHEAD_MS;
      const model = wrote(
        steps.map(([step, what]): HostLine => {
          ms += step;
          return [ms, what, 'text\n'];
        }),
      );
      const of = (fromMs: number, toMs: number) =>
        consoleMarks(model, fromMs * NS_PER_MS, toMs * NS_PER_MS, binMs * NS_PER_MS);
      const all = of(0, 10_000);
      const sum = (column: Int32Array) => column.reduce((total, count) => total + count, 0);
      expect(sum(all.count)).toBe(steps.length);
      expect(sum(all.errors)).toBe(steps.filter(([, what]) => what === 'stderr').length);
      expect([...all.atNs]).toEqual([...all.atNs].sort((a, b) => a - b));
      const later = of(binMs * 3, 10_000);
      expect([...later.line]).toEqual(
        [...all.line].filter((_, at) => all.atNs[at]! >= binMs * 3 * NS_PER_MS),
      );
    }),
    { numRuns: 200 },
  );
});

test('of a picture that is frozen, nothing that came later is shown: no turn of the loop, and no mark of the console', () => {
  const model = modelOf(
    [
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [10, 'suspend', 1, 'timer', 20],
      [30, 'turn', 'timers', 20],
      [30, 'resume', 1],
      [40, 'suspend', 1, 'timer', 20],
      [60, 'turn', 'timers', 20],
      [60, 'resume', 1],
      [70, 'end', 1],
    ],
    {
      host: [
        [AHEAD_MS + 35, 'stdout', 'before\n'],
        [AHEAD_MS + 65, 'stdout', 'after\n'],
      ],
      header: header(),
      end: 'live',
    },
  );
  const rows = new Rows(model);
  const shown = () => {
    const whole = { fromNs: 0 as Nanoseconds, toNs: (100 * NS_PER_MS) as Nanoseconds, widthPx: 100 };
    const { loop, console: marked } = picture(model, rows, {
      ...whole,
      fromRow: 0 as RowIndex,
      toRow: 10 as RowIndex,
    });
    const ms = (ns: ArrayLike<number>, length: number) =>
      Array.from(ns)
        .slice(0, length)
        .map((at) => at / NS_PER_MS);
    return { turns: ms(loop.fromNs, loop.length), lines: ms(marked.atNs, marked.atNs.length) };
  };
  expect(shown()).toEqual({ turns: [0, 30, 60], lines: [35, 65] });
  rows.setUntil(50 * NS_PER_MS);
  expect(shown()).toEqual({ turns: [0, 30], lines: [35] });
});
