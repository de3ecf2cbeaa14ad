// Messages of errors that quote the program's own text.

import { test } from 'vitest';
import { same } from '../../support/same.ts';

// V8 shortens a text of more than 128 characters.
test('messages that quote a function have the text that its author wrote, also where V8 shortens it', async () => {
  await same(`
    import { MessageChannel, Worker } from 'node:worker_threads';
    const { port1 } = new MessageChannel();
    const functions = [
      async () => { await 1; },
      async function declared(a, b) { await a; await b; return [await a, await b]; },
      async (one, two) => { const sum = (await one) + (await two); for (const each of [one, two]) console.log(await each, sum, 'and more', 'and more'); },
      class Shop { async order(what) { return await what; } static async open() { await 1; } },
      { async method(a) { await a; } }.method, { async ['comp' + 'uted'](a = () => 1) { await a; } }.computed,
      (class { static async *stored() { yield await 1; } }).stored,
      Object.getOwnPropertyDescriptor({ get got() { return (async () => { await 1; })(); } }, 'got').get,
      (a) => setTimeout(() => a, 1), async()=>1, async (a) => a, async (a) => (await a), (a) => [...a], (a) => a.then((b) => b), (a) => Promise.all([a]), function plain() { return Promise.all([1, 2].map(async (x) => await x)); },
    ];
    for (const fn of functions) {
      for (const clone of [structuredClone, (value) => port1.postMessage(value), (value) => new Worker('', { eval: true, workerData: value })])
        try { clone(fn); } catch (error) { console.log(error.message, error.stack.split('\\n')[0]); }
      await (async () => { class Bad extends fn {} })().catch((error) => console.log(error.message));
    }
    port1.close();
  `);
});

test('what errors say of a value that was awaited, yielded or made', async () => {
  await same(`
    import assert, { ok } from 'node:assert';
    import fs, { readFileSync } from 'node:fs';
    async function f() { return 5; }
    const file = process.argv[1];
    const short = { a() { setTimeout(() => {}, 0); } }.a;
    const tried = [
      async () => readFileSync(file).split('\\n'),
      async () => { const lines = fs.readFileSync(file).toString().lines().length; },
      async () => readFileSync(file)?.foo('x').bar,
      async () => readFileSync(file)(1),
      async () => readFileSync(file, 'utf8').split('\\n', await f()).length > 2,
      async () => Promise.all([1]).map((x) => x),
      async () => Promise.all([1]).then((x) => x).map((x) => x),
      async () => { const [a] = Promise.all([1]); },
      async () => { for (const x of Promise.all([1])) ; },
      async () => { for (const x of new Promise(() => {})) ; },
      async () => [...Promise.race([1])],
      async () => f(...await null),
      async () => f(1, ...await undefined),
      async () => { const [a] = (await f()); },
      async () => { try { await f(); Map.prototype.get.call(short); } catch (error) { return error.message; } },
      async () => Reflect.construct(Object, [], short.bind?.call && { short }.short),
      async () => structuredClone({ short }),
      async () => {
        const x = await f();
        assert(x === 5 && await f() === 3);
      },
      async () => {
        assert.ok((await f()) === 4);
      },
      async () => {
        ok(
          await f() === 3
        );
      },
      async () => { await f(); assert(false, 'own words'); },
      async () => { assert.ok(await (async () => 0)()); },
      async () => { assert(await (f)() === 3 && await (1)); },
      async () => { ok(await [0][0] || await -0 || await \`\`); },
      async () => (await f()).foo(),
      async () => (await f())(),
      async () => new (await f())(),
      async () => new ((await f()).K)(),
      async () => { for (const x of await f()) ; },
      async () => { for (const x of (await {})) ; },
      async () => { for (const x of (await f()).list) ; },
      async () => { const [a] = await f(); },
      async () => { const [a] = (await null); },
      async () => { let a; [a] = await f(); },
      async () => { const { a } = await null; },
      async () => { const { a: { b } } = await f(); },
      async () => [...await f()],
      async () => [...(await f())],
      async () => f(...await f()),
      async () => new Map(...await [5]),
      async () => (await f())\`x\`,
      async () => (await f())?.(),
      async () => f[await 'x'](),
      async () => { null[await 1]; },
      async () => f().foo(),
      async function* () { (yield 1).foo(); },
      async () => { const p = new Promise(() => {}).foo(); },
      async () => (await Promise.all([1])).bar(),
      async () => { const [a] = await 'string', [b] = await new Map([[1, 2]]), [c] = await [3]; return a + b + c; },
      async () => { Number.prototype[Symbol.iterator] = function* () { yield +this; }; const [a] = await f(); for (const b of await 6) return a + b; },
    ];
    for (const one of tried)
      try {
        const result = await one();
        if (result?.next) await result.next(), await result.next(3);
        else console.log(result);
      } catch ({ name, message, stack }) {
        console.log(name, message, /:\\d+:\\d+/.exec(stack)[0]);
      }
  `);
});
