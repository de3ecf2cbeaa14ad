// What a program writes and what it sees of itself are the same with the tracer as without. behaviour.test.ts checks how it behaves, and
// crashes.test.ts how it ends.

import { describe, expect, test } from 'vitest';
import { writeProgram } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { runTraced } from '../../support/traced.ts';

describe('what it writes', () => {
  test('both outputs are the same, in pieces, large, and without a last line end', async () => {
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

  test('an exit right after writing loses nothing', async () => {
    await same(`
      process.stdout.write('x'.repeat(30_000));
      process.stderr.write('last words');
      process.exit(7);
    `);
  });

  test('warnings are the same', async () => {
    await same(
      `
      console.log(process.listenerCount('warning') > 0);
      process.on('warning', ({ name, message }) => console.log(name, message));
      process.emitWarning('careful', 'TestWarning');
    `,
      { env: { NODE_NO_WARNINGS: '1' } },
    );
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

  test('nothing of the variables that keep its memory small, unless it has set one itself', async () => {
    const source = `
      import { execFileSync } from 'node:child_process';
      const [name, get] = ['MALLOC_ARENA_MAX', 'console.log(process.env.MALLOC_ARENA_MAX)'];
      console.log(process.env[name], name in process.env, String(execFileSync(process.execPath, ['-e', get])).trim());
    `;
    expect((await same(source)).stdout).toBe('undefined false undefined\n');
    expect((await same(source, { env: { MALLOC_ARENA_MAX: '3' } })).stdout).toBe('3 true 3\n');
    if (process.platform !== 'linux') return;
    const path = writeProgram(`
      import { readFileSync } from 'node:fs';
      const pairs = readFileSync('/proc/self/environ', 'latin1').split('\\0');
      console.log(pairs.filter((pair) => pair.startsWith('MALLOC')).join());
    `);
    const { stdout } = await runTraced(path);
    expect(stdout).toBe('MALLOC_ARENA_MAX=2\n');
  });

  test('its globals, modules and handles', async () => {
    await same(
      `
      console.log(Reflect.ownKeys(globalThis).map(String).join());
      console.log(Object.keys(globalThis), Object.keys(require.cache).length, module.children.length);
      console.log(require.main === module, module.parent, require.main.paths.length, module.paths.length);
      console.log(process.getActiveResourcesInfo(), process._getActiveHandles().length);
      console.log(Object.keys(require('node:module')._extensions), Error.stackTraceLimit, typeof Error.prepareStackTrace);
      console.log(process._preload_modules, Object.keys(process).join());
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

  test('the numbers of its threads, and of what async_hooks tell of', async () => {
    await same(
      `
      const { AsyncResource, createHook, executionAsyncId } = require('node:async_hooks');
      const { once } = require('node:events');
      const threads = require('node:worker_threads');
      const { isMainThread, parentPort, postMessageToThread, threadId, Worker } = threads;
      const answers = [];
      process.on('workerMessage', (value, from) => {
        const told = [value, 'in', threads.threadId, 'from', from];
        if (isMainThread) answers.push(told.join(' '));
        else parentPort.postMessage(told.join(' '));
        if (value === 'ping') void postMessageToThread(from, 'pong');
      });
      const refused = async (id) => { try { await postMessageToThread?.(id, 'ping'); return 'none'; } catch ({ code }) { return code; } };
      if (!isMainThread) {
        parentPort.postMessage('thread ' + threadId);
        parentPort.once('message', async () => { parentPort.postMessage(await refused(threadId)); parentPort.close(); });
      } else (async () => {
        const events = [];
        const hook = createHook({ init: (id, type) => events.push(type + id), before: (id) => events.push('before ' + id) }).enable();
        setTimeout(() => {}, 1);
        const turned = new Promise((done) => setImmediate(() => done(events.push('immediate ' + executionAsyncId()))));
        console.log(new AsyncResource('own').asyncId(), Number(setTimeout(() => {}, 1)), threadId);
        await new Promise((resolve) => setTimeout(resolve, 20));
        await turned;
        hook.disable();
        console.log(events.filter((event) => !event.startsWith('PROMISE')).sort().join());
        for (const name of ['first', 'second']) {
          const worker = new Worker(__filename), over = once(worker, 'exit');
          console.log(name, worker.threadId, ...(await once(worker, 'message')));
          if (postMessageToThread) {
            const told = once(worker, 'message');
            await postMessageToThread(worker.threadId, 'ping');
            console.log(...(await told));
            // Node drops what a thread has sent if it has exited before that is received.
            while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
            console.log(answers.pop());
          }
          worker.postMessage('go on');
          console.log(...(await once(worker, 'message')), await refused(0), await refused(3));
          await over;
          console.log(worker.threadId);
        }
      })();
    `,
      { type: 'cjs' },
    );
  });

  test('its microtasks: what they are numbered, and the frames they have', async () => {
    await same(
      `
      const { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId } = require('node:async_hooks');
      const numbers = [];
      const take = (what) => numbers.push(what, new AsyncResource('own').asyncId(), executionAsyncId());
      const stack = (what) => console.log(what, new Error('in a microtask').stack);
      async function asks() { take('task'); await null; take('after'); }
      take('before');
      queueMicrotask(function plain() { take('microtask'); stack('plain'); queueMicrotask(asks); });
      take('behind');
      setImmediate(() => {
        queueMicrotask(() => take('of an immediate'));
        new AsyncLocalStorage().run(1, () => queueMicrotask(function kept() { take('with a context'); stack('context'); }));
        setImmediate(() => {
          const hook = createHook({ init() {} }).enable();
          queueMicrotask(function heard() { stack('heard'); hook.disable(); });
          setImmediate(() => console.log(numbers.join(' ')));
        });
      });
      try { queueMicrotask('none'); } catch (error) { console.log(error.message); }
      process.on('uncaughtException', (error) => console.log('uncaught', error.stack));
      queueMicrotask(function throws() { throw new Error('nobody catches'); });
      `,
      { type: 'cjs' },
    );
  });

  test('its promises: what util.inspect shows', async () => {
    await same(`
      import { inspect } from 'node:util';
      async function later() {
        await null;
        return 1;
      }
      const promise = later();
      console.log(inspect(promise), inspect({ promise }), Object.isFrozen(Object.freeze(promise)));
      await promise;
      console.log(inspect(promise), [promise], class extends Promise {}.resolve(2));
      const timer = setTimeout(() => {}, 1);
      console.log(Object.keys(timer));
    `);
  });

  test('its promises: own properties', async () => {
    await same(`
      const promise = Promise.resolve(1);
      await promise;
      console.log(Reflect.ownKeys(promise).map(String).join());
    `);
  });

  test('its promises: how many an asynchronous function makes whatever it returns, and what comes before and after', async () => {
    await same(`
      import { createHook } from 'node:async_hooks';
      let made = 0;
      const hook = createHook({ init: (id, type) => void (type === 'PROMISE' && made++) }).enable();
      const values = {
        settled: () => Promise.resolve(1),
        rejected: () => Promise.reject(new Error('x')),
        pending: () => new Promise((resolve) => process.nextTick(resolve)),
        thenable: () => ({ then(resolve) { resolve(1); } }),
        awaited: async () => await null,
      };
      const found = [];
      for (const key in values) {
        const order = [];
        made = 0;
        const called = (async function f() { return values[key](); })();
        const atOnce = made;
        called.then(() => order.push('fulfilled'), () => order.push('rejected'));
        let steps = Promise.resolve();
        for (let at = 0; at < 6; at++) steps = steps.then(() => order.push(at));
        await steps;
        await new Promise((resolve) => setTimeout(resolve, 1));
        found.push([key, atOnce, made, ...order].join(' '));
      }
      hook.disable();
      console.log(found);
    `);
  });

  test('its promises: proxies around them, what inherits from them, and frozen ones, however often', async () => {
    await same(`
      const asked = new Set();
      const traps = new Proxy({}, { get: (_, trap) => (asked.add(trap), undefined) });
      const late = () => new Promise((resolve) => setImmediate(resolve, 1));
      const work = async () => { await late(); return 1; };
      for (let i = 0; i < 3000; i++) {
        const promise = i % 500 === 0 ? work() : Promise.resolve(i);
        const behind = new Proxy(promise, traps);
        const child = Object.create(promise);
        try { await behind; } catch (error) { asked.add(error.message); }
        try { await child; } catch (error) { asked.add(error.message); }
        const frozen = Object.freeze(i % 500 === 0 ? work() : Promise.resolve(i));
        await frozen.then(() => frozen);
        if (!Object.isFrozen(frozen) || Reflect.ownKeys(frozen).length > 0) asked.add('not frozen');
      }
      console.log([...asked].join('; '));
    `);
  });
});

// Node's module `domain` replaces it, too.
test('an emit that a program puts in the place of all emitters’ is called as without the tracer', async () => {
  await same(`
    import { fork } from 'node:child_process';
    import { EventEmitter } from 'node:events';
    import { Worker } from 'node:worker_threads';
    const { emit } = EventEmitter.prototype;
    EventEmitter.prototype.emit = function own(...args) {
      const name = this === process ? 'process' : this?.constructor?.name;
      // A worker tells through one port that it is up, and through another what it says.
      if (/process|Worker$|ChildProcess/.test(name) && args[0] !== 'online') console.log(name, String(args[0]));
      return emit.apply(this, args);
    };
    if (process.send !== undefined) {
      process.send('up', () => process.exit());
      await new Promise(() => {});
    }
    const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
    await new Promise((ok) => worker.on('exit', ok));
    const child = fork(process.argv[1], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    await new Promise((ok) => child.on('close', ok));
    process.on('uncaughtException', () => {});
    Promise.reject(new Error('no'));
  `);
});

test('async_hooks of its own hear nothing of the tracer’s ports, as they are closed and as a worker is made', async () => {
  await same(
    `
    const { createHook } = require('node:async_hooks');
    const { Worker } = require('node:worker_threads');
    const heard = { init: [], before: [], after: [], destroy: [] };
    const hook = createHook({
      init(id, type) { heard.init.push(type); },
      before(id) { heard.before.push(id); },
      after(id) { heard.after.push(id); },
      destroy(id) { heard.destroy.push(id); },
    }).enable();
    const worker = new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
    worker.on('exit', () => setTimeout(() => {
      hook.disable();
      const most = heard.init.length + 100;
      console.log(heard.init.filter((type) => type !== 'PROMISE').sort().join());
      for (const what of ['before', 'after', 'destroy']) console.log(what, heard[what].every((id) => id < most));
    }, 50));
  `,
    { type: 'cjs' },
  );
});

test('what Node’s own functions report of no resource ends no program', async () => {
  await same(
    `
    // Flags of Node cannot be given here, and a child process is traced as well.
    const { spawnSync } = require('node:child_process');
    const hooks = "require('internal/async_hooks')";
    const run = (code) => spawnSync(process.execPath, ['--expose-internals', '-e', 'const hooks = ' + hooks + ';' + code]);
    for (const code of ['hooks.emitInit(7, null, 1, {})', 'hooks.emitInit(7, "own", 1)', 'hooks.emitBefore(7, 1); hooks.emitAfter(7)']) {
      const { status, stderr } = run('for (let i = 0; i < 400; i++) { ' + code + ' }');
      console.log(code, status, String(stderr));
    }
  `,
    { type: 'cjs' },
  );
});

test('promises have numbers while the program listens to async_hooks, and none once it no longer does', async () => {
  const run = await same(`
    import { AsyncLocalStorage, createHook, executionAsyncId } from 'node:async_hooks';
    const seen = async (when) => {
      const before = executionAsyncId() > 0;
      await null;
      console.log(when, before, executionAsyncId() > 0);
      await new Promise((ok) => setTimeout(ok, 1));
      console.log(executionAsyncId() > 0, await Promise.resolve().then(() => executionAsyncId() > 0));
    };
    await seen('before');
    const [hook, other] = [createHook({ init() {} }), createHook({ before() {} })];
    for (const turn of [1, 2]) {
      hook.enable();
      other.enable();
      await seen('with two');
      hook.disable();
      await seen('with one');
      other.disable();
      await seen('with none');
    }
    const als = new AsyncLocalStorage();
    await als.run(1, seen, 'in a context');
    als.disable();
    await seen('without');
    hook.enable().disable();
    other.enable();
    await seen('at once');
    queueMicrotask(() => console.log(executionAsyncId() > 0));
  `);
  expect(run.tasks('seen').map(({ waits }) => waits.map(({ on }) => on.kind))).toEqual(
    Array(10).fill(['unknown', 'timer', 'promise']),
  );
});

// Node 20 and 22 start no thread then, so there the program runs as it is.
test('reports of it leave the environment out where it wants that, in its threads too', async () => {
  await same(`
    const { report } = process;
    const has = () => JSON.stringify(report.getReport()).includes('environmentVariables');
    console.log(has());
    if ('excludeEnv' in report) {
      report.excludeEnv = true;
      console.log(has());
    }
  `);
});
