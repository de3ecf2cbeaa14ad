import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseName } from '../../../src/model/details/labels.ts';
import { plainText } from '../../../src/model/plain-text.ts';
import type { FoldView } from '../../../src/model/view-types.ts';
import { thousands } from '../../../src/model/words.ts';
import { recentCaption } from '../../../src/renderer/library/recent-caption.ts';
import { joinArguments, splitArguments } from '../../../src/renderer/text/arguments.ts';
import { captionParts } from '../../../src/renderer/text/caption-parts.ts';
import {
  folderOf,
  formatBytes,
  formatDuration,
  formatMoment,
  formatShare,
} from '../../../src/renderer/text/format.ts';
import { splitQuantities } from '../../../src/renderer/text/quantities.ts';
import { inReadingOrder } from '../../../src/renderer/text/reading-order.ts';
import { rowCaption } from '../../../src/renderer/text/row-caption.ts';
import { msText, tableText } from '../../../src/renderer/text/table-text.ts';
import { readVariables, variableLines } from '../../../src/renderer/text/variables.ts';

test.each([
  [0, '0 ms'],
  [850, '850 ns'],
  [999.6, '1.00 µs'],
  [12_340, '12.3 µs'],
  [999_600, '1.00 ms'],
  [2_414_000, '2.41 ms'],
  [214e6, '214 ms'],
  [999.6e6, '1.00 s'],
  [2.003e9, '2.00 s'],
  [59.96e9, '1 m 0 s'],
  [72e9, '1 m 12 s'],
  [3 * 3600e9 + 120e9, '3 h 2 m'],
  [Number.POSITIVE_INFINITY, '∞'],
])('a duration of %d ns is written %s', (ns, text) => {
  expect(formatDuration(ns)).toBe(text);
});

test.each([
  [0, '0.000 000 s'],
  [2.003412e9, '2.003 412 s'],
  [-5e6, '−0.005 000 s'],
  [0.9999999e9, '1.000 000 s'],
])('the moment %d ns is written %s', (ns, text) => {
  expect(formatMoment(ns)).toBe(text);
});

test('counts, sizes, shares and paths', () => {
  expect(thousands(18204)).toBe('18,204');
  expect([812, 1234, 1_234_567, 352_000].map(formatBytes)).toEqual(['812 B', '1.2 kB', '1.2 MB', '352 kB']);
  expect([0, 0.001, 0.47, 1].map(formatShare)).toEqual(['0 %', '<1 %', '47 %', '100 %']);
  expect(baseName('/home/ada/app.mjs')).toBe('app.mjs');
  expect(baseName('C:\\Users\\ada\\app.mjs')).toBe('app.mjs');
  expect(folderOf('/home/ada/app.mjs')).toBe('/home/ada');
});

test('a table to paste elsewhere: no name starts a column, a line or a formula', () => {
  const lines = [
    ['task', 'ms'],
    ['a\tb\n=c', msText(-1_500_000)],
    ['=cmd|calc', 3],
    ['-2+3+cmd|calc', '+0.5'],
  ];
  expect(tableText(lines)).toBe("task\tms\na b =c\t-1.500\n'=cmd|calc\t3\n'-2+3+cmd|calc\t+0.5");
});

describe('the arguments field', () => {
  test.each([
    ['', []],
    ['  a  b ', ['a', 'b']],
    ['--name "Ada L" x\\ y', ['--name', 'Ada L', 'x y']],
    [`'it''s' "say \\"hi\\""`, ['its', 'say "hi"']],
    ['"" end', ['', 'end']],
    ['"unclosed word', ['unclosed word']],
    ['C:\\temp\\new', ['C:\\temp\\new']],
  ])('%s', (line, words) => {
    expect(splitArguments(line)).toEqual(words);
  });

  test('arguments that were joined into a line are split into the same arguments', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitArguments(joinArguments(words))).toEqual(words);
      }),
    );
  });
});

describe('variables', () => {
  test.each([
    ['A=1\r\nexport B_2 = two words', { A: '1', B_2: 'two words' }],
    ['# a comment\n\nA=x # another\nB=#none\nC=a#b', { A: 'x', B: '', C: 'a#b' }],
    [
      `A='it is # "so"'\nB="two\\nlines and \\"quotes\\"" # said`,
      { A: 'it is # "so"', B: 'two\nlines and "quotes"' },
    ],
    ['A=', { A: '' }],
  ])('%j', (text, env) => {
    expect(readVariables(text)).toEqual({ env, wrong: [] });
  });

  test('says which lines are not variables', () => {
    expect(readVariables('A=1\nnonsense\n\n=2')).toEqual({ env: { A: '1' }, wrong: [2, 4] });
  });

  test('lines made from variables are read as the same variables', () => {
    // A process cannot be given a NUL, and a carriage return ends a line.
    const value = fc.string().map((text) => text.replaceAll(/[\0\r]/g, ''));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Z_]\w*$/), value), (env) => {
        expect(readVariables(variableLines(env))).toEqual({ env: { ...env }, wrong: [] });
      }),
    );
  });
});

test('text for a terminal becomes plain text', () => {
  expect(plainText('\u001b[31mred\u001b[0m and \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe(
    'red and link',
  );
  expect(plainText('tab\tstays')).toBe('tab\tstays');
});

test.each([
  ['progress 10 %\rprogress 20 %', 'progress 20 %'],
  ['Windows\r', 'Windows'],
  ['downloading\rdone', 'doneloading'],
  ['downloading\r\u001b[Kdone', 'done'],
  ['downloading\u001b[2K\u001b[1Gdone', 'done'],
  ['downloading\u001b[2K\rdone', 'done'],
  ['\u001b[32mone\u001b[0m\r\u001b[31mtwo\u001b[0m', 'two'],
])('what was printed over shows as on a terminal: %j', (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test('a recent recording is called by its script and its time', () => {
  expect(recentCaption('/p/recordings/main-2026-11-23T09-05-31.loopscope', 'recording')).toEqual({
    name: 'main',
    where: '23 Nov 09:05',
    isTime: true,
  });
  expect(recentCaption('/p/mine.loopscope', 'recording')).toEqual({
    name: 'mine.loopscope',
    where: 'p',
    isTime: false,
  });
  expect(recentCaption('/home/ada/app.mjs', 'script')).toEqual({
    name: 'app.mjs',
    where: 'ada',
    isTime: false,
  });
});

test.each([
  [2, 0, 'leaf, 3,000 tasks: 2,998 fulfilled, 2 rejected'],
  [2, 2011, 'leaf, 3,000 tasks: 2,998 fulfilled, 2 rejected, 6,000 tasks below, 2,011 of them rejected'],
  [0, 2011, 'leaf, 3,000 tasks: 3,000 fulfilled, 6,000 tasks below, 2,011 of them rejected'],
])(
  'a row of many tasks says in words that %d of them failed, and %d that they started',
  (rejected, hiddenFailures, words) => {
    const none = { running: 0, ready: 0, suspended: 0, pending: 0, cancelled: 0 };
    const fold: FoldView = {
      set: 0,
      size: 3000,
      states: { ...none, fulfilled: 3000 - rejected, rejected },
    };
    const hidden = hiddenFailures === 0 ? 0 : 6000;
    const row = { label: 'leaf', state: 'fulfilled', fold, thread: null, hidden, hiddenFailures } as const;
    expect(rowCaption(row)).toBe(words);
  },
);

test.each([
  ['leaf(0)', 'leaf', '(0)'],
  ['visitDirectoryEntries(35)', 'visitDirectoryEntries', '(35)'],
  ['fetchPrice("AAPL")', 'fetchPrice', '("AAPL")'],
  ['on("end")', 'on("end")', ''],
  ['boot()', 'boot()', ''],
  ['callback app.mjs:12', 'callback app.mjs', ':12'],
  ['worker resize.mjs #2', 'worker resize.mjs', ' #2'],
  ['child fetch-price.mjs pid 4711', 'child fetch-price.mjs', ' pid 4711'],
  ['fetchPage("https://shop.example/page/7")', 'fetchPage("https://shop.exampl', 'e/page/7")'],
  ['createServer callback(GET /page/7)', 'createServer callback(GE', 'T /page/7)'],
  ['get("/page/:id") callback(GET /page/7)', 'get("/page/:id") callback(GE', 'T /page/7)'],
  ['on("message") callback(from worker resize 0 #1)', 'on("message") callback(from worker re', 'size 0 #1)'],
  ['say("the weather today: 🌧1234567")', 'say("the weather today: ', '🌧1234567")'],
  ['worker("ada", "https://shop.example")', 'worker("ada", "https://shop.example")', ''],
  ['parse({ file: "/srv/shop/a.html" })', 'parse({ file: "/srv/shop/a.html" })', ''],
])('of a caption without room is shortened what tells it least from the next: %s', (caption, text, end) => {
  expect(captionParts(caption)).toEqual([text, end]);
});

test.each<[text: string, quantities: readonly string[]]>([
  ['ran for 0.4 ms in 2 runs and waited 3.3 ms at one await', ['0.4 ms', '3.3 ms']],
  ['The first started 1.138 892 s by', ['1.138 892 s']],
  ['the last ended 1,200.005 059 s', ['1,200.005 059 s']],
  ['went on for 1 m 12 s, or 30 h 5 m', ['1 m 12 s', '30 h 5 m']],
  ['850 ns and 12 µs, 47 % of it', ['850 ns', '12 µs', '47 %']],
  ['for 4 tasks and 2 symbols, less than 0.1 ms.', ['0.1 ms']],
  ['nothing', []],
])('a line does not end within what is measured: %s', (text, quantities) => {
  const parts = splitQuantities(text);
  expect(parts.filter((_, at) => at % 2 === 1)).toEqual(quantities);
  expect(parts.join('')).toBe(text);
});

describe('a caption is read from left to right', () => {
  /** The signs around what is shown in its own direction, as brackets that can be seen. */
  const shown = (caption: string) =>
    inReadingOrder(caption).replaceAll('\u2068', '<').replaceAll('\u2069', '>');

  test.each([
    ['fetchPrice("AAPL")', 'fetchPrice("AAPL")'],
    ['価格("株価")', '価格("株価")'],
    ['\u05d6\u05de\u05df(5)', '<\u05d6\u05de\u05df>(5)'],
    ['say("\u05d0, \u05d1", "\u05d2")', 'say("<\u05d0, \u05d1>", "<\u05d2>")'],
    ['\u0645\u0647_1("\u0645 \u0646", "x")', '<\u0645\u0647_1>("<\u0645 \u0646>", "x")'],
    ['say("\u05d0 \\"\u05d1\\"")', 'say("<\u05d0 \\"\u05d1\\">")'],
  ])('%s', (caption, expected) => {
    expect(shown(caption)).toBe(expected);
  });

  test('signs that change the direction of what follows are written out', () => {
    expect(inReadingOrder('pay("\u202elacol\u2066")')).toBe('pay("\\u202elacol\\u2066")');
  });

  test('half of a text, where a caption is cut, is in its own direction too', () => {
    expect(['say("\u05d0 \u05d1\u2026', '\u05d2 \u05d3")'].map(shown)).toEqual([
      'say("<\u05d0 \u05d1\u2026>',
      '<\u05d2> <\u05d3>")',
    ]);
  });
});
