// Spans that a program makes through @opentelemetry/api are tasks too, below the task they were made in.

import { expect, test } from 'vitest';
import { picture, traced } from '../support/traced.ts';
import { tree } from '../support/tree.ts';

const api = import.meta.resolve('@opentelemetry/api');

test('spans, one inside the other', async () => {
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

test('a span that failed, and one that was never ended', async () => {
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

test('that carries what is no JSON ends as it would without a tracer', async () => {
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

test('what a span carries', async () => {
  const run = await traced(`
    import { SpanStatusCode, trace } from '${api}';
    const tracer = trace.getTracer('shop');
    const other = tracer.startSpan('other');
    other.end();
    const span = tracer.startSpan('pay', { attributes: { amount: 3 }, links: [{ context: other.spanContext() }] });
    span.setAttribute('items', ['soup', 'tea']);
    span.addEvent('before', { who: 'bank' }, Date.now() - 3_600_000);
    span.addEvent('asked');
    span.setStatus({ code: SpanStatusCode.OK });
    span.end();
    console.log(span.spanContext().spanId);
  `);
  const [other, pay] = run.report.tasks.filter(({ kind }) => kind === 'span');
  const { traceId, spanId } = other!.span!;
  expect(pay!.span).toMatchObject({
    spanId: run.stdout.trim(),
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
