// What a program does is the same with the tracer as without: the order of its callbacks, its own hooks and storage, its
// threads and processes, the memory it holds.

import { describe, expect, test } from 'vitest';
import { same } from '../../support/same.ts';

describe('what it does', () => {
  test('callbacks of every kind come in the same order', async () => {
    await same({
      'main.cjs': `
        const order = [];
        const note = (what) => order.push(what);
        async function waits(name, times) {
          for (let i = 0; i < times; i++) {
            await (i % 2 ? null : Promise.resolve());
            note(name + i);
          }
          return { then(resolve) { note(name + ' thenable'); resolve(); } };
        }
        const returns = async (name) => Promise.resolve().then(() => note(name));
        const passes = async (name) => returns(name + ' inner');
        function round(depth) {
          setTimeout(() => note('timer ' + depth), 0);
          setImmediate(() => {
            note('immediate ' + depth);
            process.nextTick(() => note('tick in immediate ' + depth));
            Promise.resolve().then(() => note('promise in immediate ' + depth));
            queueMicrotask(() => note('microtask in immediate ' + depth));
            if (depth > 0) round(depth - 1);
          });
          process.nextTick(() => {
            note('tick ' + depth);
            process.nextTick(() => note('tick in tick ' + depth));
            queueMicrotask(() => note('microtask in tick ' + depth));
          });
          queueMicrotask(() => {
            note('microtask ' + depth);
            process.nextTick(() => note('tick in microtask ' + depth));
          });
          waits('a' + depth, 4).then(() => note('a done ' + depth));
          waits('b' + depth, 3).then(() => note('b done ' + depth));
          returns('r' + depth).then(() => note('r done ' + depth));
          passes('p' + depth).then(() => note('p done ' + depth));
          (async () => {
            try {
              await Promise.reject(new Error());
            } catch {
              note('caught ' + depth);
            } finally {
              await null;
              note('finally ' + depth);
            }
            for await (const each of (async function* () { yield 1; yield Promise.resolve(2); yield* [3]; })()) {
              note('generated ' + each + ' ' + depth);
            }
            for await (const each of [1, Promise.resolve(2)]) note('iterated ' + each + ' ' + depth);
            await Promise.all([waits('c' + depth, 2), returns('d' + depth), null]);
            note('all ' + depth);
            await Promise.race([waits('e' + depth, 5), waits('f' + depth, 1)]);
            note('race ' + depth);
          })();
        }
        // Whether a timer or an immediate comes first is open, so only the order among immediates is compared here.
        setTimeout(() => setImmediate(() => round(2)), 1);
        process.on('exit', () => console.log(order.filter((what) => !what.startsWith('timer')).join('\\n')));
      `,
    });
  });

  test('an ES module’s first ticks come in the same order', async () => {
    await same(`
      process.nextTick(() => console.log('tick'));
      queueMicrotask(() => console.log('microtask'));
      Promise.resolve().then(() => console.log('promise'));
      console.log('before');
      await null;
      console.log('after');
      process.nextTick(() => console.log('second tick'));
      await null;
      console.log('after all');
    `);
  });

  test('many awaits and a chain of thens take turns step by step', async () => {
    await same(`
      const order = [];
      const steps = (name, count) => {
        let chain = Promise.resolve();
        for (let i = 0; i < count; i++) chain = chain.then(() => order.push(name + i));
        return chain;
      };
      const inner = async () => {};
      const thenable = { then: (resolve) => resolve() };
      class Sub extends Promise {}
      const all = {
        value: async () => { await 1; },
        promise: async () => { await Promise.resolve(); },
        task: async () => { await inner(); },
        returns: async () => inner(),
        returnsAwaited: async () => await inner(),
        thenable: async () => { await thenable; },
        returnsThenable: async () => thenable,
        sub: async () => { await Sub.resolve(); },
        returnsSub: async () => Sub.resolve(),
        rejected: async () => { try { await Promise.reject(); } catch {} },
        throws: async () => { throw 1; },
        generator: async () => { for await (const each of (async function* () { yield 1; })()); },
        arrayOf: async () => { for await (const each of [1]); },
        nested: async () => { await (async () => { await (async () => {})(); })(); },
        returnsPending: async () => new Promise((resolve) => queueMicrotask(resolve)),
        delegates: async () => { for await (const each of (async function* () { yield* (async function* () { yield 1; })(); })()); },
        breaks: async () => { for await (const each of (async function* () { yield 1; yield 2; })()) break; },
        generatorReturns: async () => { await (async function* () { return inner(); })().next(); },
      };
      for (const [name, run] of Object.entries(all)) {
        order.length = 0;
        await Promise.all([steps('.', 14), run().then(() => order.push(name), () => order.push(name))]);
        console.log(order.join(' '));
      }
    `);
  });

  test('AsyncLocalStorage has the same values', async () => {
    await same(`
      import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
      import { EventEmitter } from 'node:events';
      import { readFile } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      const storage = new AsyncLocalStorage();
      const show = (where) => console.log(where, storage.getStore());
      async function work(name) {
        show(name + ' begins');
        await sleep(name === 'a' ? 30 : 1);
        show(name + ' goes on');
        for await (const n of (async function* () { show('generator'); yield await 1; })()) show(n);
        return name;
      }
      await storage.run('A', () => work('a').then(() => storage.run('inner', () => show('then'))));
      await storage.run('B', () => work('b'));
      const once = (start) => new Promise(start);
      await once((done) => storage.run('timer', () => setTimeout(() => done(show('timer')), 1)));
      storage.run('tick', () => process.nextTick(() => show('tick')));
      await once((done) => storage.run('file', () => readFile(process.argv[1], () => done(show('file')))));
      const bound = storage.run('bound', () => AsyncResource.bind(() => show('bound')));
      const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
      bound();
      snapshot(show, 'snapshot');
      storage.enterWith('entered');
      await null;
      show('after enterWith');
      new EventEmitter().on('x', () => show('emitter')).emit('x');
      await sleep(20);
    `);
  });

  test('async_hooks of its own hear the same', async () => {
    await same(`
      import { AsyncResource, createHook, executionAsyncId } from 'node:async_hooks';
      const seen = [];
      const own = new Map();
      const hook = createHook({
        init(id, type) {
          if (type === 'PROMISE') return;
          own.set(id, type);
          seen.push('init ' + type);
        },
        before: (id) => own.has(id) && seen.push('before ' + own.get(id)),
        after: (id) => own.has(id) && seen.push('after ' + own.get(id)),
      }).enable();
      setTimeout(() => {
        seen.push('timer ' + (executionAsyncId() > 0));
      }, 1);
      const resource = new AsyncResource('OWN');
      resource.runInAsyncScope(() => seen.push('in scope ' + (executionAsyncId() === resource.asyncId())));
      await new Promise((resolve) => setTimeout(resolve, 20));
      hook.disable();
      console.log(seen.join('\\n'));
    `);
  });

  test('threads of its own do the same', async () => {
    await same({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: 20, argv: ['--x'] });
        const over = once(worker, 'exit');
        const [answer] = await once(worker, 'message');
        console.log(answer);
        console.log(await over);
      `,
      'worker.mjs': `
        import { parentPort, workerData, threadId } from 'node:worker_threads';
        async function double(number) {
          await null;
          return number * 2;
        }
        console.log('from the thread');
        parentPort.postMessage([await double(workerData), process.argv.slice(2), process.execArgv]);
      `,
    });
  });

  test('a file is the same whose wrapper the program has changed to one that leaves a statement open', async () => {
    await same({
      'main.cjs': `
        const module_ = require('node:module');
        module_.wrapper = { ...module_.wrapper, 0: module_.wrapper[0] + 'globalThis.loaded = (globalThis.loaded || 0) + 1' };
        console.log(require('./after.cjs').name, globalThis.loaded);
      `,
      'after.cjs': '// A comment ends the statement.\nexports.name = (async function named() {}).name;\n',
    });
  });

  test('Math.random says the same, and is asked by the same', async () => {
    const run = await same({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        import { trace } from '${import.meta.resolve('@opentelemetry/api')}';
        let asked = 0;
        Math.random = () => (asked++, 0.5);
        async function many() { for (let i = 0; i < 1000; i++) await null; }
        const start = () => once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
        await Promise.all([start(), start(), many()]);
        trace.getTracer('shop').startSpan('pay').end();
        console.log(asked);
      `,
      'worker.mjs': 'async function many() { for (let i = 0; i < 1000; i++) await null; } await many();',
    });
    const told = run.tasks('many').map(({ thread, waits }) => [thread, waits.length]);
    // Either of the two may begin first.
    expect(told.sort(([one = 0], [other = 0]) => one - other)).toEqual([
      [0, 1000],
      [1, 1000],
      [2, 1000],
    ]);
  });

  test('processes of its own do the same', async () => {
    await same({
      'main.cjs': `
        const { execFileSync, fork, spawn, spawnSync } = require('node:child_process');
        if (process.argv[2] === 'child') {
          (async () => {
            await null;
            const seen = [process.argv.slice(2), process.execArgv, process.env.NODE_OPTIONS, 'LOOPSCOPE_TRACER' in process.env];
            if (process.send) process.send(seen);
            else console.log('child', seen);
          })();
        } else {
          console.log(String(execFileSync(process.execPath, [__filename, 'child'])));
          console.log(spawnSync(process.execPath, ['-e', 'process.exit(9)']).status);
          const forked = fork(__filename, ['child', 'forked']);
          forked.on('message', (message) => console.log(message));
          forked.on('exit', () => {
            spawn(process.execPath, [__filename, 'child'], { stdio: 'inherit' });
          });
        }
      `,
    });
  });

  test('a descriptor it opens is the one it would get', async () => {
    await same(`
      import { closeSync, fstatSync, openSync } from 'node:fs';
      const first = openSync(process.argv[1]);
      console.log(first === openSync(process.argv[1]) - 1, fstatSync(first).isFile());
      closeSync(first);
    `);
  });

  test('memory it no longer needs is given back', async () => {
    await same(
      `
      import { setFlagsFromString } from 'node:v8';
      import { runInNewContext } from 'node:vm';
      setFlagsFromString('--expose-gc');
      const gc = runInNewContext('gc');
      const kept = await (async () => new WeakRef(await (async () => ({ big: new Array(1000) }))()))();
      let promise = (async () => { await null; return 1; })();
      const watched = new WeakRef(promise);
      await promise;
      promise = null;
      for (let i = 0; i < 20; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        gc();
      }
      console.log(kept.deref(), watched.deref());
    `,
    );
  });
});

test('calls with markers where a bracket begins a statement, and where something is assigned to what they return', async () => {
  await same(`
    import { readFileSync } from 'node:fs';
    const file = process.argv[1];
    const told = [];
    Buffer.prototype.tag = function () { told.push(this.x); return this; };
    async function all() {
      if (told.length > 0) readFileSync(file).x = 1; else readFileSync(file).x = 2
      ++readFileSync(file).x
      readFileSync(file).tag\`a\`
      new Promise(() => {}).x = told.length
      do readFileSync(file).tag().x = 3; while (told.length < 3)
      switch (3) { case readFileSync(file).x = 3: Promise.all([]).x = 1; told.push('three'); default: Promise.all([]).x++ }
      while (new Promise(() => {}).x = 0) ;
      ({ ...new Promise(() => {}).rest } = { rest: 1 });
      for (readFileSync(file).x of [1, 2]) told.push('of')
      (await null)?.missing
      return readFileSync(file).x = 7;
    }
    await all().then((value) => told.push(value), (error) => told.push(error.message));
    console.log(told);
  `);
});
