// Rare cases that programs do reach: many tasks at once, odd paths, late calls, promises that everybody waits for.

import { expect, test } from 'vitest';
import { both, picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('of a program that does much and is gone at once, everything is there', async () => {
  const run = await traced(`
    async function leaf() {
      await null;
    }
    for (let i = 0; i < 20_000; i++) leaf();
    process.exit(0);
  `);
  expect(run.tasks('leaf')).toHaveLength(20_000);
  expect(run.report.program.complete).toBe(true);
});

test('a path may have blanks, other letters and signs that mean something in URLs', async () => {
  const run = await traced({
    'my program/größe #1 100% & "so on".mjs': `
      import { lib } from './ñ?.mjs';
      await lib();
    `.replace('ñ?', 'ñ%3F'),
    'my program/ñ?.mjs': 'export async function lib() {\n  await null;\n}\n',
  });
  expect(run.task('lib').file).toMatch(/\/my program\/ñ\?\.mjs$/);
  expect(run.task('größe #1 100% & "so on".mjs').outcome).toBe('fulfilled');
});

test('a .js file may be an ES module by its syntax alone', async () => {
  const run = await traced({
    'main.js': `
      import { setTimeout as sleep } from 'node:timers/promises';
      async function work() {
        await sleep(1);
      }
      await work();
    `,
  });
  expect(tree(run)).toBe(picture`
    main.js fulfilled: await task work :5
      work fulfilled: await timer :3
  `);
});

test('a .js file is CommonJS where nothing says otherwise', async () => {
  const run = await traced({
    'main.js': `
      const { work } = require('./lib');
      work();
    `,
    'lib.js': `
      exports.work = async function work() {
        await null;
      };
    `,
  });
  expect(tree(run, { kinds: false })).toBe(picture`
    main.js fulfilled
      lib.js fulfilled
      work fulfilled: await :2
  `);
});

test('libraries have no tasks, but what they call of the program has', async () => {
  const run = await traced({
    'main.mjs': `
      import { each } from 'library';
      async function visit(item) {
        await null;
        return item * 2;
      }
      console.log(await each([1, 2], visit));
    `,
    'node_modules/library/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/library/index.js': `
      export async function each(items, visit) {
        const results = [];
        for (const item of items) results.push(await visit(item));
        return results;
      }
    `,
  });
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :6
      visit fulfilled: await :3
      visit fulfilled: await :3
  `);
  expect(run.stdout).toBe('[ 2, 4 ]\n');
});

test('a task that is started while the program exits is there', async () => {
  const run = await traced(`
    async function goodbye() {
      console.log('goodbye');
      await null;
    }
    process.on('exit', () => goodbye());
  `);
  expect(run.stdout).toBe('goodbye\n');
  expect(run.report.program.complete).toBe(true);
  expect(run.task('goodbye').outcome).toBe('pending');
});

test('a program may take off all listeners', async () => {
  const run = await traced(`
    async function work() {
      await null;
    }
    process.removeAllListeners();
    for (const name of process.eventNames()) process.removeAllListeners(name);
    await work();
  `);
  expect(run.task('work').outcome).toBe('fulfilled');
  expect(run.report.program.complete).toBe(true);
});

test('a promise that everybody waits for holds on to nobody', async () => {
  const { plain, traced: run } = await both(`
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const ready = Promise.resolve('ready');
    const results = [];
    async function handle() {
      await ready;
      return Promise.resolve({ result: results.push(null) });
    }
    for (let i = 0; i < 200; i++) results[i] = new WeakRef(await handle());
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      gc();
    }
    const alive = results.filter((result) => result?.deref() !== undefined).length;
    console.log(alive < 20 ? 'few' : alive);
  `);
  expect(plain.stdout).toBe('few\n');
  expect(run.stdout).toBe('few\n');
});

test('a call with default parameters is not mistaken for the next thing awaited', async () => {
  const run = await traced(`
    async function quick(value = 1) {
      return value;
    }
    const quickly = quick();
    await Promise.resolve();
    console.log(await quickly);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :5, await task quick :6
      quick fulfilled
  `);
});

test('what is returned decides how a task ends, whatever kind of promise it is', async () => {
  const run = await traced(`
    class Own extends Promise {}
    async function own() {
      return new Own((_, reject) => setTimeout(reject, 1, new Error('own')));
    }
    async function thenable() {
      return { then: (_, reject) => setTimeout(reject, 1, new Error('thenable')) };
    }
    async function plain() {
      return new Promise((_, reject) => setTimeout(reject, 1, new Error('plain')));
    }
    for (const each of [own, thenable, plain]) await each().catch(({ message }) => console.log(message));
  `);
  expect(run.stdout).toBe('own\nthenable\nplain\n');
  expect(run.children('main.mjs').map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'own rejected',
    'thenable rejected',
    'plain rejected',
  ]);
});

test('an executor may be asynchronous, and a promise may be resolved with another', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function inner() {
      await sleep(1);
      return 'inner';
    }
    const value = await new Promise(async function executor(resolve) {
      resolve(inner());
    });
    console.log(value);
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :6
      executor fulfilled
        inner fulfilled: await :3
  `);
  // The task is ready when the inner promise settles, not when it is handed over.
  const [wait] = run.task('main.mjs').waits;
  expect((wait?.startMs ?? 0) + (wait?.suspendedMs ?? 0)).toBeGreaterThanOrEqual(
    run.task('inner').endMs ?? Infinity,
  );
});

test('a run inside a run: the caller runs until the called task first waits', async () => {
  const run = await traced(`
    async function outer() {
      const waiting = inner();
      await waiting;
    }
    async function inner() {
      await null;
    }
    await outer();
  `);
  const [outer, inner] = [run.task('outer'), run.task('inner')];
  expect(inner.startMs).toBeGreaterThanOrEqual(outer.startMs);
  expect(outer.waits[0]?.startMs).toBeGreaterThanOrEqual(inner.waits[0]?.startMs ?? Infinity);
  expect(outer.waits[0]?.on.taskId).toBe(inner.id);
});

test('each wait says which task ended it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    let open;
    const door = new Promise((resolve) => {
      open = resolve;
    });
    async function guest() {
      await door;
    }
    async function host() {
      await sleep(1);
      open();
    }
    await Promise.all([guest(), host()]);
  `);
  expect(run.task('guest').waits.map(({ wokenById }) => wokenById)).toEqual([run.task('host').id]);
  expect(run.task('host').waits.map(({ delayMs }) => delayMs)).toEqual([1]);
});
