// What is drawn around the bars: the ground below them, arrows, marks and the critical path over them.

import { expect, test } from 'vitest';
import type { LinksRequest } from '../../../src/model/view-types.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { timeScale } from '../../../src/renderer/chart/time/spaces.ts';
import { provideCanvasClasses } from '../../support/drawing/draw-log.ts';
import { sceneOf, waiting } from '../../support/drawing/scene.ts';
import { modelOf } from '../../support/script.ts';

provideCanvasClasses();
const { paintGround } = await import('../../../src/renderer/chart/paint/paint-ground.ts');
const { paintMarks } = await import('../../../src/renderer/chart/paint/paint-marks.ts');
const { paintPath } = await import('../../../src/renderer/chart/paint/paint-path.ts');
const { paintSelection } = await import('../../../src/renderer/chart/paint/paint-selection.ts');

test('the ground: grid lines, and another ground where there was no program', () => {
  const { log, scene } = sceneOf(modelOf(waiting(1, 0, 40)), { ms: 50 });
  paintGround({
    ...scene,
    scale: timeScale({ fromNs: -10 * NS_PER_MS, toNs: 60 * NS_PER_MS }, 70),
    ticks: [0, 20 * NS_PER_MS, 40 * NS_PER_MS],
    selectedRow: 0,
    litRows: [1],
  });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill surface-0 0,0 70x200",
      "fill selected-ground 0,52 70x24",
      "fill selected-ground 0,28 70x24",
      "fill selected-line 0,28 70x1",
      "fill selected-line 0,51 70x1",
      "fill surface-2 10,28 1x172",
      "fill surface-2 30,28 1x172",
      "fill surface-2 50,28 1x172",
      "fill surface-1 0,28 10x172",
      "fill surface-1 50,28 70x172",
      "fill text-1 0,52 3x24",
      "fill line-strong 50,28 1x172",
    ]
  `);
});

test('the selected task: an arrow from who woke it, and a frame around the wait that was picked', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'child', { parent: 1 }],
    [2, 'suspend', 2, 'timer', 50, { line: 2 }],
    [3, 'suspend', 1, 'task', 2, { line: 3 }],
    [60, 'ready', 2, { late: 0 }],
    [60, 'resume', 2],
    [61, 'ready', 1, { by: 2 }],
    [62, 'end', 2],
    [63, 'resume', 1],
    [70, 'end', 1],
  ]);
  const links = { id: 0, kinds: ['woken', 'started', 'awaited'] } satisfies LinksRequest;
  const { log, scene } = sceneOf(model, { ms: 100, selectedRow: 0, links });
  paintSelection({
    ...scene,
    picked: { fromNs: 3 * NS_PER_MS, toNs: 63 * NS_PER_MS },
    pickedRun: 0,
    arrow: null,
  });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "line text-1 61.5,64 61.5,53",
      "shape text-1 (61.5,64 r2.5) 61.5,49 58.5,54.6 64.5,54.6",
      "line dashed text-1 3.5,40 3.5,51",
      "shape text-1 (3.5,40 r2.5) 3.5,55 0.5,49.4 6.5,49.4",
      "line text-1 1.5,40 1.5,51",
      "shape text-1 (1.5,40 r2.5) 1.5,55 -1.5,49.4 4.5,49.4",
      "frame text-1 1,30 64x20",
    ]
  `);
});

test('a step along the chain of cause and effect: its arrow, if both rows are there', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'enter', 2, 'child', { parent: 1 }],
    [9, 'end', 2],
    [10, 'end', 1],
  ]);
  const { log, scene } = sceneOf(model, { ms: 100, selectedRow: 1 });
  const step = (from: number, to: number) =>
    paintSelection({
      ...scene,
      picked: null,
      pickedRun: -1,
      arrow: { from: from as TaskIndex, to: to as TaskIndex, atNs: NS_PER_MS },
    });
  step(0, 1);
  step(0, 7);
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "line text-1 1.5,40 1.5,51",
      "shape text-1 (1.5,40 r2.5) 1.5,55 -1.5,49.4 4.5,49.4",
    ]
  `);
});

test('marks are dashed lines through all rows, those in view', () => {
  const { log, scene } = sceneOf(modelOf([[0, 'enter', 1, 'main', { kind: 'module' }]]), { ms: 100 });
  const marks = [-1, 20, 70, 101].map((ms) => ({ atNs: ms * NS_PER_MS, text: '' }));
  paintMarks({ ...scene, marks });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "line dashed text-3 20.5,28 20.5,200 70.5,28 70.5,200",
    ]
  `);
});

test('the critical path: one line under the bars, from row to row', () => {
  const { log, scene } = sceneOf(modelOf(waiting(1, 0, 40)), { ms: 100 });
  const piece = (row: number, fromMs: number, toMs: number) => ({
    row,
    fromNs: fromMs * NS_PER_MS,
    toNs: toMs * NS_PER_MS,
  });
  const path = [piece(0, 1, 5), piece(1, 5, 60), piece(0, 60, 400)];
  paintPath({ ...scene, path });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill text-1 1,50 4x3",
      "fill text-1 5,74 55x3",
      "fill text-1 60,50 44x3",
      "fill text-1 5,50 1x27",
      "fill text-1 60,50 1x27",
    ]
  `);
  // Row 0 is pinned; row 1 is scrolled out of sight below it: only the lines to it are left.
  log.lines.length = 0;
  paintPath({ ...scene, rows: { ...scene.rows, pinned: 1, scrollPx: 48 }, path });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill text-1 1,50 4x3",
      "fill text-1 60,50 44x3",
      "fill text-1 5,50 1x5",
      "fill text-1 60,50 1x5",
    ]
  `);
});

test('a critical path of very many steps has few enough lines between rows to see through, and the same ones during panning', () => {
  const path = Array.from({ length: 4000 }, (_, at) => ({
    row: at % 2,
    fromNs: (at / 40) * NS_PER_MS,
    toNs: ((at + 1) / 40) * NS_PER_MS,
  }));
  const linesAt = (fromMs: number) => {
    const { log, scene } = sceneOf(modelOf(waiting(1, 0, 40)), { ms: 60 });
    const window = { fromNs: fromMs * NS_PER_MS, toNs: (fromMs + 60) * NS_PER_MS };
    paintPath({ ...scene, scale: timeScale(window, 600), path });
    const lines = log.lines.filter((line) => line.endsWith(' 1x27'));
    return lines.map((line) => Number(/ (-?\d+),/.exec(line)![1]) + 10 * fromMs);
  };
  const inBoth = (x: number) => x > 66 && x < 594;
  const still = linesAt(0);
  expect(still).toHaveLength(101);
  expect(linesAt(6).filter(inBoth)).toEqual(still.filter(inBoth));
});
