import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consoleLines } from '../../../src/model/details/written.ts';
import { labelOf, Model, overview, type Report, report } from '../../../src/model/index.ts';
import { sessionStatus } from '../../../src/model/session-status.ts';
import { RecordEncoder } from '../../../src/protocol/codec.ts';
import { BlobKind, RECORD_BYTES, RecordType } from '../../../src/protocol/events.ts';
import { HEADER_STREAM, HOST_STREAM } from '../../../src/protocol/recording.ts';
import { randomRecording } from '../../support/random-recording.ts';
import {
  EPOCH_MS,
  header,
  hostTrace,
  modelOf,
  Script,
  type ScriptLine,
  type TraceOptions,
  trace,
} from '../../support/script.ts';

const DINNER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { kind: 'module', line: 1 }],
  [1, 'enter', 2, 'order', { parent: 1, line: 8, label: '"pizza"' }],
  [2, 'suspend', 2, 'timer', 5, { line: 9, text: 'sleep(5)' }],
  [3, 'suspend', 1, 'task', 2, { line: 12 }],
  [7, 'turn', 'timers', 4],
  [7.5, 'ready', 2, { late: 0.5 }],
  [8, 'resume', 2],
  [8.5, 'ready', 1, { by: 2 }],
  [9, 'end', 2, 'rejected', ['RangeError', 'no oven']],
  [10, 'resume', 1],
  [11, 'end', 1],
  [12, 'bye', 3],
];

describe('in pieces', () => {
  test('cut anywhere, a recording reads the same', () => {
    const bytes = trace(DINNER);
    const whole = report(modelOf(DINNER));
    // Between any two records, and in each word of each: every third byte is in one of them, and in every place of a word in turn.
    for (let at = 0; at <= bytes.length; at++) {
      if (at % RECORD_BYTES !== 0 && at % 3 !== 0) continue;
      const model = new Model();
      model.setHeader(header());
      model.ingest(0, bytes.subarray(0, at));
      report(model);
      overview(model, 10);
      model.ingest(0, bytes.subarray(at));
      model.finish({ cutOff: false });
      expect(report(model), `cut at ${at}`).toEqual(whole);
    }
  });

  test('any part from the start is a recording that was cut off', () => {
    const bytes = trace(DINNER);
    for (let length = 0; length < bytes.length; length++) {
      const model = new Model();
      model.ingest(0, bytes.subarray(0, length));
      model.finish({ cutOff: true });
      const { program, tasks } = report(model);
      expect(program.complete).toBe(false);
      expect(model.tables.illegal).toBe(0);
      expect(model.damage).toEqual([]);
      for (const task of tasks) {
        const total = task.runningMs + task.readyMs + task.suspendedMs;
        expect(total).toBeCloseTo((task.endMs ?? program.durationMs) - task.startMs, 9);
      }
    }
  });

  test('random recordings read the same in random pieces', () => {
    fc.assert(
      fc.property(
        randomRecording(),
        fc.infiniteStream(fc.integer({ min: 1, max: 400 })),
        fc.boolean(),
        (lines, cuts, sitesLast) => {
          const bytes = trace(lines, { sitesLast });
          const model = new Model();
          model.setHeader(header());
          for (let at = 0; at < bytes.length; ) {
            const [cut] = cuts.take(1);
            model.ingest(0, bytes.subarray(at, at + cut!));
            at += cut!;
          }
          model.finish({ cutOff: true });
          const whole = modelOf(lines, { end: 'cut-off' });
          expect(comparable(report(model))).toEqual(comparable(report(whole)));
          expect(rounded(overview(model, 50))).toEqual(rounded(overview(whole, 50)));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('every question can be answered at every moment', () => {
    const script = new Script();
    const model = new Model();
    const labels: string[][] = [];
    for (const line of DINNER) {
      model.ingest(0, script.write([line]));
      labels.push(report(model).tasks.map(({ outcome, label }) => `${label} ${outcome}`));
    }
    expect(labels.at(0)).toEqual(['main.mjs pending']);
    expect(labels.at(-1)).toEqual(['main.mjs fulfilled', 'order("pizza") rejected']);
  });
});

describe('out of order', () => {
  test('places may come after the events that name them', () => {
    expect(report(modelOf(DINNER, { sitesLast: true }))).toEqual(report(modelOf(DINNER)));
  });

  test('before a task’s place is known it is called by its number', () => {
    const model = new Model();
    const encoder = new RecordEncoder();
    model.ingest(0, encoder.record(RecordType.enter, 7, 0, 1).take());
    expect(labelOf(model, 0)).toBe('task 1');
    const table = { file: '/app/a.mjs', firstSite: 7, rows: [['function', 'order', 3, 1, -1]] };
    model.ingest(0, encoder.json(BlobKind.sites, 0, table).take());
    expect(labelOf(model, 0)).toBe('order()');
  });

  test('labels and errors may come before their task', () => {
    const model = new Model();
    const encoder = new RecordEncoder()
      .blob(BlobKind.label, 0, '"AAPL"', 1)
      .json(BlobKind.error, 0, { name: 'Error', message: 'no' }, 1)
      .json(BlobKind.sites, 0, { file: '/a.mjs', firstSite: 1, rows: [['function', 'f', 1, 1, -1]] })
      .record(RecordType.enter, 1, 0, 1)
      .record(RecordType.end, 2, 1, 1);
    model.ingest(0, encoder.take());
    expect(report(model).tasks[0]).toMatchObject({
      label: 'f("AAPL")',
      error: { name: 'Error', message: 'no' },
    });
  });
});

describe('threads', () => {
  const WORKER: readonly ScriptLine[] = [
    [0, 'enter', 1, 'worker', { kind: 'module', file: '/app/worker.mjs' }],
    [5, 'end', 1],
    [6, 'bye'],
  ];
  const later: TraceOptions = { startEpochMs: EPOCH_MS + 4 };

  test('have clocks of their own, brought to the program’s', () => {
    const model = new Model();
    model.ingest(0, trace(DINNER));
    model.ingest(1, trace(WORKER, later));
    expect(summary(report(model))).toEqual([
      'main.mjs 0-11 @0',
      'order("pizza") 1-9 @0',
      'worker.mjs 4-9 @1',
    ]);
  });

  test('wait for the main thread’s clock when their bytes come first', () => {
    const model = new Model();
    model.ingest(1, trace(WORKER, later));
    expect(model.tables.tasks.length).toBe(0);
    model.ingest(0, trace(DINNER));
    expect(summary(report(model))).toEqual([
      'main.mjs 0-11 @0',
      'order("pizza") 1-9 @0',
      'worker.mjs 4-9 @1',
    ]);
  });

  test('are shown all the same when the main thread never said anything', () => {
    const model = new Model();
    model.ingest(1, trace(WORKER, later));
    model.finish({ cutOff: true });
    expect(summary(report(model))).toEqual(['worker.mjs 0-5 @1']);
    expect(model.complete).toBe(false);
  });
});

describe('the host', () => {
  test('says how the program ended, on the program’s clock', () => {
    const model = modelOf(DINNER, { host: [[80, 'programEnd', null, 'SIGTERM']] });
    // The host began 50 ms before the program.
    expect(report(model).program).toMatchObject({ exitCode: null, signal: 'SIGTERM', durationMs: 30 });
  });

  test('without it the exit code is that of the tracer', () => {
    expect(report(modelOf(DINNER)).program).toMatchObject({ exitCode: 3, signal: null, durationMs: 12 });
  });

  test('sends what the program wrote, cut into lines wherever it was cut into pieces', () => {
    const euro = new TextEncoder().encode('3 €');
    const model = modelOf(DINNER, {
      host: [
        [51, 'stdout', 'one\ntw'],
        [52, 'stderr', 'oops\n'],
        [53, 'stdout', 'o\n\n'],
        [54, 'stdout', euro.subarray(0, 3)],
        [55, 'stdout', euro.subarray(3)],
      ],
    });
    expect(consoleLines(model, 0, 100).map(({ timeNs, from, text }) => [timeNs / 1e6, from, text])).toEqual([
      [1, 'stdout', 'one'],
      [1, 'stdout', 'two'],
      [2, 'stderr', 'oops'],
      [3, 'stdout', ''],
      [4, 'stdout', '3 €'],
    ]);
    expect(consoleLines(model, 1, 3).map(({ text }) => text)).toEqual(['two', 'oops']);
  });

  test('is shown even when the program said nothing at all', () => {
    const model = new Model();
    model.setHeader(header());
    model.ingest(
      HOST_STREAM,
      hostTrace([
        [5, 'stderr', 'SyntaxError\n'],
        [9, 'programEnd', 1],
      ]),
    );
    model.finish({ cutOff: false });
    expect(consoleLines(model, 0, 9)).toMatchObject([{ timeNs: 5e6, from: 'stderr', text: 'SyntaxError' }]);
    expect(report(model).program).toMatchObject({ exitCode: 1, complete: false, durationMs: 9 });
  });
});

describe('damage', () => {
  test('a malformed stream is read up to the malformed record', () => {
    const model = new Model();
    model.setHeader(header());
    model.ingest(0, trace(DINNER.slice(0, 4)));
    model.ingest(0, Uint8Array.of(77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    model.ingest(0, trace(DINNER.slice(4), { hello: false }));
    model.finish({ cutOff: false });
    const { program, tasks, capture } = report(model);
    expect(tasks.map(({ outcome }) => outcome)).toEqual(['pending', 'pending']);
    expect(program.complete).toBe(false);
    expect(capture.damage).toHaveLength(1);
    expect(capture.damage[0]).toMatch(/damaged at byte \d+ of a stream: record type 77/);
  });

  test('other streams are not touched by it', () => {
    const model = new Model();
    model.ingest(HOST_STREAM, Uint8Array.of(77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    model.ingest(0, trace(DINNER));
    expect(report(model).tasks.map(({ outcome }) => outcome)).toEqual(['fulfilled', 'rejected']);
  });

  test('damage of the file is reported', () => {
    const model = new Model();
    model.ingest(0, trace(DINNER));
    model.finish({ cutOff: true, damage: 'Its last part has a wrong checksum.' });
    expect(report(model).capture.damage).toEqual(['Its last part has a wrong checksum.']);
  });

  test.each([
    ['a greeting', BlobKind.hello, '{"protocol":'],
    ['a greeting', BlobKind.hello, '{"protocol":1}'],
    ['places', BlobKind.sites, 'null'],
    ['places', BlobKind.sites, '{"file":"a","firstSite":1,"rows":[["function","f",1]]}'],
    ['places', BlobKind.sites, '{"file":"a","firstSite":4000000000,"rows":[]}'],
    ['places', BlobKind.sites, '{"file":"a","firstSite":1,"rows":[["sauce","f",1,1,-1]]}'],
    ['places', BlobKind.sites, '{"file":"a","firstSite":2,"before":2,"rows":[]}'],
    ['a source', BlobKind.source, '[]'],
  ])('%s that make no sense are told, and the rest goes on: %s %s', (_, kind, text) => {
    const model = new Model();
    model.ingest(0, new RecordEncoder().blob(kind, 0, text).take());
    model.ingest(0, trace(DINNER, { hello: false }));
    expect(report(model).capture.damage).toHaveLength(1);
    expect(report(model).tasks).toHaveLength(2);
  });

  test('a tracer of another version is reported, and read as far as possible', () => {
    const model = new Model();
    const hello = { protocol: 9, pid: 1, runtime: 'node 99.0.0', startEpochMs: EPOCH_MS };
    model.ingest(0, new RecordEncoder().json(BlobKind.hello, 0, hello).take());
    expect(model.runtime).toBe('node 99.0.0');
    expect(model.damage[0]).toContain('version 9 of the protocol');
  });

  test('no bytes at all make it throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1, HOST_STREAM, HEADER_STREAM), anyBytes)),
        (pieces) => {
          const model = new Model();
          for (const [stream, bytes] of pieces) model.ingest(stream, bytes);
          model.finish({ cutOff: true });
          report(model);
          overview(model, 10);
          consoleLines(model, 0, 100);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a clock that is set back stands still until it is past again', () => {
  const model = new Model();
  const encoder = new RecordEncoder();
  model.ingest(0, encoder.record(RecordType.enter, 0, 9e6, 1).take());
  model.ingest(0, new Uint8Array(new Uint32Array([RecordType.time, 0, 2e6, 0]).buffer));
  model.ingest(
    0,
    encoder.record(RecordType.suspend, 0, 10e6, 1).record(RecordType.resume, 0, 20e6, 1).take(),
  );
  // The records were told at 9, 3 and 13.
  expect(report(model).tasks[0]).toMatchObject({ startMs: 9, runningMs: 0, readyMs: 4 });
});

test('gaps are counted, and those of unknown size apart', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'gap', 12],
    [2, 'gap'],
    [3, 'gap', 8],
    [4, 'bye'],
  ]);
  expect(report(model).capture).toMatchObject({ dropped: 20, unknownGaps: 1, events: 5 });
  expect(sessionStatus(model)).toMatchObject({ dropped: 20, events: 5 });
});

test('notices and sources are kept', () => {
  const model = new Model();
  const encoder = new RecordEncoder()
    .json(BlobKind.notice, 0, { message: 'could not be instrumented.', file: '/app/legacy.js' })
    .json(BlobKind.source, 0, { file: '/app/a.mjs', text: 'await 1;\n' });
  model.ingest(0, encoder.take());
  expect(sessionStatus(model).notices).toEqual(['/app/legacy.js: could not be instrumented.']);
  expect(model.sourceText('/app/a.mjs')).toBe('await 1;\n');
  expect(model.sourceText('/app/b.mjs')).toBeNull();
});

test('a large source comes in pieces, also from several threads at once', () => {
  const model = new Model();
  const say = (stream: number, text: string, more = false, file = '/app/a.mjs') =>
    model.ingest(stream, new RecordEncoder().json(BlobKind.source, 0, { file, text, more }).take());
  const known = () => model.sourceText('/app/a.mjs');
  model.ingest(0, trace([]));
  say(0, 'await 1;\n', true);
  say(1, 'await 1;\n', true);
  expect(known()).toBeNull();
  say(0, 'await 2;\n');
  expect(known()).toBe('await 1;\nawait 2;\n');
  say(1, 'await 3;\n');
  expect(known()).toBe('await 1;\nawait 3;\n');
  // The rest of the source is missing.
  say(0, 'lost', true);
  say(0, 'await 4;\n', false, '/app/b.mjs');
  say(0, 'await 5;\n');
  expect(model.sourceText('/app/b.mjs')).toBe('await 4;\n');
  expect(known()).toBe('await 5;\n');
});

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  // Records of types that exist, with any content.
  fc
    .array(
      fc.tuple(fc.integer({ min: 1, max: 10 }), fc.nat({ max: 0xffffff }), fc.nat(), fc.nat({ max: 40 })),
    )
    .map((records) => {
      const words = records.flatMap(([type, argument, a, b]) => [type | (argument << 8), a, b, b]);
      return new Uint8Array(new Uint32Array(words).buffer);
    }),
);

/** A report without what is said of its capture, which differs with how the bytes were cut. */
function comparable(full: Report): unknown {
  return { ...full, capture: null };
}

function rounded(view: ReturnType<typeof overview>): unknown {
  const round = (values: Float32Array): number[] => Array.from(values, (value) => Math.round(value * 1000));
  const { running, ready, suspended, busy } = view;
  return [running, ready, suspended, busy].map(round);
}

function summary({ tasks }: Report): string[] {
  return tasks.map(({ label, startMs, endMs, thread }) => `${label} ${startMs}-${endMs} @${thread}`);
}
