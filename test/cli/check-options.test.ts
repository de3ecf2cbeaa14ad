// Every kind of finding can be asked for by --fail-on, and has its threshold, in its own unit.

import { describe, expect, test } from 'vitest';
import { parseIds, parseThresholds } from '../../src/cli/check-options.ts';
import { INSIGHT_IDS, INSIGHT_KINDS } from '../../src/model/index.ts';

const of = (threshold: string) => parseThresholds({ threshold });

test('lists every kind once', () => {
  expect(INSIGHT_KINDS.map(({ id }) => id)).toEqual([...INSIGHT_IDS]);
  expect(parseIds(INSIGHT_IDS.join(','))).toEqual([...INSIGHT_IDS]);
});

describe.each(INSIGHT_KINDS)('$id', ({ id, threshold }) => {
  test.runIf(threshold.unit === 'ms')('is set as a time', () => {
    expect(of(`${id}=20ms`)).toEqual({ [id]: 20 });
    expect(of(`${id} = 2s`)).toEqual({ [id]: 2000 });
    expect(of(`${id}=1.5`)).toEqual({ [id]: 1.5 });
    expect(() => of(id)).toThrow(`${id} has no value, as in ${id}=50ms.`);
    for (const wrong of ['=', '=0', '=-5ms', '=soon', '=5 tasks', '=20ms=20ms'])
      expect(() => of(id + wrong), wrong).toThrow('no length of time');
  });
  test.runIf(threshold.unit === 'tasks')('is set as a number', () => {
    expect(of(`${id}=500`)).toEqual({ [id]: 500 });
    expect(() => of(id)).toThrow(`${id} has no value, as in ${id}=500.`);
    for (const wrong of ['=0', '=1.5', '=20ms']) expect(() => of(id + wrong), wrong).toThrow('no number');
  });
});

test('refuses an unknown id', () => {
  expect(() => of('late-timers=20ms')).toThrow('there is no "late-timers"');
});

test('takes several, and --max-block for those about a held loop', () => {
  expect(
    parseThresholds({ threshold: 'late-timer=20ms,unbounded-concurrency=500', maxBlock: '80ms' }),
  ).toEqual({
    'late-timer': 20,
    'unbounded-concurrency': 500,
    'blocked-event-loop': 80,
    'microtask-starvation': 80,
  });
});
