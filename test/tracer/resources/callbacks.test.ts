// Callbacks that the event loop runs are tasks of their own, named after the function, below the task that set them up.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('a timer’s callback is a task of whoever set it', async () => {
  const run = await traced(`
    function later() {
      console.log('later');
    }
    setTimeout(later, 1);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      later (callback) fulfilled
  `);
});

test('an immediate’s callback is a task of whoever set it', async () => {
  const run = await traced(`
    setImmediate(function soon(what) {
      console.log(what);
    }, 'soon');
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      soon (callback) fulfilled
  `);
  expect(run.stdout).toBe('soon\n');
});

test('a callback of nextTick is a task of whoever asked for it', async () => {
  const run = await traced(`
    process.nextTick(function tick(...args) {
      console.log(...args);
    }, 1, 2);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      tick (callback) fulfilled
  `);
  expect(run.stdout).toBe('1 2\n');
});

test('ticks and immediates are told apart, however many wait or are cleared, behind what only calls itself one', async () => {
  const run = await traced(`
    import { AsyncResource } from 'node:async_hooks';
    const pretended = new AsyncResource('TickObject');
    async function asks(n) {
      for (let i = 0; i < n; i++) process.nextTick(function tick() {});
      await new Promise(setImmediate);
      process.nextTick(function tick() {});
    }
    await Promise.all([asks(1), asks(400)]);
    pretended.runInAsyncScope(() => process.nextTick(function last() {}));

    const notOne = new AsyncResource('Immediate');
    async function clears(n) {
      for (let i = 0; i < n; i++) clearImmediate(setImmediate(function cleared() {}));
      setImmediate(function immediate() {});
    }
    async function clearsOften(rounds) {
      for (let i = 0; i < rounds; i++) {
        for (let i = 0; i < 200; i++) clearImmediate(setImmediate(function cleared() {}));
        await new Promise((next) => setTimeout(next, 1));
      }
      setImmediate(function immediate() {});
      setImmediate(function immediate() {});
    }
    await Promise.all([clears(0), clears(600), clearsOften(10)]);
    notOne.runInAsyncScope(() => setImmediate(function lastImmediate() {}));
  `);
  const below = run
    .tasks('asks')
    .map(({ id }) => run.tasks('tick').filter(({ parentId }) => parentId === id));
  expect(below.map(({ length }) => length)).toEqual([2, 401]);
  expect(run.task('last').outcome).toBe('fulfilled');
  const immediates = run.tasks('immediate').map(({ parentId }) => parentId);
  const [none, some] = run.tasks('clears').map(({ id }) => id);
  const often = run.task('clearsOften').id;
  expect(immediates).toEqual([none, some, often, often]);
  expect(run.tasks('cleared')).toEqual([]);
  expect(run.task('lastImmediate').parentId).toBe(run.task('main.mjs').id);
});

test.each(['setImmediate', 'process.nextTick'])(
  '%s, asked for in turns by two, thousands of times',
  async (ask) => {
    const run = await traced(`
    function first(left) {
      if (left > 0) ${ask}(first, left - 1);
    }
    function second(left) {
      if (left > 0) ${ask}(second, left - 1);
    }
    async function startsFirst() {
      ${ask}(first, 1999);
    }
    async function startsSecond() {
      ${ask}(second, 1999);
    }
    startsFirst();
    startsSecond();
  `);
    for (const [name, starter] of [
      ['first', 'startsFirst'],
      ['second', 'startsSecond'],
    ] as const) {
      const tasks = run.tasks(name);
      expect(tasks).toHaveLength(2000);
      // Each is asked for by the one before it.
      const askers = [run.task(starter), ...tasks].map(({ id }) => id);
      expect(tasks.map(({ parentId }) => parentId)).toEqual(askers.slice(0, -1));
    }
  },
);

test('a callback of queueMicrotask is a task of whoever asked for it', async () => {
  const run = await traced(`
    queueMicrotask(function job() {
      console.log('job');
    });
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      job (callback) fulfilled
  `);
  expect(run.stdout).toBe('job\n');
});

test('an interval’s callback is one task each time', async () => {
  const run = await traced(`
    let left = 3;
    const interval = setInterval(function beat() {
      if (--left === 0) clearInterval(interval);
    }, 1);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      beat (callback) fulfilled
      beat (callback) fulfilled
      beat (callback) fulfilled
  `);
});

test('a callback without a name is called by what calls it', async () => {
  const run = await traced(`
    setTimeout(() => console.log('done'), 1);
  `);
  expect(run.children('main.mjs')).toMatchObject([{ kind: 'callback', outcome: 'fulfilled', line: 1 }]);
});

test('callbacks and tasks that a callback starts belong to it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    setTimeout(function first() {
      setTimeout(function second() {
        work();
      }, 1);
    }, 1);
    async function work() {
      await sleep(1);
    }
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      first (callback) fulfilled
        second (callback) fulfilled
          work fulfilled: await timer :8
  `);
});

test('callbacks belong to the asynchronous function that set them up, before and after an await', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function plan() {
      setTimeout(function early() {}, 1);
      await sleep(10);
      setImmediate(function late() {});
    }
    plan();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      plan fulfilled: await timer :4
        early (callback) fulfilled
        late (callback) fulfilled
  `);
});

test('an asynchronous function as a callback is one task, not two', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function work() {
      await sleep(1);
    }
    setTimeout(work, 1);
    setImmediate(async () => {
      await null;
    });
  `);
  expect(run.children('main.mjs').map(({ kind }) => kind)).toEqual(['async', 'async']);
  expect(run.report.tasks).toHaveLength(3);
  expect(run.task('work').parentId).toBe(run.task('main.mjs').id);
});

test('a cancelled timer is no task', async () => {
  const run = await traced(`
    const timer = setTimeout(function never() {}, 1);
    clearTimeout(timer);
    const immediate = setImmediate(function never() {});
    clearImmediate(immediate);
    setTimeout(function unwanted() {}, 60_000).unref();
  `);
  expect(tree(run)).toBe('main.mjs fulfilled');
});

test('then callbacks and plain functions are not tasks', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    function plain() {
      return [3, 1, 2].sort(function compare(a, b) { return a - b; }).map(function double(n) { return n * 2; });
    }
    sleep(1).then(function reaction() {
      console.log(plain());
    });
    await sleep(5);
  `);
  expect(tree(run)).toBe('main.mjs fulfilled: await timer :8');
  expect(run.stdout).toBe('[ 2, 4, 6 ]\n');
});

test('callbacks of file requests are tasks', async () => {
  const run = await traced(
    `
    const { readFile, stat } = require('node:fs');
    readFile(__filename, 'utf8', function onRead(error, text) {
      stat(__filename, function onStat(error, stats) {
        console.log(stats.size === text.length);
      });
    });
  `,
    { type: 'cjs' },
  );
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      onRead (callback) fulfilled
        onStat (callback) fulfilled
  `);
  expect(run.stdout).toBe('true\n');
});

test('a callback that a promise is made of ends the wait for it', async () => {
  const run = await traced(`
    import { readFile } from 'node:fs';
    async function load() {
      return await new Promise((resolve, reject) => {
        readFile(new URL(import.meta.url), function onRead(error, bytes) {
          if (error) reject(error);
          else resolve(bytes.length);
        });
      });
    }
    console.log((await load()) > 0);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task load :10
      load fulfilled: await file :3
        onRead (callback) fulfilled
  `);
});

test('a handler called by the program itself runs inside the task that emits', async () => {
  const run = await traced(`
    import { EventEmitter } from 'node:events';
    const emitter = new EventEmitter();
    emitter.on('order', function plain(what) {
      console.log('plain', what);
    });
    emitter.on('order', async function cook(what) {
      await null;
      console.log('cooked', what);
    });
    async function customer() {
      emitter.emit('order', 'soup');
    }
    await customer();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :13
      customer fulfilled
        cook fulfilled: await :7
  `);
  expect(run.stdout).toBe('plain soup\ncooked soup\n');
});

test('a handler the loop calls is a task', async () => {
  const run = await traced(`
    import { spawn } from 'node:child_process';
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    child.on('exit', function onExit(code) {
      console.log('exit', code);
    });
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      onExit (callback) fulfilled
  `);
  expect(run.stdout).toBe('exit 0\n');
});

test('a worker’s exit is heard by a task, also with words of the worker still unheard', async () => {
  const run = await traced({
    'main.cjs': `
      const { Worker } = require('node:worker_threads');
      const flag = new Int32Array(new SharedArrayBuffer(4));
      async function begins() {
        new Worker(__dirname + '/said.cjs', { workerData: flag }).on('exit', function left() {}).on('message', function heard() {});
      }
      begins();
      // It holds the loop until the worker has spoken and is over, so that it hears of both at the same time.
      Atomics.wait(flag, 0, 0);
      Atomics.wait(flag, 0, 1, 200);
    `,
    'said.cjs': `
      const { parentPort, workerData } = require('node:worker_threads');
      parentPort.postMessage('over');
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    `,
  });
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      begins fulfilled
        said.cjs fulfilled
        heard (callback) fulfilled
        left (callback) fulfilled
  `);
});

test('a callback that throws is rejected, and ends the program if nobody catches it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function unlucky() {
      await sleep(60_000);
    }
    setTimeout(function boom() {
      throw new Error('boom');
    }, 1);
    await unlucky();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs pending: await task unlucky :8
      unlucky pending: await timer :3
      boom (callback) rejected
  `);
  expect(run.exitCode).toBe(1);
});

test('a program that survives its own uncaught errors', async () => {
  const run = await traced(`
    process.on('uncaughtException', function survive(error) {
      console.log('survived', error.message);
    });
    setTimeout(function boom() {
      throw new Error('boom');
    }, 1);
    setTimeout(function after() {
      console.log('after');
    }, 20);
  `);
  expect(run.task('boom').outcome).toBe('rejected');
  expect(run.task('after').outcome).toBe('fulfilled');
  expect(run.task('after').parentId).toBe(run.task('main.mjs').id);
  expect(run.stdout).toBe('survived boom\nafter\n');
  expect(run.exitCode).toBe(0);
});
