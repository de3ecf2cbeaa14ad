import { expect, test } from 'vitest';
import { oneAtATime } from '../../../src/renderer/store/one-at-a-time.ts';

/** Waits until all that is due in this turn of the loop has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('called while it is under way, it runs once more, with what is wanted then', async () => {
  let wanted = 0;
  const asked: number[] = [];
  const answers: (() => void)[] = [];
  const ask = oneAtATime(() => {
    asked.push(wanted);
    return new Promise((resolve) => answers.push(resolve));
  });
  for (wanted = 1; wanted < 100; wanted++) ask();
  expect(asked).toEqual([1]);
  answers[0]!();
  await settled();
  expect(asked).toEqual([1, 100]);
  answers[1]!();
  await settled();
  expect(asked).toEqual([1, 100]);
  ask();
  expect(asked).toEqual([1, 100, 100]);
});

test('after one that failed it can be called again', async () => {
  let calls = 0;
  const ask = oneAtATime(async () => {
    calls += 1;
    throw new Error('no');
  });
  ask();
  ask();
  await settled();
  expect(calls).toBe(2);
});
