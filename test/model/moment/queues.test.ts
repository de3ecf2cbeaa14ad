import { expect, test } from 'vitest';
import { loopMoment, type Model, QUEUED_SHOWN, type QueueEntry } from '../../../src/model/index.ts';
import type { ThreadIndex } from '../../../src/protocol/units.ts';
import { modelOf, type ScriptLine, trace } from '../../support/script.ts';

/**
 * The loop at a moment, a line a queue that is not empty:
 *
 *     poll since 3
 *     stack: main > parse
 *     resuming: a 2
 */
function at(model: Model, ms: number, thread = 0): string {
  const { phase, sinceNs, stack, queues } = loopMoment(model, thread as ThreadIndex, ms * 1e6);
  const name = (label: string) => label.replace(/\(\)$/, '');
  const entry = ({ label, atNs, known }: QueueEntry) =>
    `${name(label)}${known === 'yes' ? '' : known === 'perhaps-done' ? '?' : ' perhaps'}${atNs === null ? '' : ` ${atNs / 1e6}`}`;
  return [
    `${phase ?? 'idle'} since ${sinceNs / 1e6}`,
    ...(stack.total > 0 ? [`stack: ${stack.entries.map(({ label }) => name(label)).join(' > ')}`] : []),
    ...queues
      .filter(({ total }) => total > 0)
      .map(({ kind, entries }) => `${kind}: ${entries.map(entry).join(', ')}`),
  ].join('\n');
}

/** Two sleepers, one reader; `main` waits for all of them. The second timer comes due while `parse` computes. */
const model = modelOf([
  [0, 'enter', 1, 'main'],
  [1, 'enter', 2, 'soon', { parent: 1 }],
  [1, 'suspend', 2, 'timer', 4, { line: 2 }],
  [2, 'enter', 3, 'later', { parent: 1 }],
  [2, 'suspend', 3, 'timer', 8, { line: 3 }],
  [3, 'enter', 4, 'read', { parent: 1 }],
  [3, 'suspend', 4, 'file', 0, { line: 4 }],
  [4, 'suspend', 1, 'promise', 0, { line: 5 }],
  [6, 'turn', 'timers', 1],
  [6, 'ready', 2, { late: 1 }],
  [7, 'resume', 2],
  [8, 'enter', 5, 'parse', { parent: 2 }],
  [12, 'end', 5],
  [12, 'end', 2],
  [13, 'turn', 'timers'],
  [13, 'ready', 3, { late: 3 }],
  [14, 'resume', 3],
  [15, 'end', 3],
  [16, 'turn', 'poll'],
  [17, 'ready', 4, { kind: 'file', exact: false }],
  [18, 'resume', 4],
  [18.5, 'ready', 1, { by: 4 }],
  [19, 'end', 4],
  [20, 'resume', 1],
  [21, 'end', 1],
  [22, 'bye'],
]);

test('each moment has who runs, what is to go on, and what is waited for', () => {
  expect(at(model, 2.5)).toBe('other since 0\nstack: main\ntimers: soon 5, later 10');
  expect(at(model, 4.5)).toBe('other since 0\ntimers: soon 5, later 10\nio: read\nothers: main');
});

test('a timer that is due stays with the timers until the loop comes to it', () => {
  expect(at(model, 5.5)).toBe('idle since 5\ntimers: soon 5, later 10\nio: read\nothers: main');
  expect(at(model, 6.5)).toBe(
    'timers since 6\nresuming: soon 5\ntimers: later 10\nio: read? 6\nothers: main',
  );
  expect(at(model, 11)).toBe(
    'timers since 6\nstack: soon > parse\ntimers: later 10\nio: read? 6\nothers: main',
  );
  expect(at(model, 13.5)).toBe('timers since 13\nresuming: later 10\nio: read? 6\nothers: main');
});

test('what is read may be there from when the loop last looked', () => {
  expect(at(model, 15.5)).toBe('timers since 13\nio: read? 6\nothers: main');
  expect(at(model, 17.5)).toBe('poll since 16\nresuming: read 6\nothers: main');
});

test('a settled promise is next', () => {
  expect(at(model, 18.7)).toBe('poll since 16\nstack: read\nresuming: main 18.5');
  expect(at(model, 21.5)).toBe('poll since 16');
});

test('tasks that are ready stand in the order they go on in', () => {
  const order: ScriptLine[] = [
    [0, 'enter', 1, 'a'],
    [0, 'suspend', 1, 'promise'],
    [0, 'enter', 2, 'b'],
    [0, 'suspend', 2, 'promise'],
    [0, 'enter', 3, 'c'],
    [0, 'suspend', 3, 'promise'],
    [1, 'ready', 3],
    [2, 'ready', 1],
    [3, 'ready', 2],
    [5, 'resume', 2],
    [6, 'end', 2],
    [7, 'resume', 3],
    [8, 'end', 3],
  ];
  expect(at(modelOf(order), 4)).toBe('other since 0\nresuming: b 3, c 1, a 2');
  expect(at(modelOf(order), 7.5)).toBe('other since 0\nstack: c\nresuming: a 2');
});

test('a callback is known from when it ran, and certainly queued only after the last run of the task that asked for it', () => {
  const callbacks = modelOf([
    [0, 'enter', 1, 'main'],
    [2, 'suspend', 1, 'timer', 3],
    [5, 'turn', 'timers', 3],
    [5, 'ready', 1, { late: 0 }],
    [5, 'resume', 1],
    [6, 'end', 1],
    [7, 'enter', 2, 'tick', { parent: 1, kind: 'callback', line: 9 }],
    [8, 'end', 2],
    [9, 'turn', 'check'],
    [9, 'enter', 3, 'immediate', { parent: 1, kind: 'callback', line: 10 }],
    [10, 'end', 3],
    [11, 'turn', 'timers'],
    [11, 'enter', 4, 'tock', { parent: 1, kind: 'callback', line: 11 }],
    [12, 'end', 4],
    [13, 'turn', 'poll'],
    [13, 'enter', 5, 'onData', { parent: 3, kind: 'callback', line: 12 }],
    [14, 'end', 5],
  ]);
  expect(at(callbacks, 1)).toBe(
    'other since 0\nstack: main\nsoon: tick perhaps 7\ntimers: tock perhaps 11\ncheck: immediate perhaps 9',
  );
  expect(at(callbacks, 6.5)).toBe('timers since 5\nsoon: tick 7\ntimers: tock 11\ncheck: immediate 9');
  expect(at(callbacks, 9.5)).toBe('check since 9\nstack: immediate\ntimers: tock 11\nio: onData perhaps 13');
  expect(at(callbacks, 10.5)).toBe('check since 9\ntimers: tock 11\nio: onData 13');
});

test('each thread has queues of its own', () => {
  const two = modelOf([
    [0, 'enter', 1, 'main'],
    [9, 'end', 1],
  ]);
  two.ingest(
    1,
    trace([
      [0, 'enter', 1, 'worker'],
      [3, 'suspend', 1, 'network'],
    ]),
  );
  expect(at(two, 4)).toBe('other since 0\nstack: main');
  expect(at(two, 4, 1)).toBe('other since 0\nio: worker');
  expect(() => at(two, 4, 2)).toThrow(RangeError);
});

test('of very many the first are listed, and all are counted', () => {
  const lines: ScriptLine[] = [];
  for (let task = 1; task <= 3000; task++) {
    lines.push([task, 'enter', task, 'sleeper'], [task, 'suspend', task, 'timer', 9000]);
  }
  const { queues } = loopMoment(modelOf(lines), 0 as ThreadIndex, 2500.5e6);
  const timers = queues.find(({ kind }) => kind === 'timers')!;
  expect([timers.total, timers.entries.length]).toEqual([2500, QUEUED_SHOWN]);
  expect(timers.entries.map(({ atNs }) => atNs! / 1e6)).toEqual(
    Array.from({ length: QUEUED_SHOWN }, (_, at) => 9001 + at),
  );
});

test('of a deep stack the innermost are listed, and all are counted', () => {
  const lines = Array.from(
    { length: 300 },
    (_, at): ScriptLine => [at, 'enter', at + 1, `f${at}`, { parent: at }],
  );
  const { stack } = loopMoment(modelOf(lines), 0 as ThreadIndex, 250.5e6);
  expect(stack.total).toBe(251);
  expect([stack.entries.at(0)?.label, stack.entries.at(-1)?.label]).toEqual(['f151()', 'f250()']);
});
