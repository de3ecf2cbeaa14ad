import { expect, test } from 'vitest';
import { Pace } from '../../src/model/pace.ts';

test('expensive work is not due again for a multiple of its time', () => {
  let nowMs = 0;
  const pace = new Pace(9, () => nowMs);
  expect(pace.waitMs).toBe(0);
  pace.begin();
  nowMs = 50;
  pace.done();
  expect(pace.waitMs).toBe(450);
  nowMs = 400;
  expect(pace.waitMs).toBe(100);
  nowMs = 500;
  expect(pace.waitMs).toBe(0);
});
