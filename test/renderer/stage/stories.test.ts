import { describe, expect, test } from 'vitest';
import type { TaskDetails, TaskWait } from '../../../src/model/index.ts';
import type { SessionStatus } from '../../../src/model/view-types.ts';
import { marksOf } from '../../../src/renderer/drawer/source/source-marks.ts';
import {
  endStory,
  errorAdvice,
  errorLine,
  type HowItEnded,
  partStory,
  unreadFile,
} from '../../../src/renderer/stage/end-story.ts';

const WELL: HowItEnded = {
  name: 'app.mjs',
  exitCode: 0,
  signal: null,
  uncaught: false,
  cutOff: false,
  damage: null,
  stopped: false,
  isFull: false,
};

const line = (from: 'stdout' | 'stderr', text: string) => ({
  ...{ at: 0, timeNs: 0, by: null },
  ...{ from, text },
});
/** A frame of the runtime's own, below an error. */
const INTERNAL = '    at wrapSafe (node:internal/modules/cjs/loader:1464:18)';

describe('how a program ended', () => {
  const title = (how: Partial<HowItEnded>) => endStory({ ...WELL, ...how })?.title ?? null;

  test('a program that ended well needs no explanation', () => {
    expect(title({})).toBeNull();
  });

  test('a crash, a signal, a stop, a cut-off recording, a damaged one', () => {
    expect(title({ exitCode: 1 })).toBe('app.mjs ended with exit code 1.');
    expect(title({ exitCode: null, signal: 'SIGSEGV' })).toBe('app.mjs was ended by SIGSEGV.');
    expect(title({ exitCode: null, signal: 'SIGTERM', stopped: true, cutOff: true })).toBe(
      'You stopped app.mjs.',
    );
    expect(title({ cutOff: true })).toBe('This recording was cut off.');
    expect(title({ cutOff: true, isFull: true })).toBeNull();
    expect(title({ exitCode: 1, damage: 'Chunk 3 is damaged.' })).toBe('This recording is damaged.');
  });

  test('an uncaught error is distinguished from an exit code that the program chose', () => {
    const story = (uncaught: boolean | null) => {
      const { kind, detail } = endStory({ ...WELL, exitCode: 1, uncaught }) ?? {};
      return [kind, detail];
    };
    expect(story(true)).toEqual(['crashed', 'It threw an error that nothing caught.']);
    expect(story(false)).toEqual(['exited', 'It chose that code itself.']);
    expect(story(null)).toEqual(['crashed', '']);
  });

  test('an unsettled top-level await is explained', () => {
    expect(endStory({ ...WELL, exitCode: 13 })?.detail).toContain('top-level await');
    expect(endStory({ ...WELL, exitCode: 13 })?.tab).toBe('insights');
  });

  test('the error is found among the last lines of the console', () => {
    expect(
      errorLine([
        line('stdout', 'Error: printed by the program itself'),
        line('stderr', 'file:///app.mjs:3'),
        line('stderr', '\u001b[31mTypeError: x is not a function\u001b[0m'),
        line('stderr', '    at app.mjs:3:1'),
      ]),
    ).toBe('TypeError: x is not a function');
    expect(errorLine([line('stderr', 'a warning')])).toBeNull();
    // Node writes one that has no stack within brackets: what TypeScript says of a file that it cannot compile.
    expect(errorLine([line('stderr', '[SyntaxError [Error]: /a.ts:1:19: Expression expected.]')])).toBe(
      'SyntaxError [Error]: /a.ts:1:19: Expression expected.',
    );
  });

  test.each([
    [
      'an imported module',
      ['hi', 'file:///p/bad.mjs:4', '  await sleep(n;', '        ^', '', 'SyntaxError: missing )', INTERNAL],
      'bad.mjs could not be read: it has a syntax error at line 4.',
    ],
    [
      'a required file on Windows',
      ['C:\\p\\bad.cjs:3', 'a b', '  ^', '', "SyntaxError: Unexpected identifier 'b'", INTERNAL],
      'bad.cjs could not be read: it has a syntax error at line 3.',
    ],
    [
      'a TypeScript file that Node reads',
      [
        'file:///p/a.ts:2',
        'function x( {',
        ' ^',
        '',
        "SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: ',' expected",
        INTERNAL,
      ],
      'a.ts could not be read: it has a syntax error at line 2.',
    ],
    [
      'one that Loopscope compiles',
      [
        'node:internal/run_main:123',
        '    ^',
        "[SyntaxError [Error]: /p/a.ts:2:22: ':' expected.]",
        '',
        'Node.js v20',
      ],
      'a.ts could not be read: it has a syntax error at line 2.',
    ],
    [
      'a name that is not exported',
      [
        'file:///p/a.mjs:1',
        '^',
        "SyntaxError: The requested module 'b' does not provide an export named 'c'",
        INTERNAL,
      ],
      'Line 1 of a.mjs imports something that is not exported.',
    ],
    [
      'JSON',
      ['<anonymous_script>:1', '{bad', ' ^', '', 'SyntaxError: Expected', '    at JSON.parse (<anonymous>)'],
      null,
    ],
    [
      'one of its own',
      ['file:///p/a.mjs:2', 'throw', '^', '', 'SyntaxError: mine', '    at file:///p/a.mjs:2:7'],
      null,
    ],
    ['another error', ['file:///p/a.mjs:2', 'x', '^', '', 'TypeError: x is no function', INTERNAL], null],
  ])('a file that could not be read is named: %s', (_what, texts, words) => {
    expect(unreadFile(texts.map((text) => line('stderr', text)))).toBe(words);
  });

  test.each([
    [
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /a.mjs",
      'npm install express',
    ],
    ["Error: Cannot find module '@scope/part/deep.js'", 'npm install @scope/part'],
    ["Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/nothing.mjs' imported from /a.mjs", 'path'],
    ["Error: Cannot find module './nothing'", 'path'],
    ['TypeError: x is not a function', null],
  ])('%s', (line, advice) => {
    if (advice === null) expect(errorAdvice(line)).toBeNull();
    else expect(errorAdvice(line)).toContain(advice);
  });
});

describe('that only a part is shown', () => {
  const story = (fromMs: number, isFull: boolean, isRunning = false) => {
    const shown = { fromNs: fromMs * 1e6, endNs: 2e9, events: 15_776, bytes: 2 ** 20, isFull };
    return partStory('app.mjs', shown as SessionStatus, isRunning, '/recordings/app.loopscope');
  };

  test('a session that is shown whole needs no explanation', () => {
    expect(story(0, false)).toBeNull();
  });

  test('the beginning, with the program going on and without', () => {
    expect(story(0, true, true)).toMatchObject({
      title: 'Only the first 2.00 s are shown.',
      detail:
        '15,776 events are as many as this machine has memory to show. app.mjs goes on: its console is below, and all that it does is recorded in /recordings/app.loopscope. To see more at once, start Loopscope with LOOPSCOPE_SHOWN_MIB=2.',
    });
    expect(story(0, true)?.detail).toContain('All of it is in /recordings/app.loopscope.');
  });

  test('a later part says when it begins', () => {
    expect(story(5000, true)?.title).toBe('This shows 2.00 s after the first 5.00 s.');
    expect(story(5000, false)?.title).toBe('This shows what came after the first 5.00 s.');
    for (const isFull of [true, false]) expect(story(5000, isFull)?.detail).toContain('begin at 0');
  });
});

describe('marks in the source', () => {
  const at = (line: number) => ({ file: '/a.mjs', line, column: 1 });
  const details = (state: TaskDetails['state'], waits: readonly number[], open?: number): TaskDetails =>
    ({
      place: at(2),
      state,
      waitPlaces: waits.map(at),
      openWait: open === undefined ? null : { place: at(open) },
    }) as unknown as TaskDetails;
  const marks = (
    task: TaskDetails | null,
    picked: number | null = null,
    file = '/a.mjs',
    current: number | null = null,
  ) => {
    const wait = picked === null ? null : ({ wait: { place: at(picked) } } as TaskWait);
    const place = current === null ? null : at(current);
    return marksOf(task, wait, place, file).map(({ line, kind }) => `${line} ${kind}`);
  };

  test('the definition, and every line at which the task waited', () => {
    expect(marks(details('fulfilled', [5, 4]))).toEqual(['2 defined', '4 wait', '5 wait']);
  });

  test('the line it waits at now, and the one that was picked', () => {
    expect(marks(details('suspended', [4, 5], 5))).toEqual(['2 defined', '4 wait', '5 waiting']);
    expect(marks(details('fulfilled', [4, 5]), 4)).toEqual(['2 defined', '4 selected-wait', '5 wait']);
  });

  test('the line where the program was at the playhead, whoever is selected', () => {
    expect(marks(null, null, '/a.mjs', 7)).toEqual(['7 current']);
    expect(marks(details('fulfilled', [4]), null, '/a.mjs', 4)).toEqual(['2 defined', '4 current']);
  });

  test('nothing in another file, or without a task', () => {
    expect(marks(details('fulfilled', [4]), null, '/b.mjs')).toEqual([]);
    expect(marks(null)).toEqual([]);
  });
});
