// A machine that runs something else: Linux says for how long it gave a thread no processor. What a program did not do is not told of it.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';

/** Three programs a processor that never rest, and computing that is measured by the processor's time, not by the clock's. */
const CROWD = `
  import { spawn, spawnSync } from 'node:child_process';
  import { availableParallelism } from 'node:os';
  import { setTimeout as sleep } from 'node:timers/promises';
  const crowd = Array.from({ length: 3 * availableParallelism() }, () =>
    spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' }),
  );
  process.on('exit', () => { for (const one of crowd) one.kill('SIGKILL'); });
  const usedMs = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
  const compute = (ms) => { const end = usedMs() + ms; while (usedMs() < end); };
  async function beat() { for (let at = 0; at < 5; at++) await sleep(10); }
`;

test.runIf(process.platform === 'linux')(
  'a program that is fine is fine on a machine that is busy',
  async () => {
    const { report } = await traced(`
    ${CROWD}
    async function work() { await sleep(5); compute(9); }
    await Promise.all([beat(), work()]);
    process.exit();
  `);
    expect(report.insights).toEqual([]);
    expect(report.loop.withheldMs).toBeGreaterThan(0);
  },
);

test.runIf(process.platform === 'linux')('what it does itself is told all the same', async () => {
  const { report } = await traced(`
    ${CROWD}
    async function work() { await sleep(5); compute(150); }
    await Promise.all([beat(), work()]);
    process.exit();
  `);
  expect(report.insights.map(({ id }) => id)).toEqual(['blocked-event-loop']);
});

test.runIf(process.platform === 'linux')(
  'a call that stands still keeps its thread waiting for no processor',
  async () => {
    const { report } = await traced(`
    ${CROWD}
    async function work() { await sleep(5); spawnSync('sleep', ['0.2']); }
    await Promise.all([beat(), work()]);
    process.exit();
  `);
    expect(report.insights.map(({ id }) => id)).toEqual(['sync-wait']);
  },
);

test.runIf(process.platform === 'linux')('in a worker, of the worker', async () => {
  const { report } = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
    `,
    'worker.mjs': `
      ${CROWD}
      async function work() { await sleep(5); compute(9); }
      await Promise.all([beat(), work()]);
      for (const one of crowd) one.kill('SIGKILL');
    `,
  });
  expect(report.insights).toEqual([]);
  expect(report.threads[1]?.loop?.withheldMs).toBeGreaterThan(0);
});
