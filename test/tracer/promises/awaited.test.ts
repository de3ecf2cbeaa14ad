// What a wait was for: timers, files, the network, processes, and promises of every kind.

import { expect, test } from 'vitest';
import { both, picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('a wait for a timer is told as one, in every way to wait for it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    import timers from 'node:timers/promises';
    import { promisify } from 'node:util';
    await sleep(1);
    await timers.setTimeout(2);
    await timers.scheduler.wait(3);
    await promisify(setTimeout)(4);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(() => resolve('value'), 6));
    const { signal } = new AbortController();
    await sleep(7, 'value', { signal });
    await sleep(8).then(() => 'value').finally(() => {});
    await timers.setImmediate('value', { signal });
    for await (const tick of timers.setInterval(1)) break;
  `);
  expect(
    run
      .task('main.mjs')
      .waits.map(({ line, on, delayMs }) => [line, on.kind, delayMs])
      .slice(0, 9),
  ).toEqual([
    [4, 'timer', 1],
    [5, 'timer', 2],
    [6, 'timer', 3],
    [7, 'timer', 4],
    [8, 'timer', 5],
    [9, 'timer', 6],
    [11, 'timer', 7],
    [12, 'timer', 8],
    [13, 'timer', 0],
  ]);
});

test('a wait for a timer is exact, a wait for a file is not', async () => {
  const run = await traced(`
    import { readFile } from 'node:fs/promises';
    import { setTimeout as sleep } from 'node:timers/promises';
    await sleep(1);
    await readFile(new URL(import.meta.url));
    await Promise.resolve();
  `);
  expect(run.task('main.mjs').waits.map(({ on, readyExact }) => [on.kind, readyExact])).toEqual([
    ['timer', true],
    ['file', false],
    ['promise', true],
  ]);
});

test('a wait for a file is told as one', async () => {
  const run = await traced(`
    import { createReadStream } from 'node:fs';
    import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
    await mkdir('folder');
    await writeFile('folder/file', 'text');
    console.log(await readFile('folder/file', 'utf8'));
    console.log((await stat('folder/file')).size, await readdir('folder'));
    const file = await open('folder/file');
    console.log((await file.read()).bytesRead);
    await file.close();
    for await (const piece of createReadStream('folder/file', 'utf8')) console.log(piece);
    await rm('folder', { recursive: true });
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await file :3, await file :4, await file :5, await file :6 ×2, await file :7, await file :8, await file :9, for-await file :10 ×2, await file :11
  `);
  expect(run.stdout).toBe("text\n4 [ 'file' ]\n4\ntext\n");
});

test('a wait for a file that is not there ends with the error', async () => {
  const run = await traced(`
    import { readFile } from 'node:fs/promises';
    async function load() {
      return JSON.parse(await readFile('missing.json', 'utf8'));
    }
    console.log(await load().catch(({ code }) => code));
  `);
  expect(run.task('load').outcome).toBe('rejected');
  expect(run.task('load').waits.map(({ on, line }) => [on.kind, line])).toEqual([['file', 3]]);
  expect(run.stdout).toBe('ENOENT\n');
});

test('a wait for a child process is told as one', async () => {
  const run = await traced(`
    import { execFile, spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { promisify } from 'node:util';
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', '6 * 7']);
    console.log(code, stdout.trim());
  `);
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([5, 6]);
  expect(run.task('main.mjs').waits[0]?.on.kind).toBe('process');
  // The second one ends with the last of the child's output: a pipe, or the process.
  expect(run.task('main.mjs').waits[1]?.on.kind).toMatch(/^(process|network)$/);
  expect(run.stdout).toBe('0 42\n');
});

test('a wait for a socket is told as one', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    import { connect, createServer } from 'node:net';
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect(server.address().port, '127.0.0.1').setEncoding('utf8');
    await once(socket, 'connect');
    const [greeting] = await once(socket, 'data');
    console.log(greeting);
    server.close();
    socket.destroy();
  `);
  const waits = run.task('main.mjs').waits.map(({ line, on }) => [line, on.kind]);
  expect(waits.slice(1)).toEqual([
    [6, 'network'],
    [7, 'network'],
  ]);
  expect(run.stdout).toBe('hello\n');
});

test('a thenable is waited for as a promise is', async () => {
  const run = await traced(`
    const later = {
      then(resolve) {
        setTimeout(resolve, 1, 'later');
      },
    };
    const atOnce = { then: (resolve) => resolve('at once') };
    const failing = {
      then() {
        throw new Error('no');
      },
    };
    async function rejects() {
      await failing;
    }
    async function chain() {
      return { then: (resolve) => resolve(later) };
    }
    console.log(await later, await atOnce, await chain());
    await rejects().catch((error) => console.log(error.message));
  `);
  expect(run.stdout).toBe('later at once later\nno\n');
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([18, 18, 18, 19]);
  expect(run.task('main.mjs').waits[0]?.on.kind).toBe('timer');
  expect(run.task('rejects').outcome).toBe('rejected');
  expect(run.task('chain').outcome).toBe('fulfilled');
});

test('a wait for memory that threads share ends with what another thread says, or with its time', async () => {
  const run = await traced({
    'main.mjs': `
      import { Worker } from 'node:worker_threads';
      const words = new Int32Array(new SharedArrayBuffer(8));
      async function told() { return await Atomics.waitAsync(words, 0, 0).value; }
      async function late() { return await Atomics.waitAsync(words, 1, 0, 1).value; }
      new Worker(new URL('tells.mjs', import.meta.url), { workerData: words });
      // Such a wait keeps no loop alive, and the worker may be over before it is.
      const alive = setInterval(() => {}, 1000);
      console.log(await told(), await late());
      clearInterval(alive);
    `,
    'tells.mjs': `
      import { workerData } from 'node:worker_threads';
      async function tells() { await null; Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); }
      await tells();
    `,
  });
  expect(run.stdout).toBe('ok timed-out\n');
  // Nobody of this thread ended the wait, and neither did a message of the other one.
  const on = { kind: 'promise', name: null };
  expect(['told', 'late'].map((name) => run.task(name).waits)).toMatchObject([[{ on }], [{ on }]]);
});

test('a thenable is asked exactly as often as without the tracer', async () => {
  const { plain, traced: run } = await both(`
    let asked = 0;
    const picky = {
      get then() {
        asked++;
        return (resolve) => resolve('value');
      },
    };
    const value = await picky;
    const proxy = new Proxy(Promise.resolve('proxied'), {
      get(target, name) {
        console.log('get', String(name));
        const value = target[name];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    console.log(value, asked, await proxy);
  `);
  expect(run.stdout).toBe(plain.stdout);
});

test('a subclass of Promise may have hooks of its own', async () => {
  const { plain, traced: run } = await both(`
    class Loud extends Promise {
      then(...callbacks) {
        console.log('then');
        return super.then(...callbacks);
      }
      static get [Symbol.species]() {
        console.log('species');
        return Promise;
      }
    }
    const loud = new Loud((resolve) => setTimeout(resolve, 1, 'loud'));
    const plain = Promise.resolve('plain');
    plain.constructor = Loud;
    console.log(await loud, await plain);
    async function passOn() {
      return loud;
    }
    console.log(await passOn());
  `);
  expect(run.stdout).toBe(plain.stdout);
  expect(run.task('passOn').waits.map(({ line }) => line)).toEqual([16]);
});

test('a promise may be settled by other code', async () => {
  const run = await traced(`
    import { EventEmitter, once } from 'node:events';
    import { setTimeout as sleep } from 'node:timers/promises';
    let open;
    const door = new Promise((resolve) => {
      open = resolve;
    });
    const emitter = new EventEmitter();
    async function guest() {
      await door;
      const [word] = await once(emitter, 'word');
      console.log(word);
    }
    async function host() {
      await sleep(1);
      open();
      await sleep(1);
      emitter.emit('word', 'welcome');
    }
    await Promise.all([guest(), host()]);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :19
      guest fulfilled: await promise :9, await promise :10
      host fulfilled: await timer :14, await timer :16
  `);
  expect(run.stdout).toBe('welcome\n');
});

test('what was settled before the loop was asked again is not what the loop had brought', async () => {
  const run = await traced({
    'main.mjs': `
      import { readFile } from 'node:fs';
      import { Store } from 'store';
      async function put() { await new Store().opened(); }
      readFile('/', () => { put(); });
    `,
    'node_modules/store/package.json': '{ "main": "index.js" }',
    // As abstract-level does: what the constructor began settles what a method is asked for.
    'node_modules/store/index.js': `
      exports.Store = class {
        resolve = null;
        constructor() { queueMicrotask(() => queueMicrotask(() => this.resolve())); }
        opened() { return new Promise((resolve) => { this.resolve = resolve; }); }
      };
    `,
  });
  expect(run.task('put').waits[0]).toMatchObject({ on: { kind: 'promise' }, readyExact: true });
});

test('what is no promise may be awaited, too', async () => {
  const run = await traced(`
    for (const value of [undefined, null, 0, 'text', {}, () => {}, Symbol('s')]) {
      console.log((await value) === value);
    }
  `);
  expect(run.stdout).toBe('true\n'.repeat(7));
  expect(run.task('main.mjs').waits).toHaveLength(7);
  expect(run.task('main.mjs').waits.every(({ on }) => ['unknown', 'promise'].includes(on.kind))).toBe(true);
});

test('a wait for a promise that is never settled stays open', async () => {
  const run = await traced(`
    async function forever() {
      await new Promise(() => {});
    }
    forever();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      forever pending: await promise :2
  `);
  expect(run.exitCode).toBe(0);
});

test('a task whose timer is due while the loop is held is ready from then on', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function patient() {
      await sleep(5);
    }
    const waiting = patient();
    for (const until = performance.now() + 200; performance.now() < until; );
    await waiting;
  `);
  const [wait] = run.task('patient').waits;
  expect(wait?.on.kind).toBe('timer');
  expect(wait?.readyMs).toBeGreaterThan(wait?.suspendedMs ?? Infinity);
});

test('a task whose promise is settled while the loop is held is ready from then on', async () => {
  const run = await traced(`
    let open;
    const door = new Promise((resolve) => {
      open = resolve;
    });
    async function guest() {
      await door;
    }
    const since = performance.now();
    const waiting = guest();
    // It computes for longer than it took from the await up to here, however long the machine did something else.
    const hold = () => {
      const now = performance.now();
      for (const until = now + 100 + (now - since); performance.now() < until; );
    };
    open();
    hold();
    await waiting;
  `);
  const [wait] = run.task('guest').waits;
  expect(wait?.readyExact).toBe(true);
  expect(wait?.readyMs).toBeGreaterThan(wait?.suspendedMs ?? Infinity);
});

test('a promise that lives long keeps none of those who have awaited it', async () => {
  const run = await traced(`
    import { Session } from 'node:inspector';
    const session = new Session();
    session.connect();
    const before = Promise.resolve(1);
    let settle;
    const later = new Promise((resolve) => (settle = resolve));
    async function first() { return await later; }
    const own = first();
    const waits = [first(), first()];
    settle(1);
    await Promise.all(waits);
    const awaits = async (promise) => void (await promise);
    async function often(rounds) {
      for (let i = 0; i < rounds; i++) {
        await Promise.all([awaits(before), awaits(later), awaits(own)]);
        await Promise.race([before, later, own]);
      }
    }
    const used = async () => {
      await new Promise((collected) => session.post('HeapProfiler.collectGarbage', collected));
      return process.memoryUsage().heapUsed;
    };
    const ROUNDS = 2000;
    let least = Infinity;
    for (let times = 0; times < 4; times++) {
      const from = await used();
      await often(ROUNDS);
      least = Math.min(least, ((await used()) - from) / ROUNDS);
    }
    // Six wait in each round, so to point at them all takes 48 bytes. V8 compiles now and then, for up to 300 KB, but
    // seldom in all four: the least is 12 bytes at most.
    console.log(least < 20 ? 'kept none' : 'kept ' + least);
  `);
  expect(run.stdout).toBe('kept none\n');
});
