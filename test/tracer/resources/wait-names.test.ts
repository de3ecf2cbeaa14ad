// What a wait was for, by name: files, requests, hosts, processes, streams, events.

import { expect, test } from 'vitest';
import { both, type TracedRun, traced } from '../../support/traced.ts';

/** The kind and the name of each wait of a task. */
const named = (run: TracedRun, task = 'main.mjs') =>
  run.task(task).waits.map(({ on }) => (on.name === null ? on.kind : `${on.kind} ${on.name}`));

test('waits for files say what is done with which', async () => {
  const run = await traced(`
    import fs, { createReadStream } from 'node:fs';
    import { readFile, writeFile } from 'node:fs/promises';
    import { createInterface } from 'node:readline';
    import { promisify } from 'node:util';
    await writeFile('data.json', 'one');
    await readFile('data.json');
    await fs.promises.stat(new URL('data.json', import.meta.url));
    await promisify(fs.readFile)('data.json');
    await new Promise((resolve) => fs.access('data.json', resolve));
    await readFile('missing.json').catch(() => {});
    for await (const piece of createReadStream('data.json')) break;
    for await (const line of createInterface({ input: createReadStream('data.json') })) break;
  `);
  const names = named(run);
  expect(names.slice(0, 2)).toEqual(['file writeFile data.json', 'file readFile data.json']);
  expect(names[2]).toMatch(/^file stat \S+data\.json$/);
  expect(names.slice(3, 5)).toEqual(['file readFile data.json', 'file access data.json']);
  expect(names[6]).toBe('file stream data.json');
  expect(names.at(-1)).toMatch(/ lines of stream data\.json$/);
});

test('files that are asked for at once each have their own name, and so has what then makes of them', async () => {
  const run = await traced(`
    import fs from 'node:fs';
    import { readFile, stat } from 'node:fs/promises';
    import { promisify } from 'node:util';
    const [text, facts] = [readFile('main.mjs'), stat('../')];
    await text;
    await Promise.all(['main.mjs', '.'].map((file) => stat(file)));
    await Promise.all(['main.mjs', '.'].map((file) => promisify(fs.stat)(file)));
    await Promise.all(['main.mjs', '.'].map((file) => stat(file).then(() => 1).finally(() => {})));
    await Promise.all([Promise.resolve().then(() => 1), new Promise(setImmediate).then(() => 1)]);
  `);
  const [first, ...rest] = run.task('main.mjs').waits;
  expect(first?.on.name).toBe('readFile main.mjs');
  const members = rest.map(({ on }) => on.members.map(({ kind, name }) => `${kind} ${name}`));
  expect(members).toEqual([
    ['file stat main.mjs', 'file stat .'],
    ['file stat main.mjs', 'file stat .'],
    ['promise stat main.mjs', 'promise stat .'],
    ['promise null', 'promise null'],
  ]);
});

test('what a library does in several steps is called by the step that ended it, not by one that was over long before', async () => {
  const run = await traced({
    'main.mjs': `
      import { createReadStream, createWriteStream } from 'node:fs';
      import { createServer } from 'node:http';
      import { pipeline } from 'node:stream/promises';
      import * as library from 'library';
      await library.copy('main.mjs', 'copy.mjs');
      await library.ask('main.mjs', 'copy.mjs');
      await library.head('copy.mjs');
      await library.wait('copy.mjs', 4);
      const server = createServer((request, response) => response.end());
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      await library.upload('copy.mjs', 'http://127.0.0.1:' + server.address().port + '/upload');
      server.close();
      await pipeline(createReadStream('copy.mjs'), createWriteStream('last.mjs'));
    `,
    'node_modules/library/index.js': `
      const fs = require('node:fs');
      const http = require('node:http');
      const { promisify } = require('node:util');
      exports.copy = promisify((from, to, done) =>
        fs.stat(from, () => fs.readFile(from, (error, text) => fs.writeFile(to, text, done))));
      exports.ask = async (...files) => {
        const sizes = [];
        for (const file of files) sizes.push((await fs.promises.stat(file)).size);
        return sizes;
      };
      exports.head = promisify((file, done) =>
        fs.open(file, (error, fd) => fs.read(fd, Buffer.alloc(4), 0, 4, 0, () => fs.close(fd, done))));
      exports.wait = promisify((file, ms, done) => fs.stat(file, () => setTimeout(done, ms)));
      exports.upload = promisify((file, url, done) => fs.readFile(file, (error, text) => {
        http.request(url, { method: 'PUT' }, (response) => response.resume().on('end', done)).end(text);
      }));
    `,
  });
  const [copy, ask, head, wait, , upload, pipeline] = run.task('main.mjs').waits;
  expect([copy, ask, head].map((one) => one?.on.name)).toEqual([
    'writeFile copy.mjs',
    'stat copy.mjs',
    'close copy.mjs',
  ]);
  expect(pipeline?.on.name).toMatch(/^stream (copy|last)\.mjs$/);
  expect([wait?.on.kind, wait?.on.name, wait?.delayMs]).toEqual(['timer', null, 4]);
  expect(upload?.on.name).toMatch(/^PUT 127\.0\.0\.1:\d+\/upload$/);
});

test('waits for requests say method, host and path, and nothing behind the question mark', async () => {
  const { plain, traced: run } = await both(`
    import { createServer, get } from 'node:http';
    import { EventEmitter, once } from 'node:events';
    const server = createServer((request, response) => response.end('answer'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const url = 'http://127.0.0.1:' + port;
    const headers = { authorization: 'secret' };
    const answer = await fetch(url + '/price?key=secret#secret', { method: 'post', headers, body: 'secret' });
    await Promise.resolve().then(() => fetch(url + '/then?key=secret'));
    await new Promise((resolve) => {
      get(url + '/stock?key=secret', { headers }, (response) => response.resume().on('end', resolve));
    });
    await new Promise((resolve) => {
      const options = { host: '127.0.0.1', port, path: 'http://ada:secret@example.org/a;id=secret' };
      get({ ...options, headers: { host: 'ada:secret@example.org' } }, (response) => response.resume().on('end', resolve));
    });
    const emitter = new EventEmitter();
    setTimeout(() => emitter.emit('token=secret'), 1);
    await once(emitter, 'token=secret');
    console.log(await answer.text(), String(fetch).includes('Proxy'), fetch.name, fetch.length);
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  `);
  const names = named(run).map((name) => name.replace(/:\d+/, ':PORT'));
  expect(names.slice(1, 6)).toEqual([
    'network POST 127.0.0.1:PORT/price',
    'network GET 127.0.0.1:PORT/then',
    'network GET 127.0.0.1:PORT/stock',
    'network GET example.orghttp://…@example.org/a;…',
    expect.stringMatching(/"token=…" of EventEmitter$/),
  ]);
  expect(JSON.stringify(run.report.tasks.flatMap(({ waits }) => waits.map(({ on }) => on)))).not.toContain(
    'secret',
  );
  expect(run.stdout).toBe(plain.stdout);
});

test('what a library’s request brings has the request’s name, though the library made it long after it was asked', async () => {
  const run = await traced({
    'main.mjs': `
      import { createServer } from 'node:http';
      import { ask } from 'library';
      const server = createServer((request, response) => setTimeout(() => response.end('x'), 1));
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = 'http://127.0.0.1:' + server.address().port;
      await ask(url + '/first');
      await ask(url + '/again?key=secret');
      server.closeAllConnections();
      server.close();
    `,
    // What got does: steps of its own come before the request, and the body is a stream of its own.
    'node_modules/library/index.js': `
      const http = require('node:http');
      const { PassThrough } = require('node:stream');
      const agent = new http.Agent({ keepAlive: true });
      exports.ask = (url) => new Promise((resolve) => {
        const body = new PassThrough();
        body.resume().on('end', resolve);
        Promise.resolve().then(() => {}).then(() => http.get(url, { agent }, (response) => response.pipe(body)));
      });
    `,
  });
  const names = named(run).map((name) => name.replace(/:\d+/, ':PORT'));
  expect(names.slice(1)).toEqual(['network GET 127.0.0.1:PORT/first', 'network GET 127.0.0.1:PORT/again']);
});

test('the end of a connection says of which', async () => {
  const run = await traced(`
    import { connect, createServer } from 'node:net';
    const server = createServer((socket) => socket.resume().end('bye'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const open = () => connect(server.address().port, '127.0.0.1');
    async function asks() { await new Promise((resolve) => open().resume().on('close', resolve)); }
    async function closes() {
      const socket = open();
      await new Promise((resolve) => socket.on('connect', resolve));
      const isClosed = new Promise((resolve) => server.close(resolve));
      setTimeout(() => socket.resume(), 5);
      await isClosed;
    }
    await asks();
    await closes();
  `);
  expect(named(run, 'asks')[0]).toMatch(/^network 127\.0\.0\.1:\d+$/);
  expect(named(run, 'closes')[1]).toBe('network close the server');
});

test('that a server listens or is closed, and what a session of HTTP/2 is asked for, says so', async () => {
  const { plain, traced: run } = await both(`
    import { createServer } from 'node:http';
    import http2 from 'node:http2';
    import { promisify } from 'node:util';
    const server = createServer();
    await new Promise((resolve) => server.listen(0, 'localhost', resolve));
    await promisify(server.close.bind(server))();
    await new Promise((resolve) => server.listen({ port: 0, host: '127.0.0.1' }, resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(() => server.listen(port, resolve)));
    await new Promise((resolve) => server.close(resolve));
    const sessions = http2.createServer();
    await new Promise((resolve) => sessions.listen(0, resolve));
    const session = http2.connect('http://127.0.0.1:' + sessions.address().port);
    await new Promise((resolve) => session.on('connect', resolve));
    await new Promise((resolve) => session.ping(resolve));
    await new Promise((resolve) => session.settings({ enablePush: false }, resolve));
    await new Promise((resolve) => session.close(resolve));
    console.log(session.closed, session.ping.name, session.ping.length, String(session.close), server.close.length);
    await new Promise((resolve) => sessions.close(resolve));
  `);
  expect(run.stdout).toBe(plain.stdout);
  const names = named(run).map((name) => name.replace(/:\d{2,}/, ':PORT'));
  expect(names).toEqual([
    'network listen :0',
    'network close the server',
    'network listen :0',
    'network close the server',
    'network close :PORT',
    'network listen :0',
    'network 127.0.0.1:PORT',
    'network ping 127.0.0.1:PORT',
    'network settings 127.0.0.1:PORT',
    'network close 127.0.0.1:PORT',
    'network close the server',
  ]);
});

test('waits for hosts, sockets, processes, events and the pool’s computations say which', async () => {
  const run = await traced(`
    import { execFile } from 'node:child_process';
    import dns from 'node:dns/promises';
    import { scrypt } from 'node:crypto';
    import { EventEmitter, once } from 'node:events';
    import { connect, createServer } from 'node:net';
    import { promisify } from 'node:util';
    import { gzip } from 'node:zlib';
    await dns.lookup('localhost');
    await promisify(execFile)(process.execPath, ['--version', 'secret']);
    await promisify(gzip)('text');
    await crypto.subtle.digest('SHA-256', new Uint8Array(9));
    await promisify(scrypt)('word', 'salt', 8);
    const server = createServer((socket) => socket.end('hi'));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect(server.address().port, '127.0.0.1');
    await new Promise((resolve) => socket.on('connect', resolve));
    await dns.lookup('localhost').then(() => {});
    socket.destroy();
    server.close();
    class Shop extends EventEmitter {}
    const shop = new Shop();
    setTimeout(() => shop.emit('order', 1), 1);
    await once(shop, 'order');
  `);
  const names = named(run).map((name) => name.replace(/:\d+/, ':PORT'));
  expect(names).toEqual([
    'network dns localhost',
    expect.stringMatching(/^process process node/),
    'promise compression',
    'promise crypto digest',
    'promise crypto scrypt',
    'network listen :PORT',
    'network 127.0.0.1:PORT',
    'network dns localhost',
    'promise "order" of Shop',
  ]);
});

test('a request that waits for a connection first has its name, and so has a process by what it writes', async () => {
  const run = await traced({
    'main.mjs': `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { request } from 'client';
      async function asks() { await request('/price?key=secret'); }
      async function queued() { await request('/stock'); }
      await Promise.all([asks(), queued()]);
      const child = spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: ['ignore', 'pipe', 'ignore'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await once(child, 'close');
    `,
    // What undici does: it makes the request when a connection is free.
    'node_modules/client/index.js': `
      const { AsyncResource } = require('node:async_hooks');
      const { channel } = require('node:diagnostics_channel');
      class RequestHandler extends AsyncResource { constructor() { super('UNDICI_REQUEST'); } }
      const kHandler = Symbol('handler');
      const queue = [];
      let isBusy = false;
      const next = () => {
        const one = queue.shift();
        isBusy = one !== undefined;
        if (!isBusy) return;
        const { handler, path, resolve } = one;
        channel('undici:request:create').publish({ request: { method: 'GET', origin: 'http://u:p@127.0.0.1:80', path, [kHandler]: handler } });
        setTimeout(() => { handler.runInAsyncScope(resolve); next(); }, 1);
      };
      exports.request = (path) => new Promise((resolve) => {
        queue.push({ handler: new RequestHandler(), path, resolve });
        if (!isBusy) next();
      });
    `,
  });
  expect(named(run, 'asks')).toEqual(['network GET 127.0.0.1:80/price']);
  expect(named(run, 'queued')).toEqual(['network GET 127.0.0.1:80/stock']);
  expect(named(run)[1]).toMatch(/^process process node/);
});

test('waits for what a library asks of several files, a process or a server of HTTP/2 say which', async () => {
  const run = await traced({
    'main.mjs': `
      import { connect, createServer } from 'node:http2';
      import { ask, load, sort } from 'library';
      await load('main.mjs');
      await sort('b\\na\\n');
      const server = createServer((request, response) => void response.end('priced'));
      await new Promise((resolve) => server.listen(0, resolve));
      const session = connect('http://localhost:' + server.address().port);
      await ask(session, '/');
      await ask(session, '/price?key=secret');
      session.close();
      server.close();
    `,
    'node_modules/library/index.js': `
      const { execFile } = require('node:child_process');
      const fs = require('node:fs/promises');
      exports.load = async (file) => { await null; await fs.stat(file); await fs.readFile(file); };
      exports.sort = (text) => new Promise((resolve) => {
        const child = execFile('cat', { encoding: 'utf8' });
        child.stdin.end(text, () => queueMicrotask(resolve));
      });
      exports.ask = async (session, path) => {
        let text = '';
        for await (const piece of session.request({ ':path': path })) text += piece;
        return text;
      };
    `,
  });
  const names = named(run).map((name) => name.replace(/:\d+/, ':PORT'));
  expect(names).toEqual([
    'file readFile main.mjs',
    'process process cat',
    'network listen :PORT',
    'network GET localhost:PORT/',
    'network GET localhost:PORT/price',
  ]);
});
