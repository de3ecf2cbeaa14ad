import { expect, test } from 'vitest';
import type { Work } from '../../src/model/work.ts';
import { WorkQueue } from '../../src/renderer/worker/work-queue.ts';

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

test('long work is done later, in order, and one that fails holds up none', async () => {
  const queue = new WorkQueue();
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    const failed = (error: unknown) => said.push((error as Error).message);
    queue.add({ work: busy(40), failed, done: (value) => said.push(String(value)) });
    queue.add({ work: failing(), failed, done: resolve });
    queue.add({ work: busy(2), failed, done: resolve });
    expect(said).toEqual([]);
  });
  expect(said).toEqual(['busy for 40', 'no such task']);
});

test('what is urgent goes before what came earlier', async () => {
  const queue = new WorkQueue();
  const said: string[] = [];
  const failed = (error: unknown) => said.push((error as Error).message);
  const add = (ms: number, urgent: boolean): Promise<void> =>
    new Promise((resolve) => {
      const done = (value: unknown) => {
        said.push(String(value));
        resolve();
      };
      queue.add({ work: busy(ms), urgent, failed, done });
    });
  await Promise.all([add(40, false), add(30, true), add(20, true), add(10, false)]);
  expect(said).toEqual(['busy for 30', 'busy for 20', 'busy for 40', 'busy for 10']);
});

test('what is short is done at once', () => {
  const said: unknown[] = [];
  const failed = (error: unknown) => said.push(error);
  new WorkQueue().add({ work: busy(0), failed, done: (value) => said.push(value) });
  expect(said).toEqual(['busy for 0']);
});
