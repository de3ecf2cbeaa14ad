// Awaits of what was there already: of values that cannot be waited for, and of promises that had settled.

import { expect, test } from 'vitest';
import { insightsOf } from '../../../src/model/index.ts';
import { modelOf, type ScriptLine } from '../../support/script.ts';

const AWAITS = 1200;

/** Every `nth` await is for a promise, 0 for none. */
function found(nth: number): string[] {
  const lines: ScriptLine[] = [[0, 'enter', 1, 'sum', { line: 3 }]];
  for (let at = 1; at <= AWAITS; at++) {
    const kind = nth > 0 && at % nth === 0 ? 'promise' : 'unknown';
    lines.push(
      [at * 0.02, 'suspend', 1, kind, 0, { line: 4, text: 'row' }],
      [at * 0.02 + 0.015, 'resume', 1],
    );
  }
  const model = modelOf([...lines, [50, 'end', 1], [51, 'bye']]);
  return insightsOf(model).found.map(({ severity, message }) => `${severity}: ${message}`);
}

test('what is no promise needs no await', () => {
  expect(found(0)).toEqual([
    'warning: 1,200 awaits in sum() (main.mjs:4) were for values already there, and cost 18.0 ms in all.',
  ]);
});

test('a promise that had settled may have to be waited for another time', () => {
  expect(found(100)).toEqual([
    'info: 1,200 awaits in sum() (main.mjs:4) were for promises that had settled, and cost 18.0 ms in all.',
  ]);
});

test('what the machine withheld from the runs in between is not taken from awaits that are too short to have been interrupted', () => {
  const lines: ScriptLine[] = [
    [0, 'withheld', 0, 0],
    [0, 'enter', 1, 'sum', { line: 3 }],
  ];
  // A slow reader holds the program up every tenth time, and a busy machine lets it go on late.
  for (let at = 1, ms = 0; at <= AWAITS; at++, ms += at % 10 === 0 ? 2 : 0.02)
    lines.push([ms, 'suspend', 1, 'unknown', 0, { line: 4, text: 'row' }], [ms + 0.015, 'resume', 1]);
  const model = modelOf([...lines, [300, 'withheld', 300, 250], [301, 'end', 1], [301, 'bye']]);
  expect(insightsOf(model).found.map(({ message }) => message)).toEqual([
    '1,200 awaits in sum() (main.mjs:4) were for values already there, and cost 18.0 ms in all.',
  ]);
});
