// What the program's own code opens, where, and whether it is closed again.

import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { ResourceKind } from '../../src/protocol/events.ts';
import { both, type TracedRun, traced } from '../support/traced.ts';

const KINDS = Object.fromEntries(Object.entries(ResourceKind).map(([name, kind]) => [kind, name]));

/** `server main.mjs:3 closed`, in the order of opening. What a library opened has no place. */
function openedIn({ model }: TracedRun): string[] {
  return model.tables.resources.all.map(({ kind, place, closedNs, holds }) => {
    const where = place === null ? 'elsewhere' : `${basename(place.file)}:${place.line}`;
    const state = closedNs < Number.POSITIVE_INFINITY ? 'closed' : holds ? 'open' : 'released';
    return `${KINDS[kind]} ${where} ${state}`;
  });
}

test('what is opened is told with its place, and that it is closed', async () => {
  const run = await traced(`
    import { execFile } from 'node:child_process';
    import { once } from 'node:events';
    import { closeSync, open as openFile, watch, watchFile, unwatchFile } from 'node:fs';
    import { open } from 'node:fs/promises';
    import { connect, createServer } from 'node:net';
    import { Worker } from 'node:worker_threads';
    const self = new URL(import.meta.url);
    const file = await open(self);
    await file.close();
    const ticking = setInterval(() => {}, 5);
    const numbered = +setInterval(() => {}, 5);
    const watcher = watch(self, () => {});
    watchFile(self, () => {});
    const server = createServer((socket) => socket.end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect(server.address().port, '127.0.0.1');
    socket.resume();
    await once(socket, 'close');
    const worker = new Worker('', { eval: true });
    await once(worker, 'exit');
    clearInterval(ticking);
    clearTimeout(numbered);
    watcher.close();
    unwatchFile(self);
    server.close();
    closeSync(await new Promise((resolve) => openFile(self, (_error, descriptor) => resolve(descriptor))));
    await new Promise((resolve) => openFile('no-such-file', resolve));
    clearTimeout(setTimeout(() => {}, 60_000));
    setTimeout(() => {}, 1000);
    await new Promise((resolve) => execFile(process.execPath, ['--version'], resolve));
  `);
  expect(run.stderr).toBe('');
  expect(openedIn(run)).toEqual([
    'file main.mjs:8 closed',
    'interval main.mjs:10 closed',
    'interval main.mjs:11 closed',
    'watcher main.mjs:12 closed',
    'watcher main.mjs:13 closed',
    'server main.mjs:15 closed',
    'socket main.mjs:17 closed',
    'worker main.mjs:20 closed',
    'file main.mjs:27 closed',
    'timer main.mjs:29 closed',
    'timer main.mjs:30 closed',
    'process main.mjs:31 closed',
  ]);
});

test('what is left open is told apart from what the program lets go of', async () => {
  const run = await traced({
    'main.cjs': `
      const { open } = require('node:fs/promises');
      const http = require('node:http');
      const { listen } = require('library');
      setInterval(() => {}, 1000).unref();
      http.createServer(() => {}).listen(0).unref();
      http.createServer(() => {}).unref().listen(0);
      listen().unref();
      open(__filename);
      new (require('node:worker_threads').Worker)('setTimeout(() => {}, 100)', { eval: true }).unref();
    `,
    'node_modules/library/index.js': `
      setInterval(() => {}, 1000).unref();
      exports.listen = () => require('node:net').createServer().listen(0);
    `,
  });
  expect(openedIn(run)).toEqual([
    'interval main.cjs:4 released',
    'server main.cjs:5 released',
    'server main.cjs:6 released',
    'server elsewhere released',
    'worker main.cjs:9 released',
    'file main.cjs:8 open',
  ]);
});

test('files that a number stands for are told, and who has to close them', async () => {
  const run = await traced({
    'main.mjs': `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { closeSync, constants, createReadStream, openSync, readFileSync } from 'node:fs';
      import { opens } from 'library';
      const path = new URL(import.meta.url);
      openSync(path);
      openSync(path, constants.O_RDONLY | constants.O_NOATIME);
      openSync('main.mjs', 'a');
      openSync('main.mjs', constants.O_WRONLY | constants.O_APPEND);
      closeSync(openSync(path, 'r'));
      for await (const _ of createReadStream(null, { fd: openSync(path) }));
      const child = spawn('cat', { stdio: [openSync(path), 'ignore', 'ignore'] });
      openSync('/dev/null');
      readFileSync(path);
      opens(path);
      await once(child, 'exit');
    `,
    'node_modules/library/index.js': `exports.opens = (path) => require('node:fs').openSync(path);`,
  });
  expect(run.stderr).toBe('');
  expect(openedIn(run)).toEqual([
    'descriptor main.mjs:6 open',
    'descriptor main.mjs:7 open',
    'output main.mjs:8 open',
    'output main.mjs:9 open',
    'descriptor main.mjs:10 closed',
    'descriptor main.mjs:11 closed',
    'descriptor main.mjs:12 closed',
    'process main.mjs:12 closed',
  ]);
});

// That the other end of `sent.port2` is gone the program may hear later than the worker's exit, so it waits for both.
test('ports are told that are listened to, let go of, closed at either end, and sent away', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { BroadcastChannel, MessageChannel, Worker } from 'node:worker_threads';
    const asked = new MessageChannel();
    asked.port1.onmessage = () => asked.port2.close();
    asked.port2.postMessage('last');
    await once(asked.port1, 'close');
    const idle = new MessageChannel();
    idle.port1.on('message', () => {});
    idle.port1.unref();
    const sent = new MessageChannel();
    const worker = new Worker('process.exit()', { eval: true });
    sent.port2.on('message', () => {});
    worker.postMessage(sent.port1, [sent.port1]);
    await Promise.all([once(worker, 'exit'), once(sent.port2, 'close')]);
    new BroadcastChannel('closed').close();
    new BroadcastChannel('idle').unref();
    const left = new MessageChannel();
    left.port2.on('message', () => {});
    new BroadcastChannel('left');
    setTimeout(process.exit, 1);
  `);
  expect(run.stderr).toBe('');
  expect(openedIn(run)).toEqual([
    'port main.mjs:3 released',
    'port main.mjs:3 closed',
    'port main.mjs:7 released',
    'port main.mjs:7 released',
    'port main.mjs:10 closed',
    'port main.mjs:10 released',
    'worker main.mjs:11 closed',
    'port main.mjs:15 closed',
    'port main.mjs:16 released',
    'port main.mjs:17 released',
    'port main.mjs:17 open',
    'port main.mjs:19 open',
  ]);
});

test('what others open for the program is not told as the program’s', async () => {
  const run = await traced(`
    import { createReadStream } from 'node:fs';
    import { createServer, get } from 'node:http';
    import { readFile, writeFile } from 'node:fs/promises';
    import { setInterval as every } from 'node:timers/promises';
    const server = createServer((_request, response) => response.end('hello'));
    await new Promise((resolve) => server.listen(0, resolve));
    const url = 'http://localhost:' + server.address().port;
    await (await fetch(url)).text();
    await new Promise((resolve) => get(url, (response) => response.resume().on('end', resolve)));
    await readFile(new URL(import.meta.url));
    for await (const _ of createReadStream(new URL(import.meta.url)));
    for await (const _ of every(2)) break;
    process.stdin.resume().on('end', () => {});
    server.close();
    server.closeAllConnections();
  `);
  expect(openedIn(run)).toEqual(['server main.mjs:6 closed']);
});

test('a server that could not listen is not open', async () => {
  const run = await traced(`
    import { createServer } from 'node:net';
    const first = createServer().listen(0, () => {
      createServer().listen(first.address().port).on('error', () => first.close());
    });
  `);
  expect(openedIn(run)).toEqual(['server main.mjs:2 closed']);
});

test('the program cannot see that what it opens is told', async () => {
  const { plain, traced: run } = await both(`
    import timers, { clearInterval as named, clearTimeout } from 'node:timers';
    import fs from 'node:fs';
    import net from 'node:net';
    console.log(named === clearInterval, timers.clearInterval === clearInterval, clearTimeout === globalThis.clearTimeout);
    console.log(String(clearInterval), clearInterval.name, clearInterval.length);
    const timer = setInterval(() => {}, 10);
    console.log(Object.getOwnPropertyNames(Object.getPrototypeOf(timer)), String(timer.unref));
    console.log(timer.unref() === timer, timer.ref() === timer, timer.hasRef());
    clearInterval(String(+timer));
    console.log(timer._destroyed);
    const server = net.createServer();
    console.log(server.listen(0) === server, server.unref() === server, server.ref() === server);
    console.log(server.close() === server);
    console.log(fs.open.length, fs.close.name, String(fs.closeSync).length, Object.keys(fs.open));
    try { fs.open('no-such-file'); } catch (error) { console.log(error.code); }
    await new Promise((resolve) => fs.open(process.execPath, function (error, descriptor) {
      console.log(error, typeof descriptor, arguments.length, this === undefined, new Error('x').stack);
      fs.close(descriptor, resolve);
    }));
    Error.stackTraceLimit = 3;
    Error.prepareStackTrace = (error, sites) => 'mine ' + sites.length;
    clearTimeout(setInterval(() => {}, 10));
    console.log(Error.stackTraceLimit, Object.keys(Error), new Error('x').stack);
    clearInterval(undefined);
    clearInterval({});
  `);
  expect(run.stdout).toBe(plain.stdout);
  expect(run.stderr).toBe(plain.stderr);
});
