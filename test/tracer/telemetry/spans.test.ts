// Spans that a program makes through @opentelemetry/api are tasks too, below the task they were made in.

import { build } from 'vite';
import { expect, test } from 'vitest';
import { otlpRequests } from '../../../src/export/index.ts';
import { writeProgram } from '../../support/program.ts';
import { openTelemetry } from '../../support/runtimes.ts';
import { same } from '../../support/same.ts';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

const api = import.meta.resolve('@opentelemetry/api');

test('spans stand inside each other, as they were begun', async () => {
  const run = await traced(`
    import { trace } from '${api}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const tracer = trace.getTracer('shop');
    async function visit() {
      await tracer.startActiveSpan('checkout', async (span) => {
        await sleep(1);
        tracer.startActiveSpan('pay', (inner) => inner.end());
        span.end();
      });
    }
    await visit();
  `);
  const spans = run.report.tasks.filter(({ kind }) => kind === 'span');
  expect(spans.map(({ name, label, outcome }) => [name, label, outcome])).toEqual([
    ['checkout', 'checkout', 'fulfilled'],
    ['pay', 'pay', 'fulfilled'],
  ]);
  expect(spans[0]?.parentId).toBe(run.task('visit').id);
  expect(spans[1]?.startMs).toBeGreaterThanOrEqual(spans[0]?.startMs ?? Infinity);
  expect(spans[1]?.endMs).toBeLessThanOrEqual(spans[0]?.endMs ?? 0);
});

test('a span that failed is told apart from one that was never ended', async () => {
  const run = await traced(`
    import { SpanStatusCode, trace } from '${api}';
    const tracer = trace.getTracer('shop');
    const failed = tracer.startSpan('failed');
    failed.setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
    failed.end();
    tracer.startSpan('forgotten');
  `);
  const spans = run.report.tasks.filter(({ kind }) => kind === 'span');
  expect(spans.map(({ name, label, outcome }) => [name, label, outcome])).toEqual([
    ['failed', 'failed', 'rejected'],
    ['forgotten', 'forgotten', 'pending'],
  ]);
  expect(spans.map(({ parentId }) => parentId)).toEqual(Array(2).fill(run.task('main.mjs').id));
});

test('a span that carries what is no JSON ends as it would without a tracer', async () => {
  const run = await traced(`
    import { trace } from '${api}';
    const around = {};
    around.around = around;
    for (const value of [2n ** 64n, around]) {
      trace.getTracer('shop').startSpan('odd', { attributes: { value } }).end();
    }
    console.log('goes on');
  `);
  expect(run.stdout).toBe('goes on\n');
  const spans = run.report.tasks.filter(({ kind }) => kind === 'span');
  expect(spans.map(({ span }) => span?.attributes)).toEqual([{ value: '18446744073709551616' }, {}]);
});

test('a span carries its attributes, events, links, status and times', async () => {
  const run = await traced(`
    import { SpanKind, SpanStatusCode, trace } from '${api}';
    const tracer = trace.getTracer('shop');
    const other = tracer.startSpan('other');
    other.end();
    const span = tracer.startSpan('pay', { kind: SpanKind.CLIENT, attributes: { amount: 3 }, links: [{ context: other.spanContext() }] });
    span.setAttribute('items', ['soup', 'tea']);
    span.addEvent('before', { who: 'bank' }, Date.now() - 3_600_000);
    span.addEvent('asked');
    span.setStatus({ code: SpanStatusCode.OK });
    span.end();
    const now = Date.now();
    tracer.startSpan('told later', { startTime: now - 2_000 }).end(now - 1_000);
    console.log(span.spanContext().spanId);
  `);
  const [other, pay, later] = run.report.tasks.filter(({ kind }) => kind === 'span');
  const { traceId, spanId } = other!.span!;
  expect(pay!.span).toMatchObject({
    spanId: run.stdout.trim(),
    kind: 'client',
    status: 'ok',
    attributes: { amount: 3, items: ['soup', 'tea'] },
    events: [
      { name: 'before', timeMs: 0, attributes: { who: 'bank' } },
      { name: 'asked', attributes: {} },
    ],
    links: [{ traceId, spanId }],
  });
  const asked = pay!.span!.events[1]!.timeMs!;
  expect(asked).toBeGreaterThanOrEqual(pay!.startMs);
  expect(asked).toBeLessThanOrEqual(pay!.endMs!);
  expect(pay!.span).toMatchObject({ startMs: null, endMs: null });
  expect(later!.span!.kind).toBe('internal');
  // Its two times come from clocks that are read one after the other.
  const { startMs, endMs } = later!.span!;
  expect(Math.round((endMs! - startMs!) / 100)).toBe(10);
  expect(startMs).toBeLessThan(0);
});

test('a program’s own provider wins', async () => {
  const run = await traced(`
    import { trace } from '${api}';
    const seen = [];
    const registered = trace.setGlobalTracerProvider({
      getTracer: () => ({
        startSpan(name) {
          seen.push(name);
          return { end() {} };
        },
      }),
    });
    trace.getTracer('own').startSpan('mine').end();
    console.log(registered, seen);
  `);
  expect(run.stdout).toBe("true [ 'mine' ]\n");
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
  `);
});

test.each([
  ['sdk-1', 'before'],
  ['sdk-1', 'after'],
  ['sdk-2', 'before'],
  ['sdk-2', 'after'],
])(
  'the program’s own %s, set up %s tracers were asked for: its exporter gets the same, and the chart shows it',
  async (sdk, when) => {
    const packages = openTelemetry();
    if (packages === null) return;
    const run = await same({
      'main.cjs': `
      const { context, propagation, trace } = require('${packages}/@opentelemetry/api');
      const older = require('${packages}/older-api');
      const sdk = require('${packages}/${sdk}');
      const got = [];
      const exporter = {
        export(spans, done) {
          for (const span of spans) {
            const { name, attributes, status, links, ended } = span;
            const scope = (span.instrumentationScope ?? span.instrumentationLibrary).name;
            const parent = span.parentSpanContext?.spanId ?? span.parentSpanId;
            got.push([name, scope, attributes, status, links.length, span.events.map((event) => event.name), ended,
              parent === undefined || got.length, Object.keys(span), span.end.name]);
          }
          done({ code: 0 });
        },
        async shutdown() {},
      };
      function setUp() {
        const processor = new sdk.SimpleSpanProcessor(exporter);
        const provider = new sdk.NodeTracerProvider({ spanProcessors: [processor] });
        provider.register();
      }
      if ('${when}' === 'before') setUp();
      const tracer = trace.getTracer('shop');
      if ('${when}' === 'after') setUp();
      const remote = propagation.extract(context.active(), { traceparent: '00-${'a'.repeat(32)}-${'b'.repeat(16)}-01' });
      async function go() {
        await tracer.startActiveSpan('visit', { kind: 1 }, remote, async (span) => {
          span.setAttribute('basket', 3);
          await new Promise((resolve) => setTimeout(resolve, 1));
          const links = [{ context: span.spanContext(), attributes: { why: 'paid together' } }];
          const bank = trace.getTracer('bank');
          await bank.startActiveSpan('pay', { links }, async (inner) => {
            bank.startSpan('told later', { startTime: Date.now() - 2_000 }).end(Date.now() - 1_000);
            inner.addEvent('asked').setStatus({ code: 2, message: 'no money' }).updateName('pay later');
            await null;
            inner.end();
          });
          older.trace.getTracer('library').startSpan('of another copy').end();
          console.log(trace.getActiveSpan() === span, span.isRecording());
          span.end();
        });
      }
      go().then(() => new Promise((resolve) => setTimeout(resolve, 5))).then(() => console.log(JSON.stringify(got)));
    `,
    });
    const spans = run.report.tasks.filter(({ kind }) => kind === 'span');
    expect(spans.map(({ name, outcome, span }) => [name, outcome, span?.traceId])).toEqual([
      ['visit', 'fulfilled', 'a'.repeat(32)],
      ['pay later', 'rejected', 'a'.repeat(32)],
      ['told later', 'fulfilled', 'a'.repeat(32)],
      ['of another copy', 'fulfilled', 'a'.repeat(32)],
    ]);
    const [visit, pay, later] = spans;
    const { startMs, endMs } = later!.span!;
    expect(Math.round((endMs! - startMs!) / 100)).toBe(10);
    expect(visit?.parentId).toBe(run.task('go').id);
    expect(visit?.span).toMatchObject({
      kind: 'server',
      parentSpanId: 'b'.repeat(16),
      attributes: { basket: 3 },
    });
    expect(pay?.span).toMatchObject({
      parentSpanId: visit?.span?.spanId,
      status: 'error',
      statusMessage: 'no money',
      events: [{ name: 'asked' }],
      links: [{ spanId: visit?.span?.spanId, attributes: { why: 'paid together' } }],
    });
  },
);

test('the exporter of a bundle with minified names gets the same spans', async () => {
  const packages = openTelemetry();
  if (packages === null) return;
  const entry = writeProgram(`
    import { trace } from '${packages}/@opentelemetry/api';
    import { NodeTracerProvider, SimpleSpanProcessor } from '${packages}/sdk-2';
    const got = [];
    const exporter = { export: (spans, done) => (got.push(...spans.map(({ name }) => name)), done({ code: 0 })) };
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    provider.register();
    async function visit() {
      await trace.getTracer('shop').startActiveSpan('checkout', async (span) => {
        trace.getTracer('bank').startSpan('pay').end();
        await null;
        span.end();
      });
    }
    await visit();
    trace.disable();
    trace.getTracer('shop').startSpan('seen by nobody').end();
    console.log(got.join());
  `);
  const { output } = (await build({
    ...{ configFile: false, logLevel: 'silent', ssr: { noExternal: true } },
    build: { ssr: entry, write: false, minify: true, target: 'node20' },
  })) as { output: { code: string }[] };
  const run = await same({ 'main.mjs': String(output[0]?.code) });
  const spans = run.report.tasks.filter(({ kind }) => kind === 'span');
  expect(spans.map(({ name }) => name)).toEqual(['checkout', 'pay', 'seen by nobody']);
  expect(run.stdout).toBe('pay,checkout\n');
});

test('an SDK for something else leaves the spans to the chart', async () => {
  const run = await same(`
    import { diag, DiagConsoleLogger, DiagLogLevel, trace } from '${api}';
    console.log(diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.NONE));
    trace.getTracer('shop').startSpan('early').end();
  `);
  expect(run.task('early').kind).toBe('span');
});

test('spans exported as OTLP have the times that the program gives them, on the machine’s clock', async () => {
  const run = await traced(`
    import { trace } from '${api}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const now = () => performance.timeOrigin + performance.now();
    async function timed() {
      const said = [now()];
      await sleep(2);
      said.push(now());
      // The span begins long before anything is recorded, and ends within a second that has begun before.
      trace.getTracer('shop').startSpan('yesterday', { startTime: said[0] - 86_400_250 }).end(said[0] - 999.5);
      console.log(JSON.stringify([...said, now()]));
    }
    await timed();
  `);
  const [began, resumed, over] = JSON.parse(run.stdout) as [number, number, number];
  const spans = [...otlpRequests(run.model, 'json')].flatMap((body) => {
    const { resourceSpans } = JSON.parse(new TextDecoder().decode(body));
    return resourceSpans.flatMap((each: OtlpResource) => each.scopeSpans.flatMap(({ spans }) => spans));
  }) as OtlpSpan[];
  /** In milliseconds, as exact as the program could say it, which is some 250 ns. */
  const at = (nanoseconds: string | undefined) => Number(BigInt(nanoseconds ?? 0) / 1000n) / 1000;
  const timed = spans.find(({ name }) => name === 'timed()');
  const [suspended, ready, running, printed] =
    timed?.events.map(({ timeUnixNano }) => at(timeUnixNano)) ?? [];
  expect(timed?.events.map(({ name }) => name)).toEqual(['suspended', 'ready', 'running', 'printed']);
  const moments = [timed?.startTimeUnixNano, timed?.endTimeUnixNano].map(at);
  const [started, ended] = moments;
  const order = [started, began, suspended, ready, running, resumed, over, printed, ended] as number[];
  expect(order.map((moment, index) => moment - (order[index - 1] ?? 0) > -0.002)).not.toContain(false);
  // This is what the recording itself says, to the microsecond.
  const task = run.task('timed');
  const zero = run.model.startEpochMs ?? 0;
  expect(moments[0]).toBeCloseTo(zero + task.startMs, 2);
  expect(moments[1]).toBeCloseTo(zero + (task.endMs ?? 0), 2);
  const yesterday = spans.find(({ name }) => name === 'yesterday');
  // The program's clock was read at another moment than the recording's.
  expect(at(yesterday?.startTimeUnixNano)).toBeCloseTo(began - 86_400_250, 0);
  expect(at(yesterday?.endTimeUnixNano)).toBeCloseTo(began - 999.5, 0);
});

interface OtlpSpan {
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly events: readonly { readonly name: string; readonly timeUnixNano: string }[];
}
interface OtlpResource {
  readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
}
