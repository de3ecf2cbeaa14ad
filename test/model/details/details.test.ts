import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suspensionsOf } from '../../../src/model/details/states.ts';
import { childrenOf, type Model, taskDetails, waitsOf } from '../../../src/model/index.ts';
import type { TaskIndex } from '../../../src/protocol/units.ts';
import { randomRecording } from '../../support/random-recording.ts';
import { FILE, modelOf, type ScriptLine } from '../../support/script.ts';

const detailsOf = (model: Model, task = 0) => taskDetails(model, task as TaskIndex);
const sentence = (lines: readonly ScriptLine[], task = 0, end?: 'live' | 'cut-off'): string =>
  detailsOf(modelOf(lines, end === undefined ? {} : { end }), task).sentence;

describe('the sentence', () => {
  test('tells of one wait for a timer', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'order_food'],
        [0.3, 'suspend', 1, 'timer', 2000, { line: 13 }],
        [2000.5, 'ready', 1, { late: 0.2 }],
        [2000.5, 'resume', 1],
        [2000.6, 'end', 1],
      ]),
    ).toBe(
      '`order_food` ran for 0.4 ms in 2 runs and waited 2.00 s at one `await`, for a timer of 2000 ms. ' +
        'It resumed 0.2 ms after the timer was due.',
    );
  });

  test('tells of one wait for another task', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'main'],
      [1, 'enter', 2, 'fetchPrice', { parent: 1, label: '"AAPL"' }],
      [2, 'suspend', 2, 'network'],
      [3, 'suspend', 1, 'task', 2],
      [9, 'ready', 2, { kind: 'network', exact: false }],
      [10, 'resume', 2],
      [11, 'ready', 1, { by: 2 }],
      [11, 'end', 2],
      [14, 'resume', 1],
      [15, 'end', 1],
    ];
    expect(sentence(lines)).toBe(
      '`main` ran for 4.0 ms in 2 runs and waited 11.0 ms at one `await`, for `fetchPrice("AAPL")`. ' +
        'It resumed 3.0 ms after `fetchPrice("AAPL")` had ended.',
    );
    expect(sentence(lines, 1)).toBe(
      '`fetchPrice("AAPL")` ran for 2.0 ms in 2 runs and waited 8.0 ms at one `await`, for the network. ' +
        'It was ready for at most 8.0 ms before it resumed.',
    );
  });

  test('tells who woke it, if it did not wait for that task', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'consumer'],
      [1, 'suspend', 1, 'promise'],
      [2, 'enter', 2, 'producer'],
      [3, 'ready', 1, { by: 2 }],
      [4, 'end', 2],
      [4, 'resume', 1],
      [5, 'end', 1],
    ];
    expect(sentence(lines)).toBe(
      '`consumer` ran for 2.0 ms in 2 runs and waited 3.0 ms at one `await`, for a promise. ' +
        '`producer` woke it, and it resumed 1.0 ms later: the loop was held by `producer` main.mjs:1 (1.0 ms).',
    );
  });

  test('tells that it was late because another task held the loop', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'sleeper'],
        [1, 'suspend', 1, 'timer', 4],
        [4.9, 'enter', 2, 'parse', { line: 41, file: '/app/report.mjs' }],
        [18.4, 'end', 2],
        [18.7, 'turn', 'timers'],
        [18.7, 'ready', 1, { late: 13.7 }],
        [18.7, 'resume', 1],
        [19, 'end', 1],
      ]),
    ).toMatch(
      /It resumed 13.7 ms after the timer was due: the loop was held by `parse` report.mjs:41 \(13.4 ms\)\.$/,
    );
  });

  test('tells of more than four seconds, which is where 32 bits of nanoseconds end', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'sleeper'],
        [1, 'suspend', 1, 'timer', 4],
        [4.9, 'enter', 2, 'parse', { line: 41, file: '/app/report.mjs' }],
        [9000, 'end', 2],
        [9005, 'turn', 'timers'],
        [9005, 'ready', 1, { late: 9000 }],
        [9005, 'resume', 1],
        [9006, 'end', 1],
      ]),
    ).toMatch(/It resumed 9.00 s after the timer was due/);
  });

  test('tells that what it waited for was there already', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'quick'],
        [1, 'suspend', 1, 'promise'],
        [1.02, 'resume', 1],
        [2, 'end', 1],
      ]),
    ).toBe(
      '`quick` ran for 2.0 ms in 2 runs and waited less than 0.1 ms at one `await`, for a promise. ' +
        'What it waited for was there already.',
    );
  });

  test('tells that it awaited a plain value', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'suspend', 1, 'unknown'],
        [1.5, 'resume', 1],
        [2, 'end', 1],
      ]),
    ).toBe(
      '`f` ran for 1.5 ms in 2 runs and waited 0.5 ms at one `await`, for a value that was there already.',
    );
  });

  test('adds up several waits', () => {
    const polling = (gap: number, ...kinds: ('timer' | 'file')[]): ScriptLine[] => [
      [0, 'enter', 1, 'poll'],
      ...kinds.flatMap((kind, i): ScriptLine[] => [
        [10 * i + 1, 'suspend', 1, kind, kind === 'timer' ? 5 : 0, { line: kind === 'timer' ? 3 : 4 }],
        [10 * i + 1 + gap, 'ready', 1, { kind }],
        [10 * i + 10, 'resume', 1],
      ]),
      [10 * kinds.length, 'end', 1],
    ];
    expect(sentence(polling(9, 'timer', 'timer', 'timer'))).toBe(
      '`poll` ran for 3.0 ms in 4 runs and waited 27.0 ms in 3 waits at one `await`, each for a timer of 5 ms.',
    );
    expect(sentence(polling(6, 'timer', 'file'))).toBe(
      '`poll` ran for 2.0 ms in 3 runs and waited 18.0 ms in 2 waits at 2 places, ' +
        'the longest (9.0 ms) for a timer of 5 ms. ' +
        'For 6.0 ms of that it was ready and the loop busy elsewhere, 3.0 ms at the longest.',
    );
  });

  test('names the kind of several waits for things of one kind', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'sleepy'],
        [1, 'suspend', 1, 'timer', 5, { line: 3 }],
        [6, 'resume', 1],
        [6, 'suspend', 1, 'timer', 10, { line: 3 }],
        [16, 'resume', 1],
        [16, 'end', 1],
      ]),
    ).toMatch(/waited 15.0 ms in 2 waits at one `await`, each for a timer\./);
  });

  test('tells of for await and yields', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'numbers', { kind: 'generator' }],
        [1, 'suspend', 1, 'task', 2, { at: 'for-await', line: 3 }],
        [2, 'resume', 1],
        [3, 'suspend', 1, 'unknown', 0, { at: 'yield', line: 4 }],
        [4, 'resume', 1],
        [5, 'suspend', 1, 'unknown', 0, { at: 'yield', line: 4 }],
        [6, 'resume', 1],
        [6, 'end', 1],
      ]),
    ).toBe(
      '`numbers` ran for 3.0 ms in 4 runs and waited 1.0 ms at one `for await`, for another task. ' +
        'What it waited for was there already. It yielded twice.',
    );
  });

  test('tells that it was never suspended', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'sum'],
        [0.4, 'end', 1],
      ]),
    ).toBe('`sum` ran for 0.4 ms and was never suspended.');
  });

  test('tells that it returned another task’s promise', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'outer'],
        [1, 'enter', 2, 'inner', { parent: 1 }],
        [2, 'suspend', 2, 'timer', 5],
        [3, 'suspend', 1, 'task', 2, { at: 'return', line: 3 }],
        [9, 'end', 2],
        [10, 'end', 1],
      ]),
    ).toBe('`outer` ran for 3.0 ms. It returned the promise of `inner` and ended with it, 7.0 ms later.');
  });

  test('tells that it was rejected, with its error and without', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'end', 1, 'rejected', ['TypeError', 'x is not a function']],
      ]),
    ).toBe(
      '`f` ran for 1.0 ms and was never suspended. It was rejected with TypeError: x is not a function.',
    );
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'end', 1, 'rejected', ['AbortError', '']],
      ]),
    ).toMatch(/It was rejected with AbortError\.$/);
    // The inspector has the whole of it beside the sentence.
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'end', 1, 'rejected', ['AssertionError', `not equal\n+ actual\n${'x'.repeat(600)}`]],
      ]),
    ).toMatch(/It was rejected with AssertionError: not equal\.$/);
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'end', 1, 'rejected'],
      ]),
    ).toMatch(/It was rejected\.$/);
  });

  test('tells that it was cancelled', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'f'],
        [1, 'suspend', 1],
        [2, 'end', 1, 'cancelled'],
      ]),
    ).toMatch(/It was cancelled\.$/);
  });

  test('tells that it was left behind waiting', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'never'],
      [1, 'suspend', 1, 'promise', 0, { line: 12 }],
    ];
    expect(sentence([...lines, [5, 'bye']])).toBe(
      '`never` ran for 1.0 ms. It was still waiting at line 12 for a promise when the program ended.',
    );
    expect(sentence(lines, 0, 'cut-off')).toMatch(/for a promise when the recording was cut off\.$/);
    expect(sentence([...lines, [4, 'ready', 1], [5, 'bye']])).toMatch(
      /It was ready, but had not resumed, when the program ended\.$/,
    );
  });

  test('tells that it was left behind running', () => {
    expect(
      sentence([
        [0, 'enter', 1, 'main'],
        [5, 'bye'],
      ]),
    ).toBe('`main` ran for 5.0 ms and was never suspended. It was still running when the program ended.');
  });

  test('tells for how long it has been running', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'job'],
      [2, 'turn'],
    ];
    expect(sentence(lines)).toBe('`job` has been running for 2.0 ms.');
    expect(sentence([...lines, [3, 'suspend', 1, 'timer', 9], [7, 'resume', 1], [8, 'turn']])).toBe(
      '`job` ran for 4.0 ms in 2 runs and waited 4.0 ms at one `await`, for a timer of 9 ms. ' +
        'What it waited for was there already. It is running now.',
    );
  });

  test('tells for how long it has been waiting, or ready', () => {
    const lines: ScriptLine[] = [
      [0, 'enter', 1, 'job'],
      [1, 'suspend', 1, 'timer', 9, { line: 7 }],
      [5, 'turn'],
    ];
    expect(sentence(lines)).toBe(
      '`job` ran for 1.0 ms. It has been waiting for 4.0 ms at line 7, for a timer of 9 ms.',
    );
    expect(sentence([...lines, [12, 'ready', 1, { late: 2 }], [15, 'turn']])).toBe(
      '`job` ran for 1.0 ms. It has been ready for 5.0 ms: the loop is busy elsewhere.',
    );
  });
});

test('everything that the inspector shows is there', () => {
  const model = modelOf([
    [0, 'enter', 1, 'main', { kind: 'module' }],
    [1, 'enter', 2, 'order', { parent: 1, line: 11, label: '"pizza"' }],
    [2, 'enter', 3, 'bake', { parent: 2, line: 20 }],
    [3, 'end', 3],
    [4, 'suspend', 2, 'timer', 5, { line: 13, text: 'sleep(5)' }],
    [5, 'suspend', 1, 'task', 2, { line: 30, text: 'food' }],
    [9, 'turn', 'timers', 4],
    [9, 'ready', 2, { late: 0.5 }],
    [10, 'resume', 2],
    [12, 'ready', 1, { by: 2 }],
    [12, 'end', 2, 'rejected', ['Error', 'burnt']],
  ]);
  expect(detailsOf(model, 1)).toMatchObject({
    task: 1,
    label: 'order("pizza")',
    kind: 'async',
    place: { file: FILE, line: 11, column: 1 },
    parent: { task: 0, label: 'main.mjs' },
    childCount: 1,
    startNs: 1e6,
    endNs: 12e6,
    state: 'rejected',
    error: { name: 'Error', message: 'burnt' },
    runningNs: 5e6,
    readyNs: 1.5e6,
    suspendedNs: 4.5e6,
    readyExact: true,
    runCount: 2,
    waitCount: 1,
    waitPlaces: [{ file: FILE, line: 13, column: 3 }],
    openWait: null,
  });
  const sleep = {
    place: { file: FILE, line: 13, column: 3 },
    at: 'await',
    expression: 'sleep(5)',
    on: { kind: 'timer', task: null, name: null, combination: null, label: 'a timer of 5 ms' },
    startNs: 4e6,
    readyNs: 8.5e6,
    endNs: 10e6,
    suspendedNs: 4.5e6,
    readyNsTotal: 1.5e6,
    readyExact: true,
    waker: null,
  };
  expect(waitsOf(model, 1, 0, 10)).toEqual([
    {
      number: 0,
      wait: { run: expect.any(Number), ...sleep },
      blame: expect.objectContaining({ readyNs: 1.5e6 }),
    },
  ]);
  expect(childrenOf(model, 1, 0, 10)).toMatchObject([{ task: 2, label: 'bake()', state: 'fulfilled' }]);
  expect(detailsOf(model, 0)).toMatchObject({
    state: 'ready',
    endNs: null,
    openWait: {
      on: { kind: 'task', task: 1, label: 'order("pizza")' },
      waker: 1,
      endNs: null,
      suspendedNs: 7e6,
    },
  });
});

test('any part of very many waits and children can be read', () => {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'main']];
  for (let i = 0; i < 2000; i++) {
    lines.push([i, 'enter', i + 2, `leaf${i}`, { parent: 1 }], [i, 'end', i + 2]);
    lines.push([i, 'suspend', 1], [i, 'resume', 1]);
  }
  const model = modelOf(lines);
  const details = detailsOf(model);
  expect([details.childCount, details.waitCount, details.runCount]).toEqual([2000, 2000, 2001]);
  expect(waitsOf(model, 0, 1998, 2010).map(({ number, wait }) => [number, wait.startNs / 1e6])).toEqual([
    [1998, 1998],
    [1999, 1999],
  ]);
  expect(waitsOf(model, 0, 3000, 3010)).toEqual([]);
  expect(childrenOf(model, 0, 7, 9).map(({ label }) => label)).toEqual(['leaf7()', 'leaf8()']);
});

test('any part of the waits is that part of all of them, whatever happened', () => {
  fc.assert(
    fc.property(randomRecording(), fc.nat({ max: 5 }), fc.nat({ max: 5 }), (lines, from, length) => {
      const model = modelOf(lines);
      for (let task = 0; task < model.tables.tasks.length; task++) {
        const all = waitsOf(model, task, 0, Number.POSITIVE_INFINITY);
        expect(all.map(({ number }) => number)).toEqual([...all.keys()]);
        expect(all.length).toBe(suspensionsOf(model, task));
        expect(waitsOf(model, task, from, from + length)).toEqual(all.slice(from, from + length));
      }
    }),
  );
});

test('throws for a task that does not exist', () => {
  expect(() => detailsOf(modelOf([]), 0)).toThrow(RangeError);
  expect(() => detailsOf(modelOf([]), -1)).toThrow(RangeError);
});
