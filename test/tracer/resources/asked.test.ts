// Since when something that came from outside may have been there, if the loop was never idle.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

test('what came while the loop went round was not there when it asked before', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(
      'const { parentPort, workerData } = require("worker_threads"); Atomics.wait(workerData, 0, 0); parentPort.postMessage(1);',
      { eval: true, workerData: flag },
    );
    await once(worker, 'online');
    let rounds = 0;
    let goesOn = true;
    function round() {
      if (++rounds === 10) {
        Atomics.store(flag, 0, 1);
        Atomics.notify(flag, 0);
      }
      for (const until = performance.now() + 2; performance.now() < until; );
      if (goesOn) setImmediate(round);
    }
    async function answer() {
      await once(worker, 'message');
      goesOn = false;
    }
    setImmediate(round);
    await answer();
  `);
  const [wait] = run.task('answer').waits;
  expect(wait).toMatchObject({ readyExact: false });
  const readyMs = wait!.startMs + wait!.suspendedMs;
  const before = run.tasks('round').filter(({ endMs }) => endMs! <= readyMs);
  // It was sent in the tenth round, so the loop had asked after the eighth.
  expect(before.length).toBeGreaterThanOrEqual(8);
});
