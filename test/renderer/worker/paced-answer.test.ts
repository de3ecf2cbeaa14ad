// How often what takes long to compute is computed again.
import { expect, onTestFinished, test, vi } from 'vitest';
import { Model } from '../../../src/model/index.ts';
import type { Work } from '../../../src/model/work.ts';
import { PacedAnswer } from '../../../src/renderer/worker/paced-answer.ts';

test('it waits for a multiple of the time that it computes, not of what else is done between its pieces', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const pass = (ms: number) => vi.advanceTimersByTime(ms);
  const model = new Model();
  let answers = 0;
  const paced = new PacedAnswer(model, 20, function* (): Work<number> {
    for (let piece = 0; piece < 3; piece++) {
      pass(10);
      yield;
    }
    return ++answers;
  });
  /** The model changes meanwhile, for 500 ms after each piece. */
  const get = (): number => {
    const work = paced.get(null);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      model.version++;
      pass(500);
    }
  };
  expect(get()).toBe(1);
  pass(20 * 30 - 1);
  expect(get()).toBe(1);
  pass(1);
  expect(get()).toBe(2);
});
