// Who started whom: nested calls, recursion, closures and every way to call an async function.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('a called task is below its caller', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function outer() {
      await inner();
      await inner();
    }
    async function inner() {
      await sleep(1);
    }
    await outer();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task outer :9
      outer fulfilled: await task inner :3, await task inner :4
        inner fulfilled: await timer :7
        inner fulfilled: await timer :7
  `);
});

test('an async function that awaits nothing is a task without waits', async () => {
  const run = await traced(`
    async function quick() {
      return 1;
    }
    await quick();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task quick :4
      quick fulfilled
  `);
});

test('a program without anything asynchronous is one task', async () => {
  const run = await traced(`
    const numbers = [3, 1, 2];
    numbers.sort((a, b) => a - b);
    numbers.forEach(function show(number) {
      console.log(number);
    });
  `);
  expect(tree(run)).toBe('main.mjs fulfilled');
  expect(run.stdout).toBe('1\n2\n3\n');
});

test('each call of a function that calls itself is below the one before', async () => {
  const run = await traced(`
    async function countdown(from) {
      if (from > 0) await countdown(from - 1);
    }
    await countdown(3);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task countdown :4
      countdown fulfilled: await task countdown :2
        countdown fulfilled: await task countdown :2
          countdown fulfilled: await task countdown :2
            countdown fulfilled
  `);
});

test('a plain function in between does not hide who started whom', async () => {
  const run = await traced(`
    async function outer() {
      return helper();
    }
    function helper() {
      const result = inner();
      return result.then((value) => value + 1);
    }
    async function inner() {
      await null;
      return 1;
    }
    console.log(await outer());
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :12
      outer fulfilled: return :2
        inner fulfilled: await :9
  `);
});

test('what is called after an await still belongs to its caller, however the tasks interleave', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function first() {
      await sleep(5);
      await step('first');
      await sleep(20);
      await step('first again');
    }
    async function second() {
      await sleep(10);
      await step('second');
    }
    async function step(name) {
      await null;
      console.log(name);
    }
    await Promise.all([first(), second()]);
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :16
      first fulfilled: await :3, await :4, await :5, await :6
        step fulfilled: await :13
        step fulfilled: await :13
      second fulfilled: await :9, await :10
        step fulfilled: await :13
  `);
  expect(run.stdout).toBe('first\nsecond\nfirst again\n');
});

test('a call from a then that the language calls belongs to the task that awaits, returns, yields or combines it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function query(by) { await sleep(1); }
    const builder = (by) => ({ then(resolve, reject) { query(by).then(resolve, reject); } });
    async function awaits() { await builder('await'); }
    async function returns() { return builder('return'); }
    async function* yields() { yield builder('yield'); }
    async function combines() { await Promise.all([1, builder('all')]); }
    await awaits();
    await returns();
    for await (const _ of yields());
    await combines();
  `);
  const parent = (id: number | null) => run.report.tasks.find((task) => task.id === id)?.name;
  expect(run.tasks('query').map(({ label, parentId }) => [label, parent(parentId)])).toEqual([
    ['query("await")', 'awaits'],
    ['query("return")', 'returns'],
    ['query("yield")', 'yields'],
    ['query("all")', 'combines'],
  ]);
  expect(run.task('awaits').waits[0]?.on).toMatchObject({ kind: 'promise' });
});

test('a call from a then callback belongs to the task that attached it', async () => {
  const run = await traced(`
    async function attach() {
      return Promise.resolve().then(() => work());
    }
    async function work() {
      await null;
    }
    await attach();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :7
      attach fulfilled: return :2
        work fulfilled: await :5
  `);
});

test('a task outlives its parent', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function start() {
      linger();
    }
    async function linger() {
      await sleep(5);
    }
    await start();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task start :8
      start fulfilled
        linger fulfilled: await timer :6
  `);
  expect(run.task('linger').endMs).toBeGreaterThan(run.task('main.mjs').endMs ?? 0);
});

test('two tasks may await the same promise', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function load() {
      await sleep(1);
    }
    const loading = load();
    async function reader() {
      await loading;
    }
    await Promise.all([reader(), reader()]);
    await loading;
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :9, await task load :10
      load fulfilled: await timer :3
      reader fulfilled: await task load :7
      reader fulfilled: await task load :7
  `);
});

test('a function that another one returned is a task of whoever calls it', async () => {
  const run = await traced(`
    function counter(start) {
      let count = start;
      return async function increment() {
        count += await Promise.resolve(1);
        return count;
      };
    }
    const one = counter(0);
    const other = counter(10);
    await one();
    await one();
    console.log(await one(), await other());
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task increment :10, await task increment :11, await task increment :12 ×2
      increment fulfilled: await promise :4
      increment fulfilled: await promise :4
      increment fulfilled: await promise :4
      increment fulfilled: await promise :4
  `);
  expect(run.stdout).toBe('3 11\n');
});

test('functions that are called where they stand are tasks', async () => {
  const run = await traced(`
    await (async () => {
      await null;
    })();
    await (async function setUp() {
      await null;
    })();
    await new (class {
      async go() {}
    })().go();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :1, await :4, await :7
      anonymous main.mjs:1 fulfilled: await :2
      setUp fulfilled: await :5
      go fulfilled
  `);
});

test('functions called by call, apply, bind and Reflect belong to their caller', async () => {
  const run = await traced(`
    async function greet(greeting, mark) {
      await null;
      return greeting + ' ' + this.name + mark;
    }
    const ada = { name: 'Ada' };
    console.log(await greet.call(ada, 'Hello', '!'));
    console.log(await greet.apply(ada, ['Hi', '.']));
    const bound = greet.bind(ada, 'Hey');
    console.log(await bound('?'));
    console.log(await Reflect.apply(greet, ada, ['Yo', '…']));
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :6, await :7, await :9, await :10
      greet fulfilled: await :2
      greet fulfilled: await :2
      greet fulfilled: await :2
      greet fulfilled: await :2
  `);
  expect(run.stdout).toBe('Hello Ada!\nHi Ada.\nHey Ada?\nYo Ada…\n');
});
