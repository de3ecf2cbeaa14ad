// The program is its own: what it writes, what it sees of itself, and how it ends are the same with the tracer as
// without. Each program here runs both ways.

import { describe, expect, test } from 'vitest';
import type { ProgramOptions, Source } from '../support/program.ts';
import { both, type TracedRun } from '../support/traced.ts';

/** Runs a program both ways and expects all that its starter can see to be the same. */
async function same(source: Source, options: ProgramOptions = {}): Promise<TracedRun> {
  const { plain, traced } = await both(source, options);
  expect(traced.ending).toEqual(plain);
  // A program that says nothing proves nothing.
  expect(plain.stdout).not.toBe('');
  expect(traced.report.capture.notices).toEqual([]);
  return traced;
}

/** Node runs microtasks from its own JavaScript or from below, as it happens: then this frame comes or goes. */
const framesOf = (output: string) =>
  output.split('\n').filter((line) => !line.includes('processTicksAndRejections'));

describe('what it writes', () => {
  test('both outputs, in pieces, large and without a last line end', async () => {
    await same(`
      import { setTimeout as sleep } from 'node:timers/promises';
      process.stdout.write('no line end');
      console.error('to stderr');
      await sleep(1);
      process.stdout.write(Buffer.from([0, 255, 10, 27, 91]));
      process.stdout.write('ü'.repeat(100_000));
      process.stderr.write('é'.repeat(100_000));
    `);
  });

  test('an exit right after writing', async () => {
    await same(`
      process.stdout.write('x'.repeat(30_000));
      process.stderr.write('last words');
      process.exit(7);
    `);
  });

  test('warnings', async () => {
    await same(
      `
      console.log(process.listenerCount('warning') > 0);
      process.on('warning', ({ name, message }) => console.log(name, message));
      process.emitWarning('careful', 'TestWarning');
    `,
      { env: { NODE_NO_WARNINGS: '1' } },
    );
  });

  const stacks = `
    function outer() { inner(); }
    function inner() { throw new Error('where am I'); }
    async function waits() {
      await null;
      outer();
    }
    const show = (error) => console.log(error.stack);
    try { outer(); } catch (error) { show(error); }
    await waits().catch((error) => show(error));
    setTimeout(function callback() { show(new Error('in a callback')); }, 1);
  `;

  test('the stack of an error: functions, files and lines', async () => {
    const { plain, traced } = await both(stacks);
    const withoutColumns = (output: string) => framesOf(output).map((line) => line.replace(/:\d+\)?$/, ''));
    expect(withoutColumns(traced.stdout)).toEqual(withoutColumns(plain.stdout));
  });

  test('the stack of an error: columns', async () => {
    const { plain, traced } = await both(stacks);
    expect(framesOf(traced.stdout)).toEqual(framesOf(plain.stdout));
  });
});

describe('what it sees of itself', () => {
  test('its arguments, the runtime’s options and its environment', async () => {
    const traced = await same(
      `
      const { argv, execArgv, execPath, env, title } = process;
      console.log(JSON.stringify({ argv, execArgv, execPath, env, title }, null, 1));
    `,
      {
        args: ['--flag', 'two words', '', '--', '-x'],
        env: { NODE_OPTIONS: '--no-deprecation', OWN: 'variable' },
      },
    );
    const seen = JSON.parse(traced.stdout);
    expect(seen.argv.slice(2)).toEqual(['--flag', 'two words', '', '--', '-x']);
    expect(seen.execArgv).toEqual([]);
    expect(seen.env.NODE_OPTIONS).toBe('--no-deprecation');
    expect(Object.keys(seen.env).filter((name) => /loopscope/i.test(name) && !(name in process.env))).toEqual(
      [],
    );
  });

  test('its globals, modules and handles', async () => {
    await same(
      `
      console.log(Object.getOwnPropertyNames(globalThis).filter((name) => !/loopscope/i.test(name)).length);
      console.log(Object.keys(globalThis), Object.keys(require.cache).length, module.children.length);
      console.log(require.main === module, module.parent, require.main.paths.length, module.paths.length);
      console.log(process.getActiveResourcesInfo(), process._getActiveHandles().length);
      console.log(Object.keys(require('node:module')._extensions), Error.stackTraceLimit, typeof Error.prepareStackTrace);
    `,
      { type: 'cjs' },
    );
  });

  test('the place it is in', async () => {
    await same(`
      console.log(import.meta.url, import.meta.dirname, import.meta.filename, import.meta.resolve('./other.mjs'));
      console.log(process.cwd(), process.argv[1]);
    `);
  });

  test('its functions: names, lengths, kinds and prototypes', async () => {
    await same(`
      async function declared(a, b) {}
      const arrow = async (a, b = 1, ...c) => {};
      class Shop { async order(a) {} static async open() {} async *list() {} get menu() { return 1; } }
      async function* generator(a) {}
      setTimeout(function callback(a, b) {}, 0, 1);
      const all = [declared, arrow, Shop.prototype.order, Shop.open, Shop.prototype.list, generator, Shop];
      for (const each of all) {
        console.log(each.name, each.length, Object.prototype.toString.call(each), Object.getOwnPropertyNames(each));
        console.log('prototype' in each, Object.getPrototypeOf(each).constructor.name);
      }
      console.log(declared() instanceof Promise, Object.prototype.toString.call(generator()));
    `);
  });

  test('the text of its functions', async () => {
    await same(`
      async function declared(a) {
        return await a; // why
      }
      const arrow = async (a) => a;
      console.log(String(declared), String(arrow), declared.toString().length);
    `);
  });

  test('its promises: own properties, what util.inspect shows', async () => {
    await same(`
      import { inspect } from 'node:util';
      async function later() {
        await null;
        return 1;
      }
      const promise = later();
      console.log(Reflect.ownKeys(promise), inspect(promise), Object.isFrozen(Object.freeze(promise)));
      await promise;
      console.log(inspect(promise), inspect(promise, { showHidden: true }));
      const timer = setTimeout(() => {}, 1);
      console.log(Object.keys(timer));
    `);
  });
});

describe('what it does', () => {
  test('callbacks of every kind, in the same order', async () => {
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
        // A timer against an immediate is a race of its own: here only the order among immediates counts.
        setTimeout(() => setImmediate(() => round(2)), 1);
        process.on('exit', () => console.log(order.filter((what) => !what.startsWith('timer')).join('\\n')));
      `,
    });
  });

  test('an ES module’s first ticks, in the same order', async () => {
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

  test('many awaits against a chain of thens, step by step', async () => {
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

  test('AsyncLocalStorage', async () => {
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
      storage.run('timer', () => setTimeout(() => show('timer'), 1));
      storage.run('tick', () => process.nextTick(() => show('tick')));
      storage.run('file', () => readFile(process.argv[1], () => show('file')));
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

  test('async_hooks of its own', async () => {
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

  test('threads of its own', async () => {
    await same({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: 20, argv: ['--x'] });
        const [answer] = await once(worker, 'message');
        console.log(answer);
        console.log(await once(worker, 'exit'));
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

  test('processes of its own', async () => {
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

/** What a crash printed, without what differs from run to run or is V8's own: addresses, columns of a native trace. */
const lastWords = (stderr: string) =>
  framesOf(stderr).map((line) => line.replace(/0x[0-9a-f]+/g, '0x…').replace(/^(\d+: .*:\d+):\d+$/, '$1'));

describe('how it ends', () => {
  test.each([
    ['a code', 'console.log(1); process.exit(42);'],
    ['a late code', `console.log(1); process.on('exit', () => { process.exitCode = 6; });`],
    ['nothing left to do', 'console.log(1); setTimeout(() => {}, 1); setTimeout(() => {}, 60_000).unref();'],
    [
      'a handler that stays calm',
      `process.on('uncaughtException', () => console.log('calm')); setTimeout(() => { throw 1; }, 1);`,
    ],
    [
      'a rejection handled late',
      `const p = Promise.reject(1); process.on('unhandledRejection', () => console.log('u')); process.on('rejectionHandled', () => console.log('h')); setTimeout(() => p.catch(() => {}), 5);`,
    ],
  ])('%s', async (_what, source) => {
    await same(source);
  });

  test.each([
    ['an uncaught error', `console.log(1); throw new TypeError('no');`],
    ['an uncaught value', `console.log(1); throw { not: 'an error' };`],
    ['an unhandled rejection', `console.log(1); (async () => { await null; throw new Error('no'); })();`],
    ['a rejection of nothing', 'console.log(1); Promise.reject();'],
    ['an error in a timer', `console.log(1); setTimeout(() => { throw new Error('no'); }, 1);`],
    [
      'an error while handling one',
      `process.on('uncaughtException', () => { throw new Error('again'); }); console.log(1); throw 1;`,
    ],
    ['SIGINT', `console.log(1); process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60_000);`],
    ['SIGKILL', `console.log(1); process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 60_000);`],
    ['an abort', 'console.log(1); process.abort();'],
    ['an await of nothing', 'console.log(1); await new Promise(() => {});'],
  ])('%s: the same code or signal, and the same last words', async (_what, source) => {
    const { plain, traced } = await both(source);
    expect({ ...traced.ending, stderr: lastWords(traced.stderr) }).toEqual({
      ...plain,
      stderr: lastWords(plain.stderr),
    });
  });

  test('a missing import: the same code and message', async () => {
    const { plain, traced } = await both(`console.log(1); await import('./nowhere.mjs');`);
    // Node 20 asks its loader in another thread, which the stack shows.
    const message = /^Error \[ERR_MODULE_NOT_FOUND\].*$/m;
    expect(traced.exitCode).toBe(plain.exitCode);
    expect(message.exec(traced.stderr)?.[0]).toBe(message.exec(plain.stderr)?.[0]);
  });
});
