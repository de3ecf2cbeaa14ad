import { expect, test } from 'vitest';
import { ConsoleLines } from '../../../src/model/tables/console/console-lines.ts';

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
