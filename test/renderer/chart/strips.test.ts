// What stands around the rows: the event loop, the overview, the counters, the console, the axis and the marks.
import { describe, expect, test } from 'vitest';
import { overview } from '../../../src/model/index.ts';
import { NS_PER_MS } from '../../../src/protocol/units.ts';
import { flagsOf } from '../../../src/renderer/chart/strips/mark-strip.ts';
import { axisTicks } from '../../../src/renderer/chart/time/axis.ts';
import { ElasticTime } from '../../../src/renderer/chart/time/elastic-time.ts';
import { elasticScale, timeScale } from '../../../src/renderer/chart/time/spaces.ts';
import { DrawLog, namedColours, provideCanvasClasses } from '../../support/drawing/draw-log.ts';
import { sceneOf } from '../../support/drawing/scene.ts';
import { modelOf } from '../../support/script.ts';

provideCanvasClasses();
const { paintActivity } = await import('../../../src/renderer/chart/paint/paint-activity.ts');
const { paintConsole } = await import('../../../src/renderer/chart/paint/paint-console.ts');
const { paintCounters } = await import('../../../src/renderer/chart/paint/paint-counters.ts');
const { paintLane } = await import('../../../src/renderer/chart/paint/paint-lane.ts');

const ms = (at: number): number => at * NS_PER_MS;

/** A run, a wait for a timer, a long run with a pause of the runtime in it, and a short one. */
const WORK = modelOf([
  [0, 'enter', 1, 'main', { kind: 'module' }],
  [10, 'suspend', 1, 'timer', 20, { line: 2 }],
  [30, 'turn', 'timers', 20],
  [30, 'ready', 1, { late: 0 }],
  [30, 'resume', 1],
  [90, 'suspend', 1, 'timer', 5, { line: 3 }],
  [90, 'pause', 10, 40],
  [95, 'turn', 'timers', 5],
  [95, 'ready', 1, { late: 0 }],
  [95, 'resume', 1],
  [98, 'end', 1],
  [98, 'pause', 1, 1],
  [100, 'bye'],
]);

describe('the event loop', () => {
  test('turns over a line of idleness; a long one is dark and named, and a pause hatches it', () => {
    const { log, scene } = sceneOf(WORK, { ms: 100, widthPx: 400 });
    paintLane(scene, scene.shown.picture.loop);
    expect(log.lines).toMatchInlineSnapshot(`
      [
        "fill surface-0 0,0 400x28",
        "line dashed line-strong 0,19.5 400,19.5",
        "fill loop-busy 0,4 40x16",
        "fill loop-busy 380,4 20x16",
        "fill loop-long 120,4 240x16",
        "fill pause 200,4 40x16",
        "fill pause 388,4 4x16",
        "fill loop-long 123,4 96x16",
        "text surface-0 126,12.5 blocked 60.0 ms",
        "fill line 0,27 400x1",
      ]
    `);
  });

  test('turns that follow each other at once are parted, but not where one is hardly wider than the gap', () => {
    const turns = modelOf([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      [10, 'suspend', 1, 'promise', 0, { line: 2 }],
      [10, 'turn', 'check', 0],
      [20, 'turn', 'timers', 0],
      [22, 'turn', 'poll', 0],
      [40, 'turn', 'timers', 5],
      [50, 'bye'],
    ]);
    const { log, scene } = sceneOf(turns, { ms: 50, widthPx: 50 });
    paintLane(scene, scene.shown.picture.loop);
    expect(log.lines.filter((line) => line.startsWith('fill loop'))).toMatchInlineSnapshot(`
      [
        "fill loop-busy 0,4 10x16",
        "fill loop-busy 11,4 9x16",
        "fill loop-busy 20,4 2x16",
        "fill loop-busy 22,4 13x16",
        "fill loop-busy 40,4 10x16",
      ]
    `);
  });

  test('zoomed out, a pause too short for a pattern is a sign below the turn', () => {
    const { log, scene } = sceneOf(WORK, { ms: 100 });
    paintLane(scene, scene.shown.picture.loop);
    expect(log.lines.filter((line) => /^(shape|fill pause)/.test(line))).toMatchInlineSnapshot(`
      [
        "fill pause 50,4 10x16",
        "shape text-2 97.5,21 95,24 100,24",
      ]
    `);
  });
});

test('the overview: tasks stand on a line, the load of the loop hangs from it, and now goes on to the edge', () => {
  const log = new DrawLog();
  const scale = timeScale({ fromNs: 0, toNs: ms(120) }, 120);
  const now = { running: 0, ready: 0, suspended: 1, alive: 1, tasks: 1 };
  paintActivity(log.context, overview(WORK, 4), scale, namedColours(), now, 110);
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill running 0,19.8 25x11.2",
      "fill suspended 0,3 25x16.8",
      "fill loop-busy 0,32 25x3",
      "fill running 25,8.6 25x22.4",
      "fill suspended 25,3 25x5.6",
      "fill loop-busy 25,32 25x6",
      "fill running 50,3 25x28",
      "fill loop-busy 50,32 25x7",
      "fill running 75,10.8 25x20.2",
      "fill suspended 75,5.2 25x5.6",
      "fill loop-busy 75,32 25x6",
      "fill suspended 100,3 10x28",
      "fill line-strong 0,31 110x1",
    ]
  `);
});

test('the overview of a short run beside a long one: what falls into one pixel is drawn once, as it was on average', () => {
  const log = new DrawLog();
  const scale = timeScale({ fromNs: 0, toNs: ms(1000) }, 20);
  paintActivity(log.context, overview(WORK, 4), scale, namedColours(), null, 2);
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill running 0,19.8 1x11.2",
      "fill suspended 0,3 1x16.8",
      "fill loop-busy 0,32 1x3",
      "fill running 1,5.8 1x25.2",
      "fill suspended 1,3 1x2.8",
      "fill loop-busy 1,32 1x6",
      "fill running 2,10.8 1x20.2",
      "fill suspended 2,5.2 1x5.6",
      "fill loop-busy 2,32 1x6",
      "fill line-strong 0,31 2x1",
    ]
  `);
});

test('counters: tasks on one another with a line over them, and below how busy the loop was', () => {
  const { log, scene } = sceneOf(WORK, { ms: 100, widthPx: 8, counters: true });
  paintCounters({ ...scene, lanes: scene.shown.picture.counterLanes });
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill surface-1 0,0 8x80",
      "fill surface-0 0,0 8x80",
      "fill line 0,44 8x1",
      "fill line 0,60 8x1",
      "fill line 0,76 8x1",
      "fill running 0,28 2x16",
      "fill running 2,12 2x32",
      "fill running 4,4 2x40",
      "fill running 6,15.2 2x28.8",
      "fill suspended 0,4 2x24",
      "fill suspended 2,4 2x8",
      "fill suspended 6,7.2 2x8",
      "fill text-2 0,4 2x1",
      "fill text-2 2,4 2x1",
      "fill text-2 4,4 2x1",
      "fill text-2 6,7 2x1",
      "fill text-2 6,4 1x3",
      "fill loop-busy 0,55.2 2x4.8",
      "fill loop-busy 2,50.4 2x9.6",
      "fill loop-busy 4,48 2x12",
      "fill loop-busy 6,50.4 2x9.6",
      "fill surface-0 2,2 10x14",
      "text text-2 4,9.5 1",
    ]
  `);
  log.lines.length = 0;
  paintCounters({ ...scene, lanes: null });
  // Nothing is known yet: the ground and the lines.
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill surface-1 0,0 8x80",
      "fill surface-0 0,0 8x80",
      "fill line 0,44 8x1",
      "fill line 0,60 8x1",
      "fill line 0,76 8x1",
    ]
  `);
});

test('the pool of threads stands below the loop: dark where work waited for one of them', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [20, 'pool', 20, 1, 'crypto', 2],
    [30, 'pool', 10, 1, 'file', 2],
    [30, 'pool', 10, 1, 'file', 2],
    [30, 'pool', 10, 1, 'file', 2],
    [40, 'end', 1],
  ]);
  const { log, scene } = sceneOf(model, { ms: 40, widthPx: 8, counters: true });
  paintCounters({ ...scene, lanes: scene.shown.picture.counterLanes });
  expect(log.lines.filter((line) => / \d+,(6[4-9]|7\d)/.test(line))).toMatchInlineSnapshot(`
    [
      "fill line 0,76 8x1",
      "fill loop-busy 0,70 2x6",
      "fill loop-busy 2,70 2x6",
      "fill loop-long 4,64 2x12",
    ]
  `);
});

test('the console: a mark a line, higher for more, with a head for errors', () => {
  const log = new DrawLog();
  const marks = {
    atNs: Float64Array.of(ms(10), ms(50)),
    line: Int32Array.of(0, 1),
    count: Int32Array.of(1, 100),
    errors: Int32Array.of(0, 2),
  };
  paintConsole(log.context, namedColours(), marks, timeScale({ fromNs: 0, toNs: ms(100) }, 100), 1);
  expect(log.lines).toMatchInlineSnapshot(`
    [
      "fill surface-0 0,0 100x20",
      "fill text-3 9,8 2x4",
      "fill text-3 49,4 2x12",
      "fill rejected 48,3 4x4",
    ]
  `);
});

describe('the axis', () => {
  const said = (scale: Parameters<typeof axisTicks>[0]): string[] => {
    const { values, label } = axisTicks(scale);
    return values.map((ns) => `${Math.round(scale.viewPx(ns))} ${label(ns)}`);
  };

  test('labels moments as densely as there is room', () => {
    expect(said(timeScale({ fromNs: 0, toNs: ms(1000) }, 400))).toMatchInlineSnapshot(`
      [
        "0 0.0 s",
        "80 0.2 s",
        "160 0.4 s",
        "240 0.6 s",
        "320 0.8 s",
        "400 1.0 s",
      ]
    `);
    expect(said(timeScale({ fromNs: ms(500), toNs: ms(500.001) }, 400))).toMatchInlineSnapshot(`
      [
        "0 0 ns",
        "80 200 ns",
        "160 400 ns",
        "240 600 ns",
        "320 800 ns",
        "400 1,000 ns",
      ]
    `);
  });

  test('has no label within a fold, and labels the moments on either side', () => {
    const elastic = new ElasticTime([{ fromNs: ms(100), toNs: ms(900) }], ms(1000));
    const window = elastic.elasticWindow({ fromNs: 0, toNs: ms(1000) });
    expect(said(elasticScale(window, 400, elastic))).toMatchInlineSnapshot(`
      [
        "0 0 ms",
        "98 50 ms",
        "196 100 ms",
        "302 950 ms",
        "400 1,000 ms",
      ]
    `);
  });

  test('labels the moments between close folds in finer steps', () => {
    const folds = [
      { fromNs: ms(150), toNs: ms(1371) },
      { fromNs: ms(1430), toNs: ms(2112) },
      { fromNs: ms(2190), toNs: ms(3250) },
    ];
    const elastic = new ElasticTime(folds, ms(3300));
    const window = elastic.elasticWindow({ fromNs: 0, toNs: ms(3300) });
    expect(said(elasticScale(window, 400, elastic))).toMatchInlineSnapshot(`
      [
        "0 0.0 s",
        "112 0.1 s",
        "208 1.4 s",
        "292 2.15 s",
        "400 3.3 s",
      ]
    `);
  });
});

test('a flag of a mark is as wide as there is room before the next, and none is too narrow to be clicked on', () => {
  const marks = [-5, 10, 12, 60].map((at) => ({ atNs: ms(at), text: `${at}` }));
  const flags = flagsOf(marks, timeScale({ fromNs: 0, toNs: ms(100) }, 400));
  expect(flags.map(({ mark, x, widthPx }) => `${mark.text} ${x} ${widthPx}`)).toMatchInlineSnapshot(`
    [
      "-5 -20 58",
      "10 40 8",
      "12 48 190",
      "60 240 240",
    ]
  `);
});
