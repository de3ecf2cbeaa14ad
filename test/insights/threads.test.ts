// Every loop is looked at, not only the main one: what is told names the thread, and what a worker is there for is not told.

import { describe, expect, test } from 'vitest';
import type { Source } from '../support/program.ts';
import { traced } from '../support/traced.ts';
import { TOOLS } from './check.ts';

/** The findings as `thread id: sentence`, without their durations. */
async function told(source: Source): Promise<string[]> {
  const { report } = await traced(source);
  return report.insights.map(
    ({ id, message, thread }) =>
      `${report.threads[thread]?.kind} ${id}: ${message.replace(/\d[\d.]* (?:ms\b|s\b|%)/g, '…')}`,
  );
}

const startsWorkers = (count: number): string => `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  async function start() { await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit'); }
  await Promise.all(Array.from({ length: ${count} }, start));
`;

describe('a loop that is held while somebody is due in it', () => {
  // The timer is set right before the loop is held: on a busy machine one that was set earlier may come before that.
  const heartbeat = `
    ${TOOLS}
    async function beat() { await sleep(20); }
    async function work() { await sleep(1); const beating = beat(); compute(400); await beating; }
    await work();
  `;

  test('is told of a worker', async () => {
    const [first, ...others] = await told({ 'main.mjs': startsWorkers(1), 'worker.mjs': heartbeat });
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^worker blocked-event-loop: work\(\) \(worker\.mjs:9\) held the event loop of worker worker\.mjs #1 for …/,
    );
    expect(first).toContain('beat() (worker.mjs:8) went on … late');
  });

  test('is told once of several workers that run the same', async () => {
    const [first, ...others] = await told({ 'main.mjs': startsWorkers(2), 'worker.mjs': heartbeat });
    expect(others).toEqual([]);
    expect(first).toMatch(/ held the event loop of worker worker\.mjs #\d and 1 other thread for …/);
  });

  test('is told of a child process in which a call stands still', async () => {
    const found = await told({
      'main.mjs': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        await once(fork(new URL('child.mjs', import.meta.url)), 'exit');
      `,
      'child.mjs': `
        ${TOOLS}
        import { execSync } from 'node:child_process';
        async function beat() { await sleep(20); }
        async function asks() { await sleep(1); const beating = beat(); execSync('sleep 0.2'); await beating; }
        await asks();
      `,
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^process sync-wait: execSync\('sleep 0\.2'\) \(child\.mjs:10\), called by asks\(\) \(child\.mjs:10\), kept the event loop of child child\.mjs pid \d+ standing still for …/,
    );
  });
});

test('a worker that computes one job after another, as it is there for, is fine', async () => {
  const program = {
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      async function pooled() {
        const worker = new Worker(new URL('worker.mjs', import.meta.url));
        for (let job = 0; job < 3; job++) {
          worker.postMessage(job);
          await once(worker, 'message');
        }
        worker.postMessage('over');
        await once(worker, 'exit');
      }
      await Promise.all([pooled(), pooled()]);
    `,
    'worker.mjs': `
      ${TOOLS}
      import { parentPort } from 'node:worker_threads';
      async function load(job) { await sleep(5); return job; }
      async function next() { return new Promise((resolve) => parentPort.once('message', resolve)); }
      for (;;) {
        const job = await next();
        if (job === 'over') break;
        const loaded = await load(job);
        compute(80);
        parentPort.postMessage(loaded);
      }
      parentPort.close();
    `,
  };
  expect(await told(program)).toEqual([]);
});

test('a request’s handler whose rejection ends the program is told, though its turn had more to do', async () => {
  const found = await told({
    'main.mjs': `
      import { createServer, get } from 'node:http';
      const server = createServer(async (request, response) => { response.end(request.headers['x-id'].trim()); });
      server.listen(0, () => get({ port: server.address().port }).on('error', () => {}));
    `,
  });
  expect(found).toEqual([
    expect.stringMatching(/^main unhandled-rejection: The program ended because of TypeError: /),
  ]);
});

describe('what a thread or a process leaves when it ends by itself', () => {
  test('is told of a worker: a wait that nothing could end, and a file', async () => {
    const found = await told({
      'main.mjs': startsWorkers(1),
      'worker.mjs': `
        import { open } from 'node:fs/promises';
        const file = await open(new URL(import.meta.url));
        if (file.fd > 0) await new Promise(() => {});
        await file.close();
      `,
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^worker never-settled: Worker worker\.mjs #1 ended with exit code 13 while worker\.mjs \(worker\.mjs:3\)/,
      ),
      expect.stringMatching(/^worker leaked-resource: The file opened at worker\.mjs:2 /),
    ]);
  });

  test('is told of a child process, where more is asked of its pool than it has threads, too', async () => {
    const found = await told({
      'main.mjs': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        await once(fork(new URL('child.mjs', import.meta.url)), 'exit');
      `,
      'child.mjs': `
        import { pbkdf2 } from 'node:crypto';
        import { promisify } from 'node:util';
        async function hash(password) { return promisify(pbkdf2)(password, 'salt', 40_000, 64, 'sha512'); }
        await Promise.all(Array.from({ length: 16 }, (_, i) => hash('password ' + i)));
        process.disconnect();
        await new Promise(() => {});
      `,
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^process never-settled: Child child\.mjs pid \d+ ended with exit code 13 while child\.mjs/,
      ),
      expect.stringMatching(
        /^process threadpool-saturated: Up to 16 pieces of work at once were with the thread pool of child child\.mjs pid \d+, which has 4 threads/,
      ),
    ]);
  });

  test('is told where a rejection ends a worker, or a child process', async () => {
    const found = await told({
      'main.mjs': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const failing = new URL('failing.mjs', import.meta.url);
        const worker = new Worker(failing);
        worker.on('error', () => {});
        await new Promise((resolve) => worker.on('exit', resolve));
        await once(fork(failing), 'exit');
      `,
      'failing.mjs': `
        async function load() { await null; throw new RangeError('no such page'); }
        async function main() { await load(); }
        main();
      `,
    });
    const because =
      'ended because of RangeError: no such page: load\\(\\) \\(failing.mjs:1\\) was rejected with it, which went on through main\\(\\)';
    expect(found).toEqual([
      expect.stringMatching(
        new RegExp(`^process unhandled-rejection: Child failing\\.mjs pid \\d+ ${because}`),
      ),
      expect.stringMatching(new RegExp(`^worker unhandled-rejection: Worker failing\\.mjs #1 ${because}`)),
    ]);
  });

  test('is not told of a worker that is told to end, or whose port is closed', async () => {
    const found = await told({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const [one, other] = [1, 2].map(() => new Worker(new URL('worker.mjs', import.meta.url)));
        for (const worker of [one, other]) { worker.postMessage(1); await once(worker, 'message'); }
        await one.terminate();
        other.postMessage('over');
        await once(other, 'exit');
      `,
      'worker.mjs': `
        import { parentPort } from 'node:worker_threads';
        async function next() { return new Promise((resolve) => parentPort.once('message', resolve)); }
        async function main() {
          for (;;) {
            const job = await next();
            if (job === 'over') return parentPort.close();
            parentPort.postMessage(job);
          }
        }
        main();
      `,
    });
    expect(found).toEqual([]);
  });
});
