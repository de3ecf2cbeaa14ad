// The markers in the source must not change what the language does with values and control: syntax, built-ins, iterators, completion values. Each
// program runs without and with the tracer, and has to say the same.

import { expect, test } from 'vitest';
import type { ProgramOptions } from '../../support/program.ts';
import { same } from '../../support/same.ts';

const cjs: ProgramOptions = { type: 'cjs' };

test('a list of expressions is returned as its last one', async () => {
  await same(
    `
    async function last() { return await 1, 2; }
    async function* lastOf() { yield 1; return 3, 4; }
    const generator = lastOf();
    last().then((value) => console.log(value)).then(async () => {
      await generator.next();
      console.log(await generator.next());
    });
    return console.log('first'), 5;
  `,
    cjs,
  );
});

test('old syntax works', async () => {
  await same(
    `
    <!-- a comment as browsers know it
    with ({ inner: 'with' }) console.log(inner);
    console.log(010, '\\07', delete globalThis.nothing);
    --> another one
    if (true) function conditional() { return 1; }
    console.log(conditional());
    label: function labelled() {}
    try { throw 1 } catch (e) { var e = 2; console.log(e); }
    console.log(new.target, this === exports, arguments.length);
    (async () => { with ({ value: 3 }) console.log(await value); })();
  `,
    cjs,
  );
});

test('new syntax works', async () => {
  const run = await same(
    `
    class Shop {
      #open = true;
      static #count = 0;
      static { Shop.#count++; }
      accessor = 1_000n;
      static async isOpen(other) { return #open in other && (await other.#open); }
      async *[Symbol.asyncIterator]() { yield await this.#open; }
    }
    const shop = new Shop();
    console.log(await Shop.isOpen(shop), shop?.accessor, 2 ** 3 ** 2, 0b11, 0o17);
    for await (const open of shop) console.log(open);
    let a = null;
    a ??= await Promise.resolve(1);
    a &&= a + (await 1);
    a ||= await 'never';
    console.log(a, \`\${await \`\${await 'nested'}\`}\`, /(?<year>\\d+)/v.exec('2020')?.groups.year);
    const { x = await 1, ...others } = { y: await 2 };
    console.log(x, others, [...(await [1, 2])], await import('data:text/javascript,export default 1').then((m) => m.default));
    try { throw new Error('x', { cause: await 'y' }); } catch ({ cause }) { console.log(cause); }
    export { x as 'a string', shop as default };
    console.log(import.meta.url.startsWith('file:'));
  `,
  );
  expect(run.task('isOpen').outcome).toBe('fulfilled');
});

test('built-ins may be frozen or replaced', async () => {
  await same(
    `
    console.log('before: Node sets its output up now');
    Object.freeze(Object.prototype);
    Object.freeze(Promise.prototype);
    const then = Promise.prototype.then;
    globalThis.WeakMap = globalThis.Map = undefined;
    Array.prototype[Symbol.iterator] = function* () { yield 'hijacked'; };
    async function works() {
      await null;
      return 'works';
    }
    works().then(console.log, console.log);
    globalThis.performance = { now: () => NaN };
    Date.now = () => 0;
    setTimeout(() => works().then(console.log), 1);
  `,
    cjs,
  );
});

test('the methods of weak collections may be replaced', async () => {
  await same(
    `
    const { get, createServer } = require('node:http');
    const { MessageChannel, Worker } = require('node:worker_threads');
    for (const { prototype } of [WeakMap, WeakSet])
      for (const name of Object.getOwnPropertyNames(prototype))
        if (name !== 'constructor') prototype[name] = () => { throw new Error('a weak ' + name); };
    process.on('unhandledRejection', ({ message }) => console.log('unhandled', message));
    async function refuses() { await null; throw new Error('refused'); }
    void refuses();
    const { port1, port2 } = new MessageChannel();
    port1.once('message', (text) => { console.log(text); port1.close(); serves(); });
    port2.postMessage('through a port');
    const serves = () => {
      const server = createServer((request, response) => response.end('answer')).listen(0, () => {
        get({ port: server.address().port }, (response) => response.on('data', String).on('end', () => server.close(works)));
      });
    };
    const works = () => {
      const text = "require('node:worker_threads').parentPort.once('message', (text) => console.log('worker', text))";
      new Worker(text, { eval: true }).postMessage('hello');
    };
    require('node:fs').writeFileSync(__dirname + '/made.js', '');
    require('node:vm').runInThisContext('(async () => { await null; console.log("made"); })()', { filename: __dirname + '/made.js' });
  `,
    cjs,
  );
});

test('a then of Promise that the program replaced is called as often as before', async () => {
  await same(`
    const original = Promise.prototype.then;
    let calls = 0;
    Promise.prototype.then = function (...callbacks) {
      calls++;
      return original.apply(this, callbacks);
    };
    async function inner() {}
    async function returns() { return inner(); }
    async function pending() { return new Promise((resolve) => setTimeout(resolve, 1)); }
    await inner();
    await returns();
    await pending();
    for await (const each of [inner()]);
    Promise.prototype.then = original;
    console.log(calls);
  `);
});

test('values pass through unchanged', async () => {
  await same(`
    const values = [undefined, null, -0, NaN, 1n, 'text', Symbol.for('s'), {}, [], () => {}, /r/, new Error('e')];
    async function* each() { for (const value of values) values.includes(yield value); return -0; }
    const results = [];
    const generator = each();
    for (let step = await generator.next(); !step.done; step = await generator.next(step.value)) results.push(step.value);
    console.log(results.every((value, index) => Object.is(value, values[index])), results.length);
    for (const value of values) {
      const [a, b, c] = [await value, await (async () => value)(), await (async () => { return value; })()];
      if (!Object.is(a, value) || !Object.is(b, value) || !Object.is(c, value)) console.log('changed', value);
      const thrown = await (async () => { throw value; })().catch((error) => error);
      if (!Object.is(thrown, value)) console.log('thrown', value);
    }
  `);
});

test('control flows through try, catch and finally as before', async () => {
  await same(`
    const log = [];
    async function flow(kind) {
      outer: for (let i = 0; i < 2; i++) {
        try {
          await null;
          if (kind === 'throw') throw new Error(kind);
          if (kind === 'return') return 'returned ' + i;
          if (kind === 'break') break outer;
          if (kind === 'continue') continue outer;
          log.push('end of try');
        } catch (error) {
          log.push(await error.message);
          if (i === 1) throw new Error('again');
        } finally {
          log.push(await ('finally ' + i));
          if (kind === 'override') return 'overridden';
        }
      }
      return 'after';
    }
    for (const kind of ['throw', 'return', 'break', 'continue', 'override', 'none']) {
      log.push(kind, await flow(kind).catch((error) => error.message));
    }
    async function* generated() {
      try { yield 1; yield 2; } finally { log.push('closing'); await null; log.push('closed'); }
    }
    for await (const value of generated()) { if (value === 2) break; log.push(value); }
    try { for await (const value of generated()) throw new Error('from the body'); } catch (error) { log.push(error.message); }
    const nested = async () => { for await (const a of generated()) for await (const b of generated()) return [a, b]; };
    log.push(String(await nested()));
    console.log(log.join('\\n'));
  `);
});

test('iterators that misbehave are treated as before', async () => {
  await same(`
    const attempts = {
      notIterable: () => 1,
      undefined: () => undefined,
      noNext: () => ({ [Symbol.asyncIterator]: () => ({}) }),
      notAnObject: () => ({ [Symbol.asyncIterator]: () => 1 }),
      notCallable: () => ({ [Symbol.asyncIterator]: 1 }),
      nextNotAnObject: () => ({ [Symbol.asyncIterator]: () => ({ next: () => 1 }) }),
      nextThrows: () => ({ [Symbol.asyncIterator]: () => ({ next() { throw new Error('next'); } }) }),
      nextRejects: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('rejects')) }) }),
      returnThrows: () => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1 }), return() { throw new Error('return'); } }) }),
      returnNotAnObject: () => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1 }), return: () => 1 }) }),
      syncNotClosed: () => [Promise.reject(new Error('in the array'))],
      getterOrder: () => ({
        get [Symbol.asyncIterator]() { console.log('get asyncIterator'); return undefined; },
        get [Symbol.iterator]() { console.log('get iterator'); return function () {
          console.log(this !== undefined);
          return { get next() { console.log('get next'); return () => ({ get done() { console.log('get done'); return true; } }); } };
        }; },
      }),
    };
    for (const [name, make] of Object.entries(attempts)) {
      try {
        for await (const value of make()) { console.log(name, value); break; }
        console.log(name, 'ended');
      } catch (error) {
        console.log(name, error.name, error.message);
      }
    }
  `);
});

test('a program may be very long or very deep', async () => {
  const run = await same({
    'main.mjs': [
      ...Array.from(
        { length: 2000 },
        (_, i) => `async function f${i}() { ${i > 0 ? `return (await f${i - 1}()) + 1;` : 'return 0;'} }`,
      ),
      'console.log(await f300());',
      `console.log(${'('.repeat(200)}await 1${')'.repeat(200)});`,
      `console.log([${Array.from({ length: 500 }, () => 'await 1').join(', ')}].length);`,
    ].join('\n'),
  });
  expect(run.report.tasks).toHaveLength(302);
});
