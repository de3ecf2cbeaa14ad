// Whom a finding names: one call with its arguments, or the function where no single call is to blame.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

/** In one turn `index` is called with each of these, for so many milliseconds, while a timer of 10 ms was due at 10. */
function messages(...calls: readonly (readonly [argument: string, ms: number])[]): string[] {
  const lines: ScriptLine[] = [
    [0, 'enter', 1, 'beat', { line: 1 }],
    [0, 'suspend', 1, 'timer', 10, { line: 2 }],
    [1, 'turn', 'poll'],
  ];
  let ms = 1;
  for (const [at, [argument, length]] of calls.entries()) {
    lines.push([ms, 'enter', at + 2, 'index', { line: 5, label: argument }]);
    ms += length;
    lines.push([ms, 'end', at + 2]);
  }
  lines.push(
    [ms, 'turn', 'timers'],
    [ms, 'ready', 1, { late: ms - 10 }],
    [ms, 'resume', 1],
    [ms + 1, 'end', 1],
    [ms + 1, 'bye'],
  );
  return insightsOf(modelOf(lines)).found.map(({ message }) => message.replace(/ held .*/, ''));
}

test('the one call is named that held the loop, or held it for most of the time', () => {
  expect(messages(['"a"', 90])).toEqual(['index("a") (main.mjs:5)']);
  expect(messages(['"a"', 20], ['"b"', 90])).toEqual(['index("b") (main.mjs:5)']);
});

test('the function is named if several of its calls each held the loop for a while', () => {
  expect(messages(['"a"', 40], ['"b"', 45], ['"c"', 40])).toEqual(['index() (main.mjs:5)']);
});
