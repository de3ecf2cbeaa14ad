// A machine may run something else. Linux says for how long it gave a thread no processor.

import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RecordDecoder } from '../../src/protocol/codec.ts';
import { RECORD_WORDS } from '../../src/protocol/events.ts';
import { withheldOf } from '../../src/protocol/withheld.ts';
import { Control, createRing } from '../../src/tracer/sending/ring.ts';
import { threadNumber } from '../../src/tracer/withheld/counter.ts';
import { WithheldTeller } from '../../src/tracer/withheld/others.ts';
import { traced } from '../support/traced.ts';

/** Three programs for each processor that never rest, and functions that compute by the processor's time, not by the clock's. */
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

/** What the system itself says, in microseconds, to compare with. */
const COUNTS = `
  import { readFileSync } from 'node:fs';
  const withheldUs = () => Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[1]) / 1000;
`;
const counts = existsSync('/proc/self/schedstat');

test.runIf(counts)('on a machine that is busy as much is told as the system counts', async () => {
  const run = await traced(`
    ${CROWD} ${COUNTS}
    async function work() { await sleep(5); compute(60); }
    const before = withheldUs();
    await Promise.all([beat(), work()]);
    console.log(withheldUs() - before);
    process.exit();
  `);
  expect(Number(run.stdout)).toBeGreaterThan(0);
  // The report contains what was withheld before and afterwards, too.
  expect(run.report.loop.withheldMs * 1000).toBeGreaterThan(0.9 * Number(run.stdout));
});

test.runIf(counts)('in a worker, what the machine withheld from the worker is told', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
    `,
    'worker.mjs': `
      ${CROWD} ${COUNTS}
      async function work() { await sleep(5); compute(60); }
      const before = withheldUs();
      await Promise.all([beat(), work()]);
      console.log(withheldUs() - before);
      for (const one of crowd) one.kill('SIGKILL');
    `,
  });
  expect(Number(run.stdout)).toBeGreaterThan(0);
  expect(run.report.threads[1]!.loop!.withheldMs * 1000).toBeGreaterThan(0.9 * Number(run.stdout));
});

test.runIf(counts)('what a program does itself is told all the same', async () => {
  const { report } = await traced(`
    ${CROWD}
    async function work() { await sleep(5); compute(150); }
    await Promise.all([beat(), work()]);
    process.exit();
  `);
  expect(report.insights.map(({ id }) => id)).toEqual(['blocked-event-loop']);
});

test.runIf(counts)('a call that stands still keeps its thread waiting for no processor', async () => {
  const { report } = await traced(`
    ${CROWD}
    async function work() { await sleep(5); spawnSync('sleep', ['0.2']); }
    await Promise.all([beat(), work()]);
    process.exit();
  `);
  expect(report.insights.map(({ id }) => id)).toEqual(['sync-wait']);
});

test.runIf(counts)(
  'how long a thread has had a processor counts from where its costs do, not from the first look at it',
  () => {
    const ring = createRing(1);
    const teller = new WithheldTeller(ring);
    Atomics.store(ring.control, Control.THREAD, threadNumber());
    Atomics.store(ring.control, Control.HEAD, RECORD_WORDS);
    ring.times[2] = 1;
    teller.look();
    const ranUs = teller.processorUs;
    expect(ranUs).toBeGreaterThan(0);
    ring.times[2] = 1 + ranUs;
    expect(teller.processorUs).toBe(0);
    teller.close();
  },
);

test('where the system counts nothing, a thread that waits for its events to be sent is told all the same', () => {
  const ring = createRing(1);
  const teller = new WithheldTeller(ring);
  const totals = (): number[] => {
    const told: number[] = [];
    const records = teller.look();
    const record = (_type: number, argument: number, _timeNs: number, a: number, b: number): void => {
      told.push(withheldOf(argument, a, b).totalUs);
    };
    if (records !== undefined) new RecordDecoder().push(records, { record, blob() {} });
    return told;
  };
  expect(totals()).toEqual([]);
  ring.times[0] = Number(process.hrtime.bigint());
  Atomics.store(ring.control, Control.THREAD, -1);
  expect(totals()).toEqual([]);
  // This is the thread's first record.
  Atomics.store(ring.control, Control.HEAD, RECORD_WORDS);
  expect(totals()).toEqual([0]);
  ring.times[1] = 100;
  expect(totals()).toEqual([]);
  ring.times[1] = 5000;
  expect(totals()).toEqual([100, 5000]);
  teller.close();
});
