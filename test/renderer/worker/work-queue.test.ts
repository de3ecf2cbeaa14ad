import { expect, test } from 'vitest';
import type { Work } from '../../../src/model/work.ts';
import { WorkQueue } from '../../../src/renderer/worker/work-queue.ts';

/** Looks at the clock until so many milliseconds have gone by, in pieces of one. */
function* busy(ms: number): Work<string> {
  for (let piece = 0; piece < ms; piece++) {
    const untilMs = performance.now() + 1;
    while (performance.now() < untilMs);
    yield;
  }
  return `busy for ${ms}`;
}

function* failing(): Work<never> {
  yield* busy(1);
  throw new Error('no such task');
}

test('long work is done later, in order, and a failure does not stop the rest', async () => {
  const queue = new WorkQueue();
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    const failed = (error: unknown) => said.push((error as Error).message);
    queue.add({ work: busy(40), rank: 0, failed, done: (value) => said.push(String(value)) });
    queue.add({ work: failing(), rank: 0, failed, done: resolve });
    queue.add({ work: busy(2), rank: 0, failed, done: resolve });
    expect(said).toEqual([]);
  });
  expect(said).toEqual(['busy for 40', 'no such task']);
});

test('work with a lower rank goes before work that came earlier', async () => {
  const queue = new WorkQueue();
  const said: string[] = [];
  const failed = (error: unknown) => said.push((error as Error).message);
  const add = (ms: number, rank: number): Promise<void> =>
    new Promise((resolve) => {
      const done = (value: unknown) => {
        said.push(String(value));
        resolve();
      };
      queue.add({ work: busy(ms), rank, failed, done });
    });
  await Promise.all([add(40, 2), add(30, 1), add(20, 1), add(10, 2), add(5, 0)]);
  expect(said).toEqual(['busy for 5', 'busy for 30', 'busy for 20', 'busy for 40', 'busy for 10']);
});

test('short work is done at once', () => {
  const said: unknown[] = [];
  const failed = (error: unknown) => said.push(error);
  new WorkQueue().add({ work: busy(0), rank: 0, failed, done: (value) => said.push(value) });
  expect(said).toEqual(['busy for 0']);
});
