import { describe, expect, test } from 'vitest';
import { Model, type Report, report, taskDetails } from '../../../src/model/index.ts';
import { sessionStatus } from '../../../src/model/session-status.ts';
import { RecordEncoder } from '../../../src/protocol/codec.ts';
import { BlobKind } from '../../../src/protocol/events.ts';
import type { ThreadName } from '../../../src/protocol/payloads.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { EPOCH_MS, type ScriptLine, type TraceOptions, trace } from '../../support/script.ts';

/** A stream's number, its lines, and what its hello says. */
type StreamOf = readonly [stream: number, lines: readonly ScriptLine[], options?: TraceOptions];

function modelOf(...streams: readonly StreamOf[]): Model {
  const model = new Model();
  for (const [stream, lines, options] of streams) model.ingest(stream, trace(lines, options));
  return model;
}

/** One line for each thread: what it is, who started it, from when to when, how it ended, its tasks and their parents. */
function threads({ threads: all, tasks }: Report): string[] {
  const name = (id: number | null): string => tasks.find((task) => task.id === id)?.name ?? 'nobody';
  return all.map(({ id, label, startedById, startMs, endMs, exitCode, signal, traced }) => {
    const own = tasks.filter(({ thread }) => thread === id);
    const listed = own.map((task) => `${task.name}<${name(task.parentId)}`).join(' ');
    const ended = endMs === null ? '' : `${endMs} ${signal ?? exitCode}`;
    return `${label} by ${name(startedById)} ${startMs}-${ended}: ${traced ? listed : 'not traced'}`;
  });
}

const MAIN: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module' }],
  [1, 'enter', 2, 'resizeAll', { parent: 1 }],
  [2, 'thread', 2, 'w1', { kind: 'worker', name: 'resize.mjs', number: 1 }],
  [3, 'thread', 1, 'p1', { kind: 'process', name: 'git', pid: 77 }],
  [8, 'threadEnd', 'p1', 0],
  [9, 'threadEnd', 'w1', 1],
];
const WORKER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'resize', { kind: 'module', file: '/app/resize.mjs' }],
  [1, 'enter', 2, 'resizeOne', { parent: 1 }],
  [2, 'bye', 1],
];
const AS_WORKER: TraceOptions = {
  startEpochMs: EPOCH_MS + 4,
  thread: { start: 'w1', kind: 'worker', name: 'resize.mjs' },
};
const EXPECTED = [
  'main by nobody 0-: main.mjs<nobody resizeAll<main.mjs',
  'worker resize.mjs #1 by resizeAll 2-9 1: resize.mjs<resizeAll resizeOne<resize.mjs',
  'child git pid 77 by main.mjs 3-8 0: not traced',
];

test('a worker and a process belong to the tasks that started them', () => {
  expect(threads(report(modelOf([0, MAIN], [1, WORKER, AS_WORKER])))).toEqual(EXPECTED);
});

test('which of the two streams comes first makes no difference', () => {
  const [main, worker] = [trace(MAIN), trace(WORKER, AS_WORKER)];
  const hello = trace([]).length;
  const model = new Model();
  model.ingest(0, main.subarray(0, hello));
  model.ingest(1, worker);
  expect(threads(report(model))[1]).toBe(
    'worker resize.mjs by nobody 4-6 1: resize.mjs<nobody resizeOne<resize.mjs',
  );
  model.ingest(0, main.subarray(hello));
  expect(threads(report(model))).toEqual(EXPECTED);
});

describe('processes', () => {
  const shell: ScriptLine = [1, 'thread', 1, 'p1', { kind: 'process', name: 'sh', pid: 70 }];
  const named = (name: string): ThreadName => ({ start: 'p1', kind: 'process', name });
  const MODULE: ScriptLine = [0, 'enter', 1, 'module', { kind: 'module', file: '/app/a.mjs' }];

  test('a shell that became the program that it was told to run is one process', () => {
    const model = modelOf(
      [0, [[0, 'enter', 1, 'main'], shell]],
      [1, [MODULE], { pid: 70, startEpochMs: EPOCH_MS + 2, thread: named('a.mjs') }],
    );
    expect(threads(report(model))).toEqual([
      'main by nobody 0-: main<nobody',
      'child a.mjs pid 70 by main 1-: a.mjs<main',
    ]);
  });

  test('a process that an untraced process started is beside it, below the same task', () => {
    const model = modelOf(
      [0, [[0, 'enter', 1, 'main'], shell]],
      [1, [MODULE], { pid: 71, startEpochMs: EPOCH_MS + 2, thread: named('a.mjs') }],
      [2, [MODULE], { pid: 72, startEpochMs: EPOCH_MS + 3, thread: named('b.mjs') }],
    );
    expect(threads(report(model))).toEqual([
      'main by nobody 0-: main<nobody',
      'child sh pid 70 by main 1-: not traced',
      'child a.mjs pid 71 by main 2-: a.mjs<main',
      'child b.mjs pid 72 by main 3-: a.mjs<main',
    ]);
  });

  test('the tasks of a killed process end once everything that it sent has come, however late', () => {
    const worker: ThreadName = { start: 'w1', kind: 'worker', name: 'b.mjs' };
    const model = modelOf(
      [
        0,
        [
          [0, 'enter', 1, 'main'],
          [1, 'thread', 1, 'p1', { kind: 'process', name: 'a.mjs', pid: 70 }],
        ],
      ],
      [1, [MODULE, [1, 'thread', 1, 'w1', worker]], { pid: 70, thread: named('a.mjs') }],
      [2, [MODULE], { pid: 70, thread: worker }],
    );
    const state = (task: number) => taskDetails(model, task as TaskIndex).state;
    const main = (...lines: ScriptLine[]) => model.ingest(0, trace(lines, { hello: false }));
    main([5, 'threadEnd', 'p1', null, 'SIGKILL']);
    main([2000, 'turn']);
    model.ingest(1, trace([[3, 'suspend', 1]], { hello: false }));
    main([2050, 'turn']);
    expect([state(1), state(2)]).toEqual(['suspended', 'running']);
    main([2100, 'turn']);
    expect([state(1), state(2)]).toEqual(['pending', 'pending']);
    // 5 ms after what the main thread said before.
    expect(model.tables.tasks.endNs.get(1)).toBe(6e6);
    expect(model.tables.illegal).toBe(0);
  });

  test('a worker reports its own end, even if that comes last', () => {
    const worker: ThreadName = { start: 'w1', kind: 'worker', name: 'b.mjs' };
    const model = modelOf(
      [
        0,
        [
          [0, 'enter', 1, 'main'],
          [1, 'thread', 1, 'w1', { ...worker, number: 1 }],
        ],
      ],
      [1, [MODULE], { thread: worker }],
    );
    for (const atMs of [2000, 3000, 4000, 5000])
      model.ingest(
        0,
        trace(
          [
            [5, 'threadEnd', 'w1', 0],
            [atMs, 'turn'],
          ],
          { hello: false },
        ),
      );
    model.ingest(
      1,
      trace(
        [
          [3, 'suspend', 1],
          [4, 'resume', 1],
          [5, 'end', 1],
          [5, 'bye', 0],
        ],
        { hello: false },
      ),
    );
    model.finish({ cutOff: false });
    expect(taskDetails(model, 1 as TaskIndex).state).toBe('fulfilled');
    expect(model.tables.illegal).toBe(0);
  });
});

describe('clocks', () => {
  test('follow the one that nobody sets, where both tell it', () => {
    const model = modelOf(
      [0, [[0, 'enter', 1, 'main']], { monotonicNs: 5e9 }],
      [1, WORKER, { ...AS_WORKER, startEpochMs: EPOCH_MS - 3_600_000, monotonicNs: 5e9 + 4e6 }],
    );
    expect(report(model).tasks.map(({ startMs }) => startMs)).toEqual([0, 4, 5]);
  });
});

describe('each has a loop of its own', () => {
  test('so runs nest within a thread only', () => {
    const model = modelOf(
      [
        0,
        [
          [0, 'enter', 1, 'main', { kind: 'module' }],
          [10, 'end', 1],
        ],
      ],
      [
        1,
        [
          [0, 'enter', 1, 'w'],
          [4, 'end', 1],
        ],
        AS_WORKER,
      ],
    );
    const { tasks } = report(model);
    expect(tasks.map(({ name, selfMs }) => `${name} ${selfMs}`)).toEqual(['main.mjs 10', 'w 4']);
  });

  test('which the report has', () => {
    const model = modelOf(
      [
        0,
        [
          [0, 'enter', 1, 'main', { kind: 'module' }],
          [10, 'end', 1],
          [20, 'turn', 'timers', 10],
        ],
      ],
      [
        1,
        [
          [0, 'enter', 1, 'w'],
          [6, 'end', 1],
          [6, 'bye'],
        ],
        AS_WORKER,
      ],
    );
    expect(report(model).threads.map(({ label, loop }) => `${label} ${loop?.busyMs}`)).toEqual([
      'main 10',
      'worker resize.mjs 6',
    ]);
  });
});

test('the details of a task name its thread and the threads it started', () => {
  const model = modelOf([0, MAIN], [1, WORKER, AS_WORKER]);
  const details = (task: number) => taskDetails(model, task as TaskIndex);
  expect(details(1).startedThreads.map(({ label }) => label)).toEqual(['worker resize.mjs #1']);
  expect(details(2).thread).toMatchObject({
    label: 'worker resize.mjs #1',
    starter: { label: 'resizeAll()' },
  });
  expect(details(2).parent).toEqual({ task: 1, label: 'resizeAll()' });
  expect(taskDetails(modelOf([0, [[0, 'enter', 1, 'main']]]), 0 as TaskIndex).thread).toBe(null);
});

test('threads do not share ids', () => {
  const model = new Model();
  model.ingest(0, trace([[0, 'enter', 1, 'here']]));
  model.ingest(1, trace([[0, 'enter', 1, 'there']]));
  model.ingest(0, trace([[1, 'end', 1]], { hello: false }));
  expect(report(model).tasks.map(({ label, outcome }) => `${label} ${outcome}`)).toEqual([
    'here() fulfilled',
    'there() pending',
  ]);
  expect([model.taskOf(0, 1), model.taskOf(1, 1), model.taskOf(2, 1), model.taskOf(0, 2)]).toEqual([
    0,
    1,
    null,
    null,
  ]);
});

test('a thread that ends leaves its own tasks behind and no others', () => {
  const model = new Model();
  model.ingest(0, trace([[0, 'enter', 1, 'main']]));
  model.ingest(
    1,
    trace([
      [0, 'enter', 1, 'left'],
      [3, 'suspend', 1],
      [5, 'bye'],
    ]),
  );
  model.ingest(0, trace([[9, 'suspend', 1]], { hello: false }));
  expect(sessionStatus(model).counters).toEqual({ running: 0, ready: 0, suspended: 1, alive: 1, tasks: 2 });
});

test('what no tracer says of threads does no harm', () => {
  const model = modelOf([0, [[0, 'enter', 1, 'main']]]);
  const hostile: unknown[] = [null, 7, {}, { start: 1 }, { start: 'x', kind: 'main', name: 'y' }];
  for (const value of hostile) {
    const encoder = new RecordEncoder();
    encoder.json(BlobKind.threadStart, 0, value, 9).json(BlobKind.threadEnd, 0, value);
    model.ingest(0, encoder.take());
  }
  const twice: ScriptLine = [1, 'thread', 99, 'w1', { name: 'a' }];
  model.ingest(0, trace([twice, twice, [0, 'threadEnd', 'w1', 7], [0, 'threadEnd', 'nobody', 1]]));
  for (const stream of [1, 2]) model.ingest(stream, trace(WORKER, AS_WORKER));
  model.finish({ cutOff: false });
  expect(threads(report(model)).map((line) => line.replace(/:.*/, ''))).toEqual([
    'main by nobody 0-',
    'worker resize.mjs by nobody 1-1 7',
    'worker resize.mjs by nobody 4-6 1',
  ]);
  expect(model.damage).toEqual([
    'The start of a thread cannot be read.',
    'The end of a thread cannot be read.',
  ]);
});
