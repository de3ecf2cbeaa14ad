import { expect, test } from 'vitest';
import { EXPORTERS, otlpRequests } from '../../src/export/index.ts';
import type { Model } from '../../src/model/index.ts';
import { EXPORT_FORMAT_IDS, type ExportFormat } from '../../src/protocol/export-formats.ts';
import { modelOf, type ScriptLine } from '../support/script.ts';
import { came, tell } from '../support/written.ts';

const decoder = new TextDecoder();
const written = (model: Model, format: ExportFormat): string =>
  [...EXPORTERS[format](model)]
    .map((piece) => (typeof piece === 'string' ? piece : decoder.decode(piece)))
    .join('');

const DINNER: readonly ScriptLine[] = [
  [0, 'enter', 1, 'main', { file: '/app/main.mjs' }],
  [1, 'enter', 2, 'order', { parent: 1, label: '"soup, hot"', line: 4 }],
  [2, 'suspend', 2, 'timer', 3, { line: 5, text: 'sleep(3)' }],
  [3, 'suspend', 1, 'task', 2, { line: 9 }],
  [6, 'ready', 2, { late: 1 }],
  [7, 'resume', 2],
  [8, 'end', 2, 'rejected'],
  [8, 'ready', 1],
  [9, 'resume', 1],
  [10, 'end', 1],
];

test('csv: one line per task, quoted where necessary', () => {
  const lines = written(modelOf(DINNER), 'csv').split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('id,parentId,kind,name,label,file,line');
  expect(lines[2]).toMatch(/^2,1,async,order,"order\(""soup, hot""\)",/);
  expect(lines[2]).toContain(',1,8,rejected,2,2,2,3,1,0,');
  expect(lines[3]).toBe('');
});

test('csv: a stranger’s label cannot become a formula', () => {
  const text = written(modelOf([[0, 'enter', 1, '=cmd|calc']]), 'csv');
  expect(text).toContain(",'=cmd|calc,");
});

test('chrome and otlp: what a task printed, when it did', () => {
  const model = modelOf(DINNER.slice(0, 3), { end: 'live' });
  tell(model, [[3, 'stderr', 'no soup\n', 2]]);
  came(model, 9, 'stderr', 'no soup\n');
  const { traceEvents } = JSON.parse(written(model, 'chrome'));
  expect(traceEvents.find(({ ph }: { ph: string }) => ph === 'i')).toMatchObject({
    ...{ name: 'no soup', ts: 3000, tid: 0 },
    args: { id: 2, output: 'stderr', exact: true, text: 'no soup' },
  });
  expect(spansOf(written(model, 'otlp'))[1]?.events.map(({ name }) => name)).toContain('printed');
});

test('chrome: each task with its waits in it, and its runs on the thread', () => {
  const { traceEvents } = JSON.parse(written(modelOf(DINNER), 'chrome'));
  const order = traceEvents
    .filter(({ id, args, ph }: { id?: string; args?: { id?: number }; ph: string }) =>
      ph === 'X' ? args?.id === 2 : id === '0x2',
    )
    .map(({ ph, name, ts, dur }: Record<string, unknown>) => [ph, name, ts, ...(ph === 'X' ? [dur] : [])]);
  expect(order).toEqual([
    ['b', 'order("soup, hot")', 1000],
    ['X', 'order("soup, hot")', 1000, 1000],
    ['b', 'suspended: a timer of 3 ms', 2000],
    ['e', 'suspended: a timer of 3 ms', 5000],
    ['b', 'ready', 5000],
    ['e', 'ready', 7000],
    ['X', 'order("soup, hot")', 7000, 1000],
    ['e', 'order("soup, hot")', 8000],
  ]);
});

interface OtlpSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code: number };
  readonly events: readonly { readonly name: string; readonly timeUnixNano: string }[];
  readonly startTimeUnixNano: string;
  readonly attributes: readonly unknown[];
  readonly links: readonly unknown[];
}

const spansOf = (request: string): OtlpSpan[] =>
  JSON.parse(request).resourceSpans[0].scopeSpans.flatMap(({ spans }: { spans: OtlpSpan[] }) => spans);

test('otlp: one span per task, with its states as events, exact to the nanosecond', () => {
  const spans = spansOf(written(modelOf(DINNER), 'otlp'));
  const [main, order] = spans as [OtlpSpan, OtlpSpan];
  expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
    ['main()', 0],
    ['order("soup, hot")', 2],
  ]);
  expect(order.parentSpanId).toBe(main.spanId);
  expect(main.parentSpanId).toBeUndefined();
  expect(order.traceId).toBe(main.traceId);
  const zero = BigInt(main.startTimeUnixNano);
  expect(order.events.map(({ name, timeUnixNano }) => [name, Number(BigInt(timeUnixNano) - zero)])).toEqual([
    ['suspended', 2_000_000],
    ['ready', 5_000_000],
    ['running', 7_000_000],
  ]);
});

test('otlp: a wait that was not over at the end has no resumption', () => {
  const [main] = spansOf(written(modelOf([...DINNER.slice(0, 4), [12, 'enter', 3, 'late']]), 'otlp'));
  expect(main?.events.map(({ name }) => name)).toEqual(['suspended']);
});

test('otlp: many tasks are several requests, none left out, all of one trace', () => {
  const model = modelOf(
    Array.from({ length: 1200 }, (_, at): ScriptLine => [at, 'enter', at + 1, `task${at}`]),
  );
  const requests = [...otlpRequests(model, 'json')].map((body) => spansOf(decoder.decode(body)));
  expect(requests.map(({ length }) => length)).toEqual([512, 512, 176]);
  expect(new Set(requests.flat().map(({ spanId }) => spanId)).size).toBe(1200);
  expect(new Set(requests.flat().map(({ traceId }) => traceId)).size).toBe(1);
  expect(written(model, 'otlp').trimEnd().split('\n')).toHaveLength(3);
});

const IDS = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const LINKED = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) };

test('otlp: a program’s own span keeps what it carried, and what it started is of its trace', () => {
  const [main, pay, inner] = spansOf(
    written(
      modelOf([
        [0, 'enter', 1, 'main'],
        [1, 'enter', 2, '', { parent: 1, kind: 'span', label: 'pay' }],
        [2, 'enter', 3, 'inner', { parent: 2 }],
        [5, 'end', 3],
        [
          6,
          'span',
          2,
          {
            ...IDS,
            kind: 'server',
            status: 'error',
            message: 'no card',
            attributes: { amount: 3 },
            events: [{ name: 'asked', atNs: 4e6, attributes: { who: 'bank' } }],
            links: [LINKED],
          },
        ],
        [6, 'end', 2, 'rejected'],
      ]),
      'otlp',
    ),
  ) as [OtlpSpan, OtlpSpan, OtlpSpan];
  expect(pay).toMatchObject({
    ...IDS,
    kind: 2,
    status: { code: 2, message: 'no card' },
    events: [{ name: 'asked', attributes: [{ key: 'who', value: { stringValue: 'bank' } }] }],
    links: [{ traceId: main.traceId, spanId: main.spanId }, LINKED].map((link) => ({
      ...link,
      traceState: '',
    })),
  });
  expect(pay.parentSpanId).toBeUndefined();
  expect(pay.attributes).toContainEqual({ key: 'amount', value: { intValue: 3 } });
  const zero = BigInt(main.startTimeUnixNano);
  expect(Number(BigInt(pay.events[0]!.timeUnixNano) - zero)).toBe(4e6);
  expect([inner.traceId, inner.parentSpanId]).toEqual([IDS.traceId, IDS.spanId]);
});

test('otlp: a span that a task outside of its trace has begun stands below the one that the program made it under', () => {
  const lookup = { traceId: IDS.traceId, spanId: LINKED.spanId };
  const [, , task, span] = spansOf(
    written(
      modelOf([
        [0, 'enter', 1, 'main'],
        [1, 'enter', 2, '', { parent: 1, kind: 'span', label: 'request' }],
        [2, 'enter', 3, 'price', { parent: 1 }],
        [3, 'enter', 4, '', { parent: 3, kind: 'span', label: 'lookup' }],
        [4, 'span', 4, { ...lookup, parent: IDS }],
        [4, 'end', 4],
        [5, 'end', 3],
        [6, 'span', 2, IDS],
        [6, 'end', 2],
      ]),
      'otlp',
    ),
  ) as [OtlpSpan, OtlpSpan, OtlpSpan, OtlpSpan];
  expect(span).toMatchObject({ ...lookup, parentSpanId: IDS.spanId });
  expect(span.links).toMatchObject([{ traceId: task.traceId, spanId: task.spanId }]);
});

test.each(['otlp', 'otlp-protobuf'] as const)('%s: a stranger’s span of odd values', (format) => {
  const odd = { big: 1e300, small: -1e300, odd: 2 ** 60, list: [1e300, 'x', true], half: '\ud800', '': '' };
  const model = modelOf([
    [0, 'enter', 1, '', { kind: 'span', label: 'odd' }],
    [1, 'span', 1, { attributes: odd, events: [{ name: '', atNs: -1e300, attributes: odd }] }],
    [1, 'end', 1],
  ]);
  expect(written(model, format)).toContain('half');
});

test('svg: rows, bars and how they ended, with nothing of the recording taken for markup', () => {
  const text = written(
    modelOf([
      [0, 'enter', 1, 'main'],
      [1, 'enter', 2, 'order', { parent: 1, label: '"<script>\u0001"' }],
      [3, 'end', 2, 'rejected'],
      [9, 'end', 1],
    ]),
    'svg',
  );
  expect(text).toContain('>order(&quot;&lt;script&gt;\ufffd&quot;)</text>');
  expect(text).not.toContain('<script');
  expect(text.match(/class="running" x="[\d.]+" y="\d+" width="[\d.]+" height="16"/g)).toHaveLength(3);
  expect(text).toContain('<title>rejected</title>');
  expect(text).not.toContain('not shown');
});

test('svg: a row that stands for many says how many, and how many were in which state', () => {
  const model = modelOf([
    ...Array.from({ length: 60 }, (_, at): ScriptLine => [at, 'enter', at + 1, 'leaf']),
    ...Array.from({ length: 60 }, (_, at): ScriptLine => [60 + at, 'end', 60 - at]),
  ]);
  const text = written(model, 'svg');
  expect(text).toContain('>leaf ×60</text>');
  expect(text).toMatch(/<path class="running" d="M[\d.]+ 52v-/);
  expect(text).not.toContain('NaN');
});

test('svg: rows beyond the limit are counted', () => {
  const model = modelOf(
    Array.from({ length: 1400 }, (_, at): ScriptLine => [at, 'enter', at + 1, `task${at}`]),
  );
  expect(written(model, 'svg')).toContain('1,000 more tasks are not shown');
});

test.each(EXPORT_FORMAT_IDS)('%s: an empty recording is an empty file, or an empty chart', (format) => {
  expect(() => written(modelOf([]), format)).not.toThrow();
});
