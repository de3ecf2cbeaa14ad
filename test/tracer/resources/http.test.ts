// A server and its client in one program: requests are network waits, handlers are callbacks, and each handler's
// tasks stay its own however the requests overlap.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('one request of node:http has its tasks at both ends', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { createServer, get } from 'node:http';
    import { setTimeout as sleep } from 'node:timers/promises';
    const server = createServer(function onRequest(request, response) {
      answer(response);
    });
    async function answer(response) {
      await sleep(5);
      response.end('hello');
    }
    async function ask(port) {
      const [response] = await once(get({ port }), 'response');
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      return text;
    }
    server.listen(0);
    await once(server, 'listening');
    console.log(await ask(server.address().port));
    server.close();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :18, await :19
      ask fulfilled: await :12, for-await :14 ×2
      onRequest (callback) fulfilled
        answer fulfilled: await :8
  `);
  expect(run.task('ask').waits[0]?.on.kind).toBe('network');
  expect(run.stdout).toBe('hello\n');
  expect(run.exitCode).toBe(0);
});

test('a wait for fetch is told as one for the network', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { createServer } from 'node:http';
    const server = createServer(function onRequest(request, response) {
      setTimeout(() => response.end('"' + request.url + '"'), 5);
    });
    server.listen(0);
    await once(server, 'listening');
    async function ask(path) {
      const response = await fetch('http://localhost:' + server.address().port + path);
      return await response.json();
    }
    console.log(await ask('/price'));
    server.closeAllConnections();
    server.close();
  `);
  expect(run.task('ask').outcome).toBe('fulfilled');
  expect(run.task('ask').waits.map(({ line, on }) => [line, on.kind])).toMatchObject([
    [9, 'network'],
    [10, expect.stringMatching(/^(network|promise)$/)],
  ]);
  expect(run.stdout).toBe('/price\n');
});

test('requests that overlap have a task of the asynchronous handler each', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { createServer } from 'node:http';
    import { setTimeout as sleep } from 'node:timers/promises';
    const server = createServer(async function onRequest(request, response) {
      const price = await lookUp(request.url);
      response.end(price);
    });
    async function lookUp(url) {
      await sleep(url === '/slow' ? 60 : 5);
      return url.slice(1);
    }
    await once(server.listen(0), 'listening');
    async function ask(path) {
      const response = await fetch('http://localhost:' + server.address().port + path);
      return await response.text();
    }
    console.log(await Promise.all([ask('/slow'), ask('/quick'), ask('/quick')]));
    server.closeAllConnections();
    server.close();
  `);
  expect(run.stdout).toBe("[ 'slow', 'quick', 'quick' ]\n");
  expect(run.tasks('ask')).toHaveLength(3);
  expect(run.tasks('ask').every(({ parentId }) => parentId === run.task('main.mjs').id)).toBe(true);
  const handlers = run.tasks('onRequest');
  expect(handlers.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(Array(3).fill('async fulfilled'));
  // Each handler waits for the look-up that it started itself.
  for (const handler of handlers) {
    const [lookUp] = run.report.tasks.filter(({ parentId }) => parentId === handler.id);
    expect(lookUp?.name).toBe('lookUp');
    expect(handler.waits.map(({ on }) => on.taskId)).toEqual([lookUp?.id]);
  }
  expect(run.tasks('lookUp').every(({ waits }) => waits.length === 1 && waits[0]?.on.kind === 'timer')).toBe(
    true,
  );
});

test('a handler that throws does not take the others along', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { createServer } from 'node:http';
    const server = createServer((request, response) => {
      handle(request).then(
        (text) => response.end(text),
        (error) => response.writeHead(500).end(error.message),
      );
    });
    async function handle({ url }) {
      await null;
      if (url === '/bad') throw new Error('bad request');
      return 'fine';
    }
    await once(server.listen(0), 'listening');
    const base = 'http://localhost:' + server.address().port;
    for (const path of ['/bad', '/good']) {
      const response = await fetch(base + path);
      console.log(response.status, await response.text());
    }
    server.closeAllConnections();
    server.close();
  `);
  expect(run.stdout).toBe('500 bad request\n200 fine\n');
  expect(run.tasks('handle').map(({ outcome }) => outcome)).toEqual(['rejected', 'fulfilled']);
});

test('a request that is refused rejects who waited for it', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { createServer } from 'node:net';
    const server = createServer().listen(0);
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    async function ask() {
      await fetch('http://127.0.0.1:' + port);
    }
    await ask().catch(({ cause }) => console.log(cause.code));
  `);
  expect(run.task('ask').outcome).toBe('rejected');
  expect(run.task('ask').waits.map(({ line }) => line)).toEqual([9]);
  expect(run.stdout).toBe('ECONNREFUSED\n');
});

test('what comes over a connection is on behalf of who took it, or of who listens', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import http from 'node:http';
    import http2 from 'node:http2';
    import net from 'node:net';
    async function listen(server) {
      await once(server.listen(0), 'listening');
      return server.address().port;
    }
    const plain = net.createServer(function takes(socket) {
      void (async function greets() {})();
      socket.on('data', async function taken(data) {
        await null;
        socket.end(data);
      });
    });
    const socket = net.connect(await listen(plain)).resume();
    socket.write('x');
    await once(socket, 'close');
    plain.close();

    const upgrading = http.createServer();
    upgrading.on('upgrade', function upgrades(_request, socket) {
      socket.write('HTTP/1.1 101 Upgraded\\r\\nConnection: upgrade\\r\\nUpgrade: x\\r\\n\\r\\n');
      socket.on('data', async function upgraded() {
        socket.end();
      });
    });
    const request = http.get({ port: await listen(upgrading), headers: { connection: 'upgrade', upgrade: 'x' } });
    const [, raw] = await once(request, 'upgrade');
    raw.resume().write('x');
    await once(raw, 'close');
    upgrading.close();

    const streaming = http2.createServer();
    streaming.on('stream', async function streams(stream) {
      stream.on('data', async function streamed() {
        stream.respond();
        stream.end();
      });
    });
    const session = http2.connect('http://127.0.0.1:' + (await listen(streaming)));
    const stream = session.request({ ':method': 'POST' }).resume();
    stream.end('x');
    await once(stream, 'close');
    session.close();
    streaming.close();
  `);
  const parents = ['takes', 'taken', 'upgraded', 'streams', 'streamed'].map(
    (name) => run.report.tasks.find(({ id }) => id === run.task(name).parentId)?.name,
  );
  expect(parents).toEqual(['listen', 'takes', 'listen', 'listen', 'listen']);
});

test('what follows a request by microtasks alone is no wait for the network, but its body is one', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { createServer, request } from 'node:http';
      import { compose } from 'library';
      async function measured(request, next) { await next(); }
      async function priced(request, next) { request.response.end('priced'); }
      async function stored(request) {
        await new Promise((resolve) => request.resume().on('end', resolve));
        request.response.end('stored');
      }
      const handle = compose([measured, priced]);
      const server = createServer((request, response) => {
        request.response = response;
        if (request.method === 'GET') handle(request);
        else stored(request);
      });
      server.listen(0);
      await once(server, 'listening');
      const url = 'http://localhost:' + server.address().port;
      await fetch(url);
      const sent = request(url, { method: 'POST' });
      sent.write('first');
      setTimeout(() => sent.end('last'), 20);
      await once(sent, 'response');
      server.closeAllConnections();
      server.close();
    `,
    'node_modules/library/index.js': `
      exports.compose = (layers) => (request) => {
        const dispatch = async (at) => { await layers[at](request, () => dispatch(at + 1)); };
        return dispatch(0);
      };
    `,
  });
  expect(run.task('measured').waits.map(({ on }) => on.kind)).toEqual(['promise']);
  expect(run.task('stored').waits.map(({ on }) => on.kind)).toEqual(['network']);
});
