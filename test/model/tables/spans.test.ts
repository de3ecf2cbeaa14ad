// What a span carried, from recordings that may say anything.

import { expect, test } from 'vitest';
import { type Model, report } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const spanWith = (details: unknown, more: readonly ScriptLine[] = []): Model =>
  modelOf([
    [0, 'enter', 1, '', { kind: 'span', label: 'pay' }],
    [5, 'span', 1, details],
    [5, 'end', 1],
    ...more,
  ]);
const reported = (details: unknown) => report(spanWith(details)).tasks[0]!.span;

const IDS = { traceId: `${'0'.repeat(31)}1`, spanId: `${'0'.repeat(15)}2` };
const NOTHING = {
  startMs: null,
  endMs: null,
  traceId: null,
  spanId: null,
  kind: 'internal',
  status: 'unset',
  statusMessage: '',
  attributes: {},
  events: [],
  parentSpanId: null,
  links: [],
};

test('a span has its ids, status, attributes, events and links', () => {
  expect(
    reported({
      ...IDS,
      kind: 'client',
      startedAtNs: 1e6,
      endedAtNs: 4e6,
      status: 'ok',
      message: 'paid',
      attributes: { amount: 3, items: ['soup', 'tea'], new: true },
      events: [{ name: 'asked', atNs: 2e6, attributes: { who: 'bank' } }],
      parent: IDS,
      links: [{ ...IDS, attributes: { why: 'batch' } }],
    }),
  ).toEqual({
    startMs: 1,
    endMs: 4,
    ...IDS,
    kind: 'client',
    status: 'ok',
    statusMessage: 'paid',
    attributes: { amount: 3, items: ['soup', 'tea'], new: true },
    events: [{ name: 'asked', timeMs: 2, attributes: { who: 'bank' } }],
    parentSpanId: IDS.spanId,
    links: [{ ...IDS, attributes: { why: 'batch' } }],
  });
});

test.each([
  ['nothing', {}],
  [
    'other types',
    { traceId: 1, kind: 2, status: 'fine', message: [], attributes: 'a', events: {}, links: 'none' },
  ],
  ['ids that are none', { traceId: '0'.repeat(32), spanId: 'g'.repeat(16), links: [{ traceId: 'x' }, null] }],
  ['values that are none', { attributes: { a: null, b: { c: 1 } }, events: [1, null, { name: 2 }] }],
])('of a span that says %s nothing is taken', (_, details) => {
  expect(reported(details)).toEqual(NOTHING);
});

test('a span that is no object, and a task that is no span, carry nothing', () => {
  expect(reported(7)).toBeNull();
  const model = modelOf([
    [0, 'enter', 1, 'main'],
    [1, 'span', 1, IDS],
  ]);
  expect(report(model).tasks[0]!.span).toBeNull();
});

test('of much only the first is taken, and no time outside of the recording', () => {
  const span = reported({
    attributes: { text: 'x'.repeat(9000), many: Array(500).fill(1) },
    events: Array.from({ length: 500 }, (_, at) => ({ name: 'e', atNs: at === 0 ? -1e12 : 1e300 })),
    links: Array(500).fill(IDS),
  })!;
  expect([span.events.length, span.links.length]).toEqual([128, 128]);
  expect(span.events.slice(0, 2).map(({ timeMs }) => timeMs)).toEqual([0, 5]);
  expect(String(span.attributes.text)).toHaveLength(4097);
  expect(span.attributes.many).toHaveLength(128);
});

test('an attribute called __proto__ is one like any other', () => {
  const span = reported(JSON.parse('{"attributes":{"__proto__":"x"}}'))!;
  expect(Object.entries(span.attributes)).toEqual([['__proto__', 'x']]);
});
