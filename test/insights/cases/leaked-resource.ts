import type { Case } from '../check.ts';

/** Says when it is to be stopped, without keeping the program for that. */
const STOPPED = `
  const stopped = () => setTimeout(() => console.log('stop me now'), 700).unref();
`;

const SERVER = `
  import { createServer } from 'node:http';
  import { once } from 'node:events';
  ${STOPPED}
  const server = createServer((_request, response) => response.end('18 degrees'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = async () => (await fetch('http://127.0.0.1:' + server.address().port)).text();
`;

export const leakedResource: Case = {
  id: 'leaked-resource',
  trap: `
    import { open } from 'node:fs/promises';
    async function firstLine() {
      const file = await open(new URL(import.meta.url));
      return (await file.readFile('utf8')).split('\\n')[0];
    }
    console.log(await firstLine());
  `,
  fix: `
    import { open } from 'node:fs/promises';
    async function firstLine() {
      const file = await open(new URL(import.meta.url));
      try { return (await file.readFile('utf8')).split('\\n')[0]; } finally { await file.close(); }
    }
    console.log(await firstLine());
  `,
  moreTraps: {
    // All else that keeps a program: kept-alive.test.ts.
    'a file that is asked for with a callback': `
      import { open } from 'node:fs';
      const path = new URL(import.meta.url);
      const size = await new Promise((resolve, reject) => open(path, (error, fd) => { if (error) reject(error); else resolve(fd); }));
      console.log(size > 0);
    `,
    'files that are opened without waiting, one for each call': `
      import { openSync, readFileSync } from 'node:fs';
      const path = new URL(import.meta.url);
      const lines = () => readFileSync(openSync(path), 'utf8').split('\\n').length;
      console.log(lines() === lines());
    `,
    'a port that is listened to': `
      import { once } from 'node:events';
      import { MessageChannel } from 'node:worker_threads';
      ${STOPPED}
      const { port1, port2 } = new MessageChannel();
      port1.on('message', () => {});
      port2.postMessage('hello');
      await once(port1, 'message');
      stopped();
    `,
    'a server that only the program itself has asked': `
      ${SERVER}
      console.log(await ask());
      stopped();
    `,
    'timers that were to give up waiting, and are not cleared': `
      const withTimeout = (promise, ms) => new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('timed out after ' + ms + ' ms')), ms);
        promise.then(resolve, reject);
      });
      async function load() { await sleep(5); return 'loaded'; }
      console.log(await withTimeout(load(), 1200), await withTimeout(load(), 1200));
    `,
    'a task that lets time pass for a race that is over': `
      async function timeout(ms) { await sleep(ms); throw new Error('too late'); }
      async function load() { await sleep(5); return 'loaded'; }
      console.log(await Promise.race([load(), timeout(1200)]));
    `,
    'a timer that aborts what is over': `
      const control = new AbortController();
      setTimeout(() => control.abort(), 1200);
      console.log(await sleep(5, 'loaded', { signal: control.signal }));
    `,
    'an interval': `
      ${STOPPED}
      const ticking = setInterval(() => {}, 20);
      await sleep(30);
      stopped();
    `,
  },
  lookAlikes: {
    'a process that is at work': `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      ${STOPPED}
      const child = spawn('sleep', ['30']);
      await once(child, 'spawn');
      stopped();
    `,
    'a server that is asked from outside, stopped by a signal': `
      ${SERVER}
      await sleep(10);
      stopped();
    `,
    'a server with an orderly end': `
      ${SERVER}
      const cleaning = setInterval(() => {}, 50);
      process.on('SIGTERM', () => { clearInterval(cleaning); server.close(); server.closeAllConnections(); });
      console.log(await ask());
      setTimeout(() => process.kill(process.pid, 'SIGTERM'), 700);
    `,
    'what is opened last is what the program is for': `
      ${STOPPED}
      await sleep(10);
      setInterval(() => {}, 100);
      stopped();
    `,
    'an interval and a server that do not keep the program': `
      ${SERVER}
      server.unref();
      setInterval(() => {}, 20).unref();
      console.log(await ask());
      server.closeAllConnections();
    `,
    'a connection that fetch keeps for another time': `
      ${SERVER}
      console.log(await ask());
      server.close();
    `,
    'a program that ends itself, with all it has open': `
      import { open } from 'node:fs/promises';
      ${SERVER}
      setInterval(() => {}, 20);
      await open(new URL(import.meta.url));
      console.log(await ask());
      process.exit(0);
    `,
    'timers that are stopped, by their numbers too, or let go of': `
      import { close, closeSync, createReadStream, createWriteStream, open } from 'node:fs';
      import { promisify } from 'node:util';
      ${STOPPED}
      const timers = [+setInterval(() => {}, 20), +setTimeout(() => {}, 50_000), setTimeout(() => {}, 60_000)];
      setTimeout(() => {}, 70_000).unref();
      setTimeout(() => {}, 1000);
      const path = new URL(import.meta.url);
      closeSync(await promisify(open)(path, 'r'));
      await promisify(close)(await promisify(open)(path, 'r'));
      for await (const _ of createReadStream(path, { fd: await promisify(open)(path, 'r') }));
      createWriteStream('/dev/null').write('kept to the end');
      await sleep(50);
      for (const timer of timers) clearTimeout(timer);
    `,
    'files that a number stands for: closed, handed on, and logs to the end': `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { closeSync, createReadStream, openSync, readFileSync, writeSync } from 'node:fs';
      import { devNull, tmpdir } from 'node:os';
      import { join } from 'node:path';
      const path = new URL(import.meta.url);
      function firstLine() {
        const file = openSync(path);
        try { return readFileSync(file, 'utf8').split('\\n')[0]; } finally { closeSync(file); }
      }
      firstLine();
      for await (const _ of createReadStream(null, { fd: openSync(path, 'r') }));
      const logs = ['info', 'error'].map((level) => openSync(join(tmpdir(), 'loopscope-' + level + '.log'), 'w'));
      for (const log of logs) writeSync(log, 'kept to the end');
      openSync(devNull);
      await once(spawn('cat', { stdio: [openSync(path), 'ignore', 'ignore'] }), 'exit');
    `,
    'ports that are closed, at either end, let go of, and nobody listens to': `
      import { once } from 'node:events';
      import { BroadcastChannel, MessageChannel } from 'node:worker_threads';
      const closed = new MessageChannel();
      closed.port1.on('message', () => closed.port2.close());
      closed.port2.postMessage('last');
      await once(closed.port1, 'close');
      const idle = new MessageChannel();
      idle.port1.on('message', () => {}).unref();
      new BroadcastChannel('idle').unref();
      new MessageChannel();
    `,
    'timers that were to give up waiting: cleared, let go of, or stopped by a signal': `
      const load = () => sleep(5, 'loaded');
      const waiting = setTimeout(() => {}, 1200);
      const control = new AbortController();
      try {
        const gaveUp = new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), 1200).unref());
        console.log(await Promise.race([load(), gaveUp, sleep(1200, null, { signal: control.signal })]));
      } finally {
        clearTimeout(waiting);
        control.abort();
      }
    `,
    'a timer that says something at the end': `
      await sleep(5);
      setTimeout(() => console.log('by the way'), 1200);
      await sleep(5);
    `,
    'a timer that does what nobody sees': `
      let open = true;
      await sleep(5);
      setTimeout(() => { open = false; }, 1200);
      await sleep(5);
    `,
    'a timer that something is made of with then': `
      await sleep(5);
      sleep(1200).then(() => { process.exitCode = 0; });
      await sleep(5);
    `,
    'a timer that aborts what is under way': `
      const control = new AbortController();
      setTimeout(() => control.abort(), 1200);
      control.signal.addEventListener('abort', () => console.log('enough'));
      await sleep(5);
    `,
    'a timer that a task waits for to the end': `
      async function coolDown() { await new Promise((resolve) => setTimeout(resolve, 1200)); }
      await sleep(5);
      void coolDown();
    `,
    'a job again and again': `
      ${STOPPED}
      async function poll() { await sleep(1); }
      setInterval(() => { void poll(); }, 20);
      await poll();
      stopped();
    `,
    'a timer of timers/promises that is left by a break': `
      import { setInterval as every } from 'node:timers/promises';
      let ticks = 0;
      for await (const _ of every(5)) if (++ticks === 3) break;
    `,
    'a program that waits for its server to close': `
      ${SERVER}
      console.log(await ask());
      stopped();
      await once(server, 'close');
    `,
  },
};
