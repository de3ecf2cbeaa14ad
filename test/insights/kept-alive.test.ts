// "Why is it still alive?": what a program has opened that keeps it alive when it has nothing more to do.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';
import { STOP } from './check.ts';

test('tells of all that keeps a program, where it was opened, and when it was used last', async () => {
  const { report } = await traced(
    {
      'main.mjs': `
        import { fork } from 'node:child_process';
        import { createSocket } from 'node:dgram';
        import { once } from 'node:events';
        import { watch, watchFile } from 'node:fs';
        import { connect as connect2, createServer as createServer2 } from 'node:http2';
        import { connect, createServer } from 'node:net';
        import { Worker } from 'node:worker_threads';
        const here = new URL(import.meta.url);
        const server = createServer().listen(0, '127.0.0.1');
        await once(server, 'listening');
        const server2 = createServer2().listen(0, '127.0.0.1').unref();
        await once(server2, 'listening');
        const socket = connect(server.address().port, '127.0.0.1');
        const session = connect2('http://127.0.0.1:' + server2.address().port);
        const datagrams = createSocket('udp4').bind(0, '127.0.0.1');
        const child = fork(new URL('child.mjs', import.meta.url));
        const worker = new Worker(new URL('worker.mjs', import.meta.url));
        watch(new URL('.', here), () => {});
        watchFile(here, () => {});
        setInterval(() => {}, 50);
        setTimeout(() => {}, 60_000);
        child.send('hello');
        await Promise.all([once(session, 'connect'), once(child, 'message'), once(worker, 'message')]);
        setTimeout(() => console.log('${STOP}'), 1200).unref();
      `,
      'child.mjs': `process.on('message', async (text) => { await null; process.send(text); });`,
      'worker.mjs': `
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', () => {});
        parentPort.postMessage('hello');
      `,
    },
    { stopAt: STOP },
  );
  const [found, ...others] = report.insights;
  expect(others).toEqual([]);
  expect(found).toMatchObject({ id: 'leaked-resource', severity: 'warning' });
  const [, list] = /had to be stopped .* later: (.*) kept it alive\.$/.exec(found!.message)!;
  const kept = list!
    .replace(/127\.0\.0\.1:\d+/, 'ADDRESS')
    .replace(/(last used|set|started|opened) [^)]* before/g, '$1')
    .split(/\), | and (?=the)/);
  expect(kept.map((one) => one.replace(/\)$/, ''))).toEqual([
    'the server ADDRESS (main.mjs:9, last used',
    'the socket (main.mjs:13, opened',
    'the socket (main.mjs:14, opened',
    'the socket (main.mjs:15, opened',
    'the process node (main.mjs:16, started',
    'the worker worker.mjs (main.mjs:17, last used',
    'the watcher (main.mjs:18, opened',
    'the watcher (main.mjs:19, opened',
    'the interval of 50 ms (main.mjs:20, set',
    'the timer of 60000 ms (main.mjs:21, set',
  ]);
});

test('tells of what one line has opened again and again once, with how often', async () => {
  const { report } = await traced(
    `
      import { setTimeout as sleep } from 'node:timers/promises';
      async function subscribe() { setInterval(() => {}, 50); await sleep(1); }
      for (let i = 0; i < 12; i++) await subscribe();
      setTimeout(() => console.log('${STOP}'), 700).unref();
    `,
    { stopAt: STOP },
  );
  const { id, message } = report.insights[0]!;
  expect(id).toBe('leaked-resource');
  expect(message).toMatch(
    /later: 12 intervals of 50 ms \(main\.mjs:\d+, the last set [\d.]+ m?s before\) kept it alive\.$/,
  );
});
