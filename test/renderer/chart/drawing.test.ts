import { describe, expect, test } from 'vitest';
import { Rows } from '../../../src/model/index.ts';
import { FOLDED_FROM } from '../../../src/model/rows/row-layout.ts';
import { DrawLog, provideCanvasClasses } from '../../support/drawing/draw-log.ts';
import { sceneOf, type View, waiting } from '../../support/drawing/scene.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

provideCanvasClasses();
const { paintAwaited } = await import('../../../src/renderer/chart/paint/paint-awaited.ts');
const { paintBars } = await import('../../../src/renderer/chart/paint/paint-bars.ts');
const { paintDensities } = await import('../../../src/renderer/chart/paint/paint-density.ts');
const { paintFailures } = await import('../../../src/renderer/chart/paint/paint-failures.ts');
const { fittedText } = await import('../../../src/renderer/chart/paint/text-fit.ts');

/** The rows' bars and ends, and what they wait for. */
function bars(lines: readonly ScriptLine[], view: View): string[] {
  const { log, scene } = sceneOf(modelOf(lines), view);
  paintBars(scene);
  paintAwaited(scene);
  return log.lines;
}

/** Rows are 24 px high below a lane of 28: the first one's bar is 32 to 48, its band 34 to 46. */
describe('a task', () => {
  test('runs, waits, is ready, runs and ends well', () => {
    expect(
      bars(
        [
          [0, 'enter', 1, 'main', { kind: 'module' }],
          [10, 'suspend', 1, 'timer', 50, { line: 2 }],
          [80, 'turn', 'timers', 70],
          [80, 'ready', 1, { late: 20 }],
          [80, 'resume', 1],
          [90, 'end', 1],
        ],
        { ms: 100 },
      ),
    ).toMatchInlineSnapshot(`
      [
        "fill await-timer 10,34 50x12",
        "fill hatch 60,32 20x16",
        "line ready [60.5,32.5 19x15]",
        "fill running 0,32 10x16",
        "fill running 80,32 10x16",
        "fill fulfilled 91,32 1x16",
        "glyph timer await-timer-ink 14,35",
      ]
    `);
  });

  test('at 125 % the edge of what is ready stands on whole device pixels, on all sides', () => {
    const { log, scene } = sceneOf(
      modelOf([
        [0, 'enter', 1, 'main', { kind: 'module' }],
        [10, 'suspend', 1, 'timer', 50, { line: 2 }],
        [81, 'turn', 'timers', 70],
        [81, 'ready', 1, { late: 20 }],
        [81, 'resume', 1],
        [90, 'end', 1],
      ]),
      { ms: 100, scrollPx: 5 },
    );
    paintBars({ ...scene, ratio: 1.25 });
    const edge = log.lines.find((line) => line.startsWith('line ready')) ?? '';
    const [left = 0, top = 0, width = 0, height = 0] = edge.match(/[\d.]+/g)?.map(Number) ?? [];
    // Half the line, which is one device pixel thick, is outside of its middle.
    const edges = [left - 0.4, top - 0.4, left + width + 0.4, top + height + 0.4];
    expect(edges.map((at) => Math.round(at * 1250) / 1000)).toEqual([76, 34, 101, 54]);
  });

  test('whose ready time is an upper bound has a wider hatch and a dashed edge', () => {
    expect(
      bars(
        [
          [0, 'enter', 1, 'main', { kind: 'module' }],
          [10, 'suspend', 1, 'file', 0, { line: 2 }],
          [60, 'turn', 'poll', 20_000],
          [80, 'ready', 1, { exact: false }],
          [80, 'resume', 1],
          [90, 'end', 1],
        ],
        { ms: 100 },
      ),
    ).toMatchInlineSnapshot(`
      [
        "fill await-file 10,34 50x12",
        "fill light-hatch 60,32 20x16",
        "line dashed ready [60.5,32.5 19x15]",
        "fill running 0,32 10x16",
        "fill running 80,32 10x16",
        "fill fulfilled 91,32 1x16",
        "glyph file await-file-ink 14,35",
        "text await-file-ink 28,40.5 file",
      ]
    `);
  });

  test('says what it waits for where there is room: all of it, its end, a sign, nothing', () => {
    const lines = [120, 72, 56, 20, 8].flatMap((ms, at) => waiting(at + 1, at / 4, ms));
    const said = bars(
      lines.sort((a, b) => a[0] - b[0]),
      { ms: 130 },
    );
    expect(said.filter((line) => /^(text|glyph)/.test(line))).toMatchInlineSnapshot(`
      [
        "glyph timer await-timer-ink 4,35",
        "text await-timer-ink 18,40.5 timer 120 ms",
        "glyph timer await-timer-ink 4,59",
        "text await-timer-ink 18,64.5 72 ms",
        "glyph timer await-timer-ink 5,83",
        "text await-timer-ink 19,88.5 56 ms",
        "glyph timer await-timer-ink 5,107",
      ]
    `);
  });

  test('says more about what it waits for the more room there is, and never less', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [0, 'enter', 2, 'fetchPrices'],
      [0, 'suspend', 2, 'timer', 160, { line: 4 }],
      [0, 'suspend', 1, 'task', 2, { line: 2 }],
      [160, 'ready', 2, { late: 0 }],
      [160, 'resume', 2],
      [160, 'end', 2],
    ];
    const said = (ms: number) =>
      bars(lines, { ms })
        .filter((line) => line.startsWith('text await-task'))
        .map((line) => line.split(' ').slice(3).join(' '));
    expect([60, 80, 100, 120, 140, 160].flatMap(said)).toMatchInlineSnapshot(`
      [
        "fetchPri…",
        "fetchPrices()",
        "fetchPrices()",
        "await fetchPrices()",
        "await fetchPrices()",
      ]
    `);
  });

  test('has room for all of it, also where letters differ in width, and no letter is cut in two', () => {
    const widths = (text: string): number =>
      [...text].reduce((sum, letter) => sum + (letter > 'z' ? 9 : 5), 0);
    const context = { font: 'mixed', measureText: (text: string) => ({ width: widths(text) }) };
    for (const text of ['загрузитьДанные(limit, offset, filter)', 'shop 🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧🌧 iiiiiiiiiiiiii'])
      for (let room = 40; room < widths(text); room++) {
        const fitted = fittedText(context as CanvasRenderingContext2D, text, room);
        expect(widths(fitted)).toBeLessThanOrEqual(room);
        expect(() => encodeURIComponent(fitted)).not.toThrow();
      }
  });

  test('never cuts a number in two, because half of it is another number', () => {
    const said = (text: string, ...rooms: number[]) =>
      rooms.map((room) => fittedText(new DrawLog().context, text, 6 * room));
    expect(said('blocked 1,234 ms', 16, 12, 11, 8, 6)).toMatchInlineSnapshot(`
      [
        "blocked 1,234 ms",
        "1,234 ms",
        "1,234 ms",
        "1,234 ms",
        "",
      ]
    `);
    expect(said('microtasks, blocked 232 ms', 26, 24, 23, 20, 12)).toMatchInlineSnapshot(`
      [
        "microtasks, blocked 232 ms",
        "microtasks, blocked 232…",
        "microtasks, blocked…",
        "microtasks, blocked…",
        "microtasks…",
      ]
    `);
    expect(said('loadUser(1366)', 14, 13, 11, 10, 8)).toMatchInlineSnapshot(`
      [
        "loadUser(1366)",
        "loadUser…",
        "loadUser…",
        "loadUser…",
        "loadUse…",
      ]
    `);
    expect(said('GET localhost:41701/user/12', 27, 26, 22, 16)).toMatchInlineSnapshot(`
      [
        "GET localhost:41701/user/12",
        "GET localhost:41701/user/…",
        "GET localhost:41701/u…",
        "GET localhost…",
      ]
    `);
  });

  test('that fails has a cross, one that was cancelled a crossed circle', () => {
    const lines = [...waiting(1, 0, 40, 'rejected'), ...waiting(2, 40, 80, 'cancelled')];
    expect(bars(lines, { ms: 100 }).filter((line) => line.startsWith('glyph'))).toMatchInlineSnapshot(`
      [
        "glyph rejected rejected 44,35",
        "glyph cancelled text-2 84,59",
        "glyph timer await-timer-ink 4,35",
        "glyph timer await-timer-ink 44,59",
      ]
    `);
  });

  test('that the program left behind fades out, and has no end while the program still runs', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'left'],
      [10, 'suspend', 1, 'promise', 0, { line: 2 }],
      [90, 'enter', 2, 'other'],
      [99, 'end', 2],
    ];
    expect(bars([...lines, [99, 'bye']], { ms: 100 })).toMatchInlineSnapshot(`
      [
        "fill await-promise 10,34 89x12",
        "fill running 0,32 10x16",
        "fill running 90,56 9x16",
        "fill fade-out 75,32 25x16",
        "glyph pending text-3 101,35",
        "fill fulfilled 100,56 1x16",
        "glyph promise await-promise-ink 14,35",
        "text await-promise-ink 28,40.5 a promise",
      ]
    `);
    expect(bars(lines, { ms: 100, growing: true })).toMatchInlineSnapshot(`
      [
        "fill await-promise 10,34 89x12",
        "fill running 0,32 10x16",
        "fill running 90,56 9x16",
        "fill fulfilled 100,56 1x16",
        "glyph promise await-promise-ink 14,35",
        "text await-promise-ink 28,40.5 a promise",
      ]
    `);
  });
});

describe('many', () => {
  test('runs within one pixel are one rectangle, and its count is all of them', () => {
    const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
    for (let at = 0; at < 1000; at++) {
      lines.push([at * 0.01 + 0.002, 'suspend', 1, 'promise', 0, { line: 2 }]);
      lines.push([at * 0.01 + 0.008, 'ready', 1], [at * 0.01 + 0.009, 'resume', 1]);
    }
    lines.push([20, 'end', 1]);
    const drawn = bars(lines, { ms: 20 });
    expect(drawn.filter((line) => line.startsWith('fill')).length).toBeLessThanOrEqual(3 * 20);
    expect(drawn).toMatchInlineSnapshot(`
      [
        "fill line 0,34 1x12",
        "fill line 1,34 1x12",
        "fill line 2,34 1x12",
        "fill line 3,34 1x12",
        "fill line 4,34 1x12",
        "fill line 5,34 1x12",
        "fill line 6,34 1x12",
        "fill line 7,34 1x12",
        "fill line 8,34 1x12",
        "fill line 9,34 1x12",
        "fill running 0,39 1x2",
        "fill running 1,39 1x2",
        "fill running 2,39 1x2",
        "fill running 3,39 1x2",
        "fill running 4,39 1x2",
        "fill running 5,39 1x2",
        "fill running 6,39 1x2",
        "fill running 7,39 1x2",
        "fill running 8,39 1x2",
        "fill running 9,39 1x2",
        "fill running 10,32 10x16",
        "fill fulfilled 21,32 1x16",
      ]
    `);
  });

  test('rows are drawn only where a part of them is in view', () => {
    const lines = Array.from({ length: 50 }, (_, at) => waiting(at + 1, at / 4, 40 + at / 4)).flat();
    const tops = (scrollPx: number) =>
      bars(
        lines.sort((a, b) => a[0] - b[0]),
        { ms: 100, scrollPx },
      )
        .filter((line) => line.startsWith('fill await-timer'))
        .map((line) => Number(line.split(/[, ]/)[3]));
    expect(tops(0)).toEqual([34, 58, 82, 106, 130, 154, 178, 202]);
    expect(tops(36)).toEqual([-2, 22, 46, 70, 94, 118, 142, 166, 190]);
  });
});

test('a row of many tasks is stacked: running below, then ready, then suspended; a failure is marked above', () => {
  const lines: ScriptLine[] = [];
  for (let at = 0; at < FOLDED_FROM; at++) {
    const [enter, ...then] = waiting(at + 1, at / 4, 40 + at / 4, at === 3 ? 'rejected' : 'fulfilled');
    lines.push([enter![0], 'enter', at + 1, 'leaf'], ...then);
  }
  const model = modelOf(lines.sort((a, b) => a[0] - b[0]));
  const { log, scene } = sceneOf(model, { ms: 60, widthPx: 6 });
  paintDensities(scene);
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill running 0,47 2x1",
      "fill running 3,47 2x1",
      "fill running 5,47 1x1",
      "fill suspended 0,36.9 2x10.1",
      "fill suspended 2,32 1x16",
      "fill suspended 3,35.3 2x11.7",
      "fill suspended 5,46 1x1",
      "fill rejected 3,32 2x2",
    ]
  `);
});

test('what a closed row hides is marked below its bar, the higher the more', () => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
  for (const [at, ms] of [10, 10.2, 40].entries())
    lines.push([ms - 1, 'enter', at + 2, 'order', { parent: 1 }], [ms, 'end', at + 2, 'rejected']);
  const model = modelOf([...lines.sort((a, b) => a[0] - b[0]), [80, 'end', 1]]);
  const rows = new Rows(model);
  rows.setCollapsed(0, true);
  const { log, scene } = sceneOf(model, { ms: 100, rows });
  paintFailures(scene);
  expect(log.lines).toEqual(['fill rejected 9,48 3x3', 'fill rejected 39,48 3x2']);
});
