// A finding that proves wrong while the program goes on is taken back. test/insights/retraction.test.ts does the same with real programs.

import { expect, test } from 'vitest';
import { insightsOf, Model } from '../../../src/model/index.ts';
import { Script, type ScriptLine } from '../../support/script.ts';

const AWAITS = 1200;

test('a finding is shown while it looks right, and withdrawn when it proves wrong', () => {
  const script = new Script();
  const model = new Model();
  const found = () => insightsOf(model).found.map(({ id }) => id);
  const write = (...lines: readonly ScriptLine[]) => model.ingest(0, script.write(lines));
  const place = { line: 4, text: 'row' };

  write([0, 'enter', 1, 'sum', { line: 3 }]);
  for (let at = 0; at < AWAITS; at++) {
    const ms = 1 + at * 0.02;
    write([ms, 'suspend', 1, 'unknown', 0, place], [ms + 0.015, 'resume', 1]);
  }
  expect(found()).toEqual(['needless-await']);
  // One that had to wait: the line needs its await.
  write([50, 'suspend', 1, 'timer', 5, place]);
  expect(found()).toEqual(['needless-await']);
  write([55, 'turn', 'timers', 5], [55, 'ready', 1, { late: 0 }], [55, 'resume', 1]);
  expect(found()).toEqual([]);
  write([56, 'end', 1], [57, 'bye']);
  model.finish({ cutOff: false });
  expect(found()).toEqual([]);
});

test('what held a loop is known better later: the runtime tells of its pauses, the machine of what it withheld', () => {
  for (const later of [
    [82, 'pause', 40, 80],
    [82, 'withheld', 82, 170],
  ] as const satisfies readonly ScriptLine[]) {
    const script = new Script();
    const model = new Model();
    const found = () => insightsOf(model).found.map(({ id }) => id);
    model.ingest(
      0,
      script.write([
        [0, 'withheld', 0, 100],
        [0, 'enter', 1, 'beat'],
        [0, 'suspend', 1, 'timer', 10],
        [1, 'turn', 'poll'],
        [1, 'enter', 2, 'work'],
        [81, 'end', 2],
        [81, 'turn', 'timers'],
        [81, 'ready', 1, { late: 71 }],
        [81, 'resume', 1],
      ]),
    );
    expect(found()).toEqual(['blocked-event-loop']);
    model.ingest(0, script.write([later]));
    expect(found()).not.toContain('blocked-event-loop');
  }
});
