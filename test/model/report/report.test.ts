import { expect, test } from 'vitest';
import { report } from '../../../src/model/index.ts';
import { FILE, header, modelOf, type ScriptLine } from '../../support/script.ts';

const DINNER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module' }],
  [1, 'enter', 2, 'order', { parent: 1, line: 8, label: '"pizza"' }],
  [2, 'suspend', 2, 'timer', 5, { line: 9, text: 'sleep(5)' }],
  [3, 'suspend', 1, 'task', 2, { line: 12, text: 'food' }],
  [7, 'turn', 'timers', 4],
  [7.5, 'ready', 2, { late: 0.5 }],
  [8, 'resume', 2],
  [8.5, 'ready', 1, { by: 2 }],
  [9, 'end', 2, 'rejected', ['RangeError', 'no oven']],
  [10, 'resume', 1],
  [11, 'end', 1],
  [12, 'tracing', 2],
  [12, 'bye', 0, 'other', 7],
];

const NO_PAUSES = { count: 0, totalMs: 0, longestMs: 0, byKind: {} };
const LOOP = {
  busyMs: 8,
  idleMs: 4,
  utilization: 8 / 12,
  longestRunMs: 5,
  longestRunAtMs: 7,
  longestRunById: 2,
  turns: 2,
  pauses: NO_PAUSES,
  withheldMs: 0,
  tracingMs: 2,
};
/** What is said of an awaited thing that has no name and no members. */
const NOTHING_MORE = { name: null, combinator: null, members: [], memberCount: 0, decidedBy: null };

test('a report has every finding, however many of one kind there are', () => {
  const lines = Array.from({ length: 30 }, (_, at) => at + 2);
  const { insights } = report(
    modelOf([
      [0, 'enter', 1, 'main', { kind: 'module' }],
      ...lines.flatMap((line): ScriptLine[] => [
        [1, 'enter', line, 'customer', { parent: 1, line }],
        [1, 'suspend', line, 'promise', 0, { line }],
      ]),
      [2, 'end', 1],
      [3, 'bye', 0, 'nothingLeft'],
    ]),
  );
  expect(insights.map(({ id, line }) => [id, line])).toEqual(lines.map((line) => ['never-settled', line]));
});

test('a whole report has each of its fields', () => {
  const model = modelOf(DINNER, {
    header: header({ path: FILE, args: ['--fast'] }),
    host: [[65, 'programEnd', 0]],
  });
  const { criticalPath, criticalPathSteps, ...others } = report(model);
  expect(others).toEqual({
    format: 'loopscope-report/1',
    program: {
      path: FILE,
      args: ['--fast'],
      runtime: 'node 20.20.2',
      exitCode: 0,
      signal: null,
      durationMs: 15,
      complete: true,
    },
    capture: {
      events: 13,
      dropped: 0,
      bytes: model.bytes,
      unknownGaps: 0,
      illegal: 0,
      waitedMs: 7,
      damage: [],
      notices: [],
    },
    tasks: [
      {
        id: 1,
        parentId: null,
        kind: 'module',
        name: 'main.mjs',
        label: 'main.mjs',
        file: FILE,
        line: 1,
        column: 1,
        startMs: 0,
        endMs: 11,
        outcome: 'fulfilled',
        runningMs: 4,
        readyMs: 1.5,
        suspendedMs: 5.5,
        suspensions: 1,
        waits: [
          {
            line: 12,
            column: 3,
            on: { ...NOTHING_MORE, kind: 'task', taskId: 2 },
            startMs: 3,
            suspendedMs: 5.5,
            readyMs: 1.5,
            readyExact: true,
            at: 'await',
            expression: 'food',
            delayMs: null,
            wokenById: 2,
          },
        ],
        selfMs: 3,
        runs: 2,
        yields: 0,
        error: null,
        span: null,
        thread: 0,
        messageFromId: null,
      },
      {
        id: 2,
        parentId: 1,
        kind: 'async',
        name: 'order',
        label: 'order("pizza")',
        file: FILE,
        line: 8,
        column: 1,
        startMs: 1,
        endMs: 9,
        outcome: 'rejected',
        runningMs: 2,
        readyMs: 1,
        suspendedMs: 5,
        suspensions: 1,
        waits: [
          {
            line: 9,
            column: 3,
            on: { ...NOTHING_MORE, kind: 'timer', taskId: null },
            startMs: 2,
            suspendedMs: 5,
            readyMs: 1,
            readyExact: true,
            at: 'await',
            expression: 'sleep(5)',
            delayMs: 5,
            wokenById: null,
          },
        ],
        selfMs: 2,
        runs: 2,
        yields: 0,
        error: { name: 'RangeError', message: 'no oven' },
        span: null,
        thread: 0,
        messageFromId: null,
      },
    ],
    loop: LOOP,
    threadPool: {
      threads: null,
      works: 0,
      byKind: {},
      mostInFlight: 0,
      queuedMs: 0,
      longestQueuedMs: 0,
    },
    console: [],
    threads: [
      {
        id: 0,
        kind: 'main',
        name: '',
        label: 'main',
        role: null,
        command: null,
        pid: 4711,
        startedById: null,
        startMs: 0,
        endMs: 12,
        exitCode: 0,
        signal: null,
        traced: true,
        tasks: 2,
        loop: LOOP,
      },
    ],
    insights: [],
  });
  const { parts, ...path } = criticalPath;
  expect(path).toEqual({ taskId: null, startMs: 0, endMs: 15, steps: 8, more: { parts: 0, ms: 0 } });
  expect(parts[0]).toEqual({
    name: 'order',
    what: 'suspended for a timer of 5 ms',
    file: FILE,
    line: 9,
    column: 3,
    count: 1,
    ms: 5,
    share: 1 / 3,
    longestTaskId: 2,
  });
  expect(criticalPathSteps.map(({ what, taskId, startMs }) => `${startMs} ${what} ${taskId}`)).toEqual([
    '0 running 1',
    '1 running 2',
    '2 suspended 2',
    '7 ready 2',
    '8 running 2',
    '8.5 ready 1',
    '10 running 1',
    '11 outside null',
  ]);
});

test('a report is plain JSON', () => {
  const whole = report(modelOf([...DINNER, [13, 'enter', 9, 'late']]));
  expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
});

test('an empty recording has a report too', () => {
  const { program, tasks, loop } = report(modelOf([], { hello: false, header: { startEpochMs: 0 } }));
  expect(program).toEqual({
    path: null,
    args: [],
    runtime: null,
    exitCode: null,
    signal: null,
    durationMs: 0,
    complete: false,
  });
  expect(tasks).toEqual([]);
  expect(loop).toEqual({
    busyMs: 0,
    idleMs: 0,
    utilization: 0,
    longestRunMs: 0,
    longestRunAtMs: 0,
    longestRunById: null,
    turns: 1,
    pauses: NO_PAUSES,
    withheldMs: 0,
    tracingMs: null,
  });
});

test('a recording is complete if it has a bye and was not cut off', () => {
  const complete = (end: 'complete' | 'cut-off' | 'live', lines = DINNER): boolean =>
    report(modelOf(lines, { end })).program.complete;
  expect(complete('complete')).toBe(true);
  expect(complete('cut-off')).toBe(false);
  expect(complete('complete', DINNER.slice(0, -1))).toBe(false);
});

test('the loop is busy in its turns and idle between them', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [10, 'end', 1],
    [40, 'turn', 'timers', 28],
    [60, 'turn', 'poll', 0],
    [65, 'turn', 'poll', 3],
    [70, 'bye'],
  ]);
  // The turns are 0 to 12, 40 to 60, 60 to 62, and 65 to 70.
  expect(report(model).loop).toEqual({
    busyMs: 39,
    idleMs: 31,
    utilization: 39 / 70,
    longestRunMs: 20,
    longestRunAtMs: 40,
    longestRunById: null,
    turns: 4,
    pauses: NO_PAUSES,
    withheldMs: 0,
    tracingMs: null,
  });
});

test('pauses are counted by kind; what is claimed of a time before the last one is cut', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [20, 'pause', 3, 18, 'young'],
    [20, 'pause', 8, 12],
    [20, 'pause', 4, 6, 'young'],
    [21, 'bye'],
  ]);
  // The pauses are 2 to 5, 8 to 16, and 16 to 18.
  const { pauses } = report(model).loop;
  expect(pauses).toEqual({ count: 3, totalMs: 13, longestMs: 8, byKind: { young: 5, full: 8 } });
});

test('idleness that is longer than there was time for is cut', () => {
  const model = modelOf([
    [5, 'turn', 'poll', 4000],
    [6, 'bye'],
  ]);
  expect(report(model).loop).toMatchObject({ busyMs: 1, idleMs: 5 });
});
