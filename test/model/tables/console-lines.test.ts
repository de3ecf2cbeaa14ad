import { expect, test } from 'vitest';
import { ConsoleLines } from '../../../src/model/tables/console/console-lines.ts';
import { allOf } from '../../../src/model/work.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textsOf = (lines: ConsoleLines): string[] => lines.slice(0, lines.length).map(({ text }) => text);

test('the first lines of a very long output are forgotten, which is said in their place; their numbers and times stay', () => {
  const lines = new ConsoleLines(20);
  for (let at = 0; at < 6; at++) lines.write('stdout', at, bytes(`line ${at}\n`));
  const forgotten = '(too long ago to be kept here; the recording has it)';
  expect(textsOf(lines)).toEqual([forgotten, forgotten, forgotten, 'line 3', 'line 4', 'line 5']);
  expect(lines.slice(1, 2)[0]?.timeNs).toBe(1);
});

test('a line that is longer than a text can be becomes several lines', () => {
  const lines = new ConsoleLines();
  const piece = bytes('x'.repeat(600_000));
  for (let at = 0; at < 1000; at++) lines.write('stdout', at, piece);
  expect(lines.length).toBe(1000);
  lines.write('stdout', 1000, bytes('y\nz'));
  expect(textsOf(lines).at(-1)).toBe('z');
  expect(textsOf(lines).at(-2)).toMatch(/^x{600000}y$/);
});

test('lines are searched in any case, and as they are shown; after the last hit comes the first', () => {
  const lines = new ConsoleLines();
  for (const [at, text] of [
    'GET /price',
    'warning: slow',
    '\u001b[33mWar\u001b[0mning: (late)',
    'get 10 %\rdone',
    'GET /price?a.b',
  ].entries())
    lines.write('stdout', at, bytes(`${text}\n`));
  const found = (text: string, from: number, step: -1 | 0 | 1) => {
    const { hits, at, line } = allOf(lines.find(text, from, step));
    return [hits, at, line];
  };
  expect(found('warning', -1, 1)).toEqual([2, 0, 1]);
  expect(found('warning', 1, 1)).toEqual([2, 1, 2]);
  expect(found('warning', 2, 1)).toEqual([2, 0, 1]);
  expect(found('warning', 1, -1)).toEqual([2, 1, 2]);
  expect(found('warning', 2, 0)).toEqual([2, 1, 2]);
  expect(found('warning', 3, 0)).toEqual([2, -1, -1]);
  expect(found('get', -1, -1)).toEqual([2, 1, 4]);
  // Nothing in it is a pattern.
  expect(found('(late)', -1, 1)).toEqual([1, 0, 2]);
  expect(found('a.b', -1, 1)).toEqual([1, 0, 4]);
  expect(found('axb', -1, 1)).toEqual([0, -1, -1]);
});

test('what is typed ends the line that asks for it, and is no line of the program', () => {
  const lines = new ConsoleLines();
  lines.write('stdout', 1, bytes('Name? '));
  lines.typed(2, bytes('Ada\n'));
  lines.write('stdout', 3, bytes('Hello Ada\n'));
  expect(lines.slice(0, 3).map(({ from, text }) => `${from} ${text}`)).toEqual([
    'stdout Name? ',
    'stdin Ada',
    'stdout Hello Ada',
  ]);
  expect(allOf(lines.findText('Ada'))).toBe(-1);
  expect(lines.inputEnded).toBe(false);
  lines.typed(4, bytes(''));
  expect([lines.inputEnded, lines.length]).toEqual([true, 3]);
});
