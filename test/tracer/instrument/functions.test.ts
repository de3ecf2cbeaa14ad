// The forms that functions have: arrows, parameters, directives, unusual names.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('arrows are tasks, concise ones and those with a block', async () => {
  const run = await traced(`
    const block = async (number) => {
      return number + (await 1);
    };
    const concise = async (number) => (await block(number)) + 1;
    const bare = async number => await concise(number);
    const object = async () => ({ answer: await bare(40) });
    const nothing = async () => {};
    const passesOn = async () => bare(1);
    console.log(await object(), await nothing(), await passesOn());
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :9 ×3
      object fulfilled: await :6
        bare fulfilled: await :5
          concise fulfilled: await :4
            block fulfilled: await :2
      nothing fulfilled
      passesOn fulfilled: return :8
        bare fulfilled: await :5
          concise fulfilled: await :4
            block fulfilled: await :2
  `);
  expect(run.stdout).toBe('{ answer: 42 } undefined 3\n');
});

test('an arrow that an arrow returns is a task of whoever calls it', async () => {
  const run = await traced(`
    const add = (first) => async (second) => async (third) => (await first) + (await second) + third;
    const inner = await add(1)(2);
    console.log(await inner(3));
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :2, await :3
      anonymous main.mjs:1 fulfilled
      anonymous main.mjs:1 fulfilled: await :1 ×2
  `);
  expect(run.stdout).toBe('6\n');
});

test('a function without a name is called by what it is handed to', async () => {
  const run = await traced(`
    import { EventEmitter } from 'node:events';
    const shop = new EventEmitter();
    const guarded = (handler) => (...order) => handler(...order);
    shop.on('order', async () => {});
    shop.once('a name that nobody would like to see as a whole', async () => {});
    shop.on('guarded', guarded(async () => {}));
    shop.on(Symbol.for('plain'), async () => {});
    shop.on('named', async function serve() {});
    for (const event of [...shop.eventNames()]) shop.emit(event);
    await Promise.all([1].map(async () => {}));
    await new Promise(async (resolve) => resolve());
    await guarded(async () => {})();
  `);
  expect(run.children('main.mjs').map(({ name }) => name)).toEqual([
    'on("order") callback',
    'once("a name that nobody would like t…") callback',
    'on("guarded") callback',
    'serve',
    'on callback main.mjs:7',
    'map callback main.mjs:10',
    'new Promise callback main.mjs:11',
    'guarded callback main.mjs:12',
  ]);
});

test('this and arguments inside arrows are those outside', async () => {
  const run = await traced(
    `
    async function outer() {
      const inner = async () => {
        await null;
        return [this.name, ...arguments];
      };
      return await inner('other');
    }
    outer.call({ name: 'Ada' }, 1, 2).then((result) => console.log(result));
  `,
    { type: 'cjs' },
  );
  expect(tree(run, { kinds: false })).toBe(picture`
    main.cjs fulfilled
      outer fulfilled: await :6
        inner fulfilled: await :3
  `);
  expect(run.stdout).toBe("[ 'Ada', 1, 2 ]\n");
});

test('default parameters may call asynchronous functions', async () => {
  const run = await traced(`
    async function load(what) {
      await null;
      return what;
    }
    async function show(loading = load('default'), { more = load('more') } = {}) {
      console.log(await loading, await more);
    }
    await show();
    await show(load('given'));
  `);
  // Parameters are evaluated before the task begins, so what they call belongs to the caller.
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :8, await :9
      load fulfilled: await :2
      load fulfilled: await :2
      show fulfilled: await :6 ×2
      load fulfilled: await :2
      load fulfilled: await :2
      show fulfilled: await :6 ×2
  `);
  expect(run.tasks('show').map(({ waits }) => waits.map(({ on }) => on.kind))).toEqual([
    ['task', 'task'],
    ['task', 'task'],
  ]);
  expect(run.task('main.mjs').waits.map(({ on }) => on.taskId)).toEqual(
    run.tasks('show').map(({ id }) => id),
  );
  expect(run.stdout).toBe('default more\ngiven more\n');
});

test('parameters that throw: the call is rejected before it became a task', async () => {
  const run = await traced(`
    async function strict(value = missing()) {
      return value;
    }
    function missing() {
      throw new Error('a value is needed');
    }
    await strict().catch((error) => console.log(error.message));
    const arrow = async ({ value }) => value;
    await arrow().catch((error) => console.log(error.name));
  `);
  expect(tree(run, { kinds: false })).toBe('main.mjs fulfilled: await :7, await :9');
  expect(run.stdout).toBe('a value is needed\nTypeError\n');
});

test('parameters may be destructured, or the rest of them', async () => {
  const run = await traced(`
    async function describe({ name, tags: [first, ...others] = ['none'] }, ...rest) {
      await null;
      return [name, first, others, rest];
    }
    console.log(await describe({ name: 'a', tags: [1, 2, 3] }, 4, 5));
    console.log(await describe({ name: 'b' }));
    console.log(describe.length);
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :5, await :6
      describe fulfilled: await :2
      describe fulfilled: await :2
  `);
  expect(run.stdout).toBe("[ 'a', 1, [ 2, 3 ], [ 4, 5 ] ]\n[ 'b', 'none', [], [] ]\n1\n");
});

test('directives stay directives', async () => {
  const run = await traced(
    `
    async function strict() {
      'use strict';
      await null;
      return this === undefined;
    }
    async function sloppy() {
      await null;
      return this === globalThis;
    }
    const arrow = async () => { 'use strict'; return (function () { return this === undefined; })(); };
    Promise.all([strict(), sloppy(), arrow()]).then((results) => console.log(results));
  `,
    { type: 'cjs' },
  );
  expect(run.stdout).toBe('[ true, true, true ]\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    main.cjs fulfilled
      strict fulfilled: await :3
      sloppy fulfilled: await :7
      arrow fulfilled
  `);
});

test('functions keep unusual names', async () => {
  const run = await traced(String.raw`
    async function größe() {}
    async function $() {}
    async function _() {}
    async function 例え() {}
    async function async() {}
    async function of() {}
    async function constructor() {}
    async function __proto__() {}
    async function hasOwnProperty() {}
    async function \u0061scii() {}
    export default async function () {}
    const functions = [größe, $, _, 例え, async, of, constructor, __proto__, hasOwnProperty, ascii];
    for (const each of functions) await each();
    console.log(functions.map(({ name }) => name).join());
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :13 ×10
      größe fulfilled
      $ fulfilled
      _ fulfilled
      例え fulfilled
      async fulfilled
      of fulfilled
      constructor fulfilled
      __proto__ fulfilled
      hasOwnProperty fulfilled
      ascii fulfilled
  `);
  expect(run.stdout).toBe('größe,$,_,例え,async,of,constructor,__proto__,hasOwnProperty,ascii\n');
});

test('names come from where a function is put', async () => {
  const run = await traced(`
    const named = async () => {};
    let assigned;
    assigned = async () => {};
    const { fallback = async () => {} } = {};
    const map = { key: async () => {} };
    const list = [async () => {}];
    const inner = async function own() {};
    map.added = async () => {};
    for (const each of [named, assigned, fallback, map.key, list[0], inner, map.added]) await each();
  `);
  expect(run.children('main.mjs').map(({ name }) => name)).toEqual([
    'named',
    'assigned',
    'fallback',
    'key',
    expect.stringMatching(/^anonymous /),
    'own',
    'map.added',
  ]);
});

test('functions whose names a compiler brings back by a call', async () => {
  const run = await traced(`
    var __name = (target, value) => Object.defineProperty(target, 'name', { value, configurable: true });
    function __setFunctionName(f, name) { return Object.defineProperty(f, 'name', { configurable: true, value: name }); }
    const a = /* @__PURE__ */ __name(async () => { await null; }, 'load');
    const shop = { b: __setFunctionName(async function () { await null; }, '#count') };
    var __publicField = (object, key, value) => { object[key] = value; };
    class Bank { constructor() { __publicField(this, 'withdraw', async () => { await null; }); } }
    await a();
    await shop.b();
    await new Bank().withdraw();
  `);
  expect(run.report.tasks.map(({ name }) => name)).toEqual(['main.mjs', 'load', '#count', 'withdraw']);
});
