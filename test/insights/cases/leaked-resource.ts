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
    'a server that only the program itself has asked': `
      ${SERVER}
      console.log(await ask());
      stopped();
    `,
    'an interval': `
      ${STOPPED}
      const ticking = setInterval(() => {}, 20);
      await sleep(30);
      stopped();
    `,
    'a worker': `
      import { Worker } from 'node:worker_threads';
      import { once } from 'node:events';
      ${STOPPED}
      const worker = new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });
      await once(worker, 'online');
      stopped();
    `,
    'a watcher': `
      import { watch } from 'node:fs';
      ${STOPPED}
      const watcher = watch(new URL('.', import.meta.url), () => {});
      await sleep(20);
      stopped();
    `,
    'a socket': `
      import { connect, createServer } from 'node:net';
      import { once } from 'node:events';
      ${STOPPED}
      const server = createServer(() => {}).unref();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connect(server.address().port, '127.0.0.1');
      await once(socket, 'connect');
      stopped();
    `,
  },
  lookAlikes: {
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
    'an interval that is stopped by its number': `
      const timer = +setInterval(() => {}, 20);
      await sleep(50);
      clearTimeout(timer);
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
