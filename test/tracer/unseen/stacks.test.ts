// Stacks and places are the author's, whoever asks for them: Node, the program, or a library that formats them itself.

import MagicString, { Bundle } from 'magic-string';
import { minify } from 'vite';
import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { framesOf, same } from '../../support/same.ts';
import { both } from '../../support/traced.ts';

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

// V8 tells who awaits a promise only if that has a single reaction.
test('the stack of an error: who awaits a function that returned a promise', async () => {
  const traced = await same(`
    const show = (error) => console.log(error.stack);
    async function chains() { return Promise.resolve().then(function fails() { throw new Error('in a chain'); }); }
    async function made() { return new Promise((ok) => setImmediate(() => { Promise.resolve().then(function later() { show(new Error('settles it')); ok(); }); })); }
    async function aborted() { return Promise.resolve().then(() => { throw new DOMException('enough', 'AbortError'); }); }
    async function settled() { return Promise.resolve(1); }
    async function outer(of) { await of(); }
    await outer(chains).catch(show);
    await outer(made);
    await outer(settled);
    await aborted().catch(() => {});
    await outer(async () => { await null; throw new Error('by itself'); }).catch(show);
  `);
  const outcomes = ['chains', 'made', 'settled', 'aborted'].map((name) => traced.task(name).outcome);
  expect(outcomes).toEqual(['rejected', 'fulfilled', 'fulfilled', 'cancelled']);
});

/** Each program calls the function `deep` with different limits of frames. */
const LIMITS = `for (const limit of [0, 1, 2, 3, 4, 5, 10, 'many', Infinity]) {
  Error.stackTraceLimit = limit;
  for (const calls of [1, 4]) await all(calls);
  console.log(Error.stackTraceLimit === limit);
}`;
const DEEP = `
  const show = (error) => console.log(error.stack, error.suppressed?.stack);
  function deep(calls) { if (calls === 0) throw new Error('deep'); deep(calls - 1); }
`;

// Functions of the tracer stand in between and call these methods. V8 counts their frames among those that it takes.
test('the stack of an error: as many frames as the program wants, of what a loop calls', async () => {
  await same(`
    ${DEEP}
    async function* asks(calls) { deep(calls); yield 1; }
    async function* isLeft(calls) { try { yield 1; } finally { deep(calls); } }
    function* plain(calls) { deep(calls); }
    const made = (method) => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ value: 1 }), ...method }) });
    const logs = async function* () { console.log(new Error('is not thrown').stack); };
    const loops = [
      (calls) => asks(calls), (calls) => isLeft(calls), (calls) => plain(calls), logs,
      (calls) => made({ next() { deep(calls); } }), (calls) => made({ return() { deep(calls); } }),
      (calls) => ({ [Symbol.asyncIterator]() { deep(calls); } }),
      async function* (calls) { for await (const value of asks(calls)) yield value; },
      (calls) => calls, async function* (calls) { const [value] = await calls; }, async function* (calls) { yield* calls; },
    ];
    async function all(calls) {
      for (const loop of loops) await (async function leaves() { for await (const value of loop(calls)) break; })().catch(show);
    }
    ${LIMITS}
    const own = { [Symbol.asyncIterator]: () => ({ next() { Error.stackTraceLimit = 2; return { done: true }; } }) };
    Error.stackTraceLimit = 5;
    for await (const value of own);
    console.log(Error.stackTraceLimit);
  `);
});

test('the stack of an error: a limit that the program freezes or deletes while a loop goes on', async () => {
  const changes = [
    'Object.freeze(Error)',
    `Object.defineProperty(Error, 'stackTraceLimit', { writable: false })`,
    'delete Error.stackTraceLimit',
  ];
  for (const change of changes) {
    for (const [inNext, inBody] of [
      [change, ''],
      ['', change],
    ]) {
      await same(`
        const values = { [Symbol.asyncIterator]: () => ({ value: 0, next() { ${inNext}; return { value: ++this.value, done: this.value > 3 }; } }) };
        for await (const value of values) { ${inBody}; console.log(value); }
      `);
    }
  }
});

test('the stack of an error: as many frames as the program wants, of what is disposed of', async () => {
  if (nodeVersion() < 24) return;
  await same(`
    ${DEEP}
    const disposed = [
      (calls) => ({ [Symbol.asyncDispose]() { deep(calls); } }), (calls) => ({ [Symbol.dispose]() { deep(calls); } }),
      (calls) => ({ async [Symbol.asyncDispose]() { await 1; deep(calls); } }),
    ];
    async function all(calls) {
      for (const make of disposed) {
        await (async function leaves() { await using one = make(calls); await 1; })().catch(show);
        await (async function throws() { await using one = make(calls); throw new Error('before'); })().catch(show);
      }
    }
    ${LIMITS}
  `);
});

// Functions of the tracer stand in for the runtime's.
test('the stack of an error: as many frames as the program wants, of what replaced functions throw or call', async () => {
  await same(
    `
    const { BroadcastChannel, MessageChannel, Worker } = require('node:worker_threads');
    const [cp, events, fs, http, net, stream, util, vm] = 'child_process events fs http net stream util vm'.split(' ').map(require);
    ${DEEP}
    const fails = () => deep(2);
    const channel = new BroadcastChannel('own'), { port1 } = new MessageChannel(), worker = new Worker('', { eval: true });
    const written = new stream.Writable({ write: fails });
    process.on('own', fails).on('exit', (code) => console.log(code, new Error('at the end').stack));
    worker.on('own', fails).on('exit', () => { show(new Error('of a worker')); channel.close(); port1.close(); });
    const calls = {
      openSync: () => fs.openSync('/nope'), readFileSync: () => fs.readFileSync('/nope'), writeSync: () => fs.writeSync(999, 'x'), closeSync: () => fs.closeSync(999),
      open: () => fs.open(null), promised: () => fs.promises.open(null), read: () => fs.createReadStream(5n), listen: () => net.createServer().listen(-1),
      connect: () => net.connect(-1), request: () => http.request({ host: 1 }), fetch: () => fetch('http://a', { get method() { fails(); } }), spawn: () => cp.spawn(1),
      worker: () => new Worker(1), exec: () => cp.execFileSync('/nope'), port: () => port1.postMessage(fails), message: () => worker.postMessage(fails),
      channel: () => channel.postMessage(Symbol()), made: () => BroadcastChannel(), script: () => new vm.Script('}'), function: () => vm.compileFunction('}'),
      microtask: () => queueMicrotask(1), process: () => process.emit('own'), thread: () => worker.emit('own'), once: () => events.once(1, 'x'),
      write: () => written.write('x'), stdout: () => process.stdout.write(1), text: () => util.inspect(Function.prototype.toString.call(1)),
    };
    const far = (depth, call) => depth === 0 ? call() : far(depth - 1, call);
    async function all(depth) {
      for (const name in calls) await (async () => far(depth, calls[name]))().catch(show);
    }
    (async () => { ${LIMITS} await all(20); })();
    `,
    { type: 'cjs' },
  );
});

test('the stack of an error: as many frames as the program wants, of a file that a handler of its own compiles', async () => {
  const { plain, traced } = await both({
    'main.cjs': `
      const fs = require('node:fs');
      require.extensions['.js'] = (module, file) => module._compile(fs.readFileSync(file, 'utf8'), file);
      const far = (depth, call) => depth === 0 ? call() : far(depth - 1, call);
      for (const [depth, name] of [0, 2, 9].entries()) try { far(depth, () => require('./' + name)); } catch ({ stack }) { console.log(stack.split('\\n').length); }
    `,
    ...Object.fromEntries(
      [0, 2, 9].map((name) => [
        `${name}.js`,
        'throw new Error("loads"); async function waits() { await 1; }',
      ]),
    ),
  });
  expect(traced.stdout).toBe(plain.stdout);
  expect(plain.stdout).toContain('11');
});

// Some program keeps an error of a function that is called with more frames, and looks at it later.
test('the stack of an error: as many frames as there are, if the program takes more of them for a moment', async () => {
  await same(`
    const far = (depth, call) => (depth === 0 ? call() : far(depth - 1, call));
    process.on('own', () => {});
    process.emit('own');
    for (const depth of [1, 5, 6, 7, 8, 9, 12, 20, 30, 60]) {
      Error.stackTraceLimit = 50;
      const error = far(depth, () => new Error('taken'));
      Error.stackTraceLimit = 10;
      console.log(error.stack);
    }
  `);
});

// Node puts the source line above the stack.
test('the stack of an error: one that leaves a script of vm', async () => {
  await same(
    `
    const vm = require('node:vm');
    ${DEEP}
    async function all(calls) {
      Object.assign(globalThis, { deep, show });
      const filename = __dirname + '/work.cjs';
      const text = 'async function works() { await 1; }\\nfunction inner() { deep(' + calls + '); }\\ninner();';
      const context = vm.createContext({ deep });
      const runs = [
        () => vm.runInThisContext(text), () => vm.runInThisContext(text, { displayErrors: false }),
        () => new vm.Script(text, { filename }).runInThisContext(), () => vm.runInContext(text, context, { filename }),
        () => vm.runInThisContext('null.x', { filename }), () => vm.runInThisContext('deep deep', { filename }),
      ];
      for (const run of runs) try { run(); } catch (error) { show(error); }
    }
    require('node:fs').writeFileSync(__dirname + '/work.cjs', '');
    (async () => { ${LIMITS} })();
  `,
    { type: 'cjs' },
  );
});

// Node adds a frame to callbacks if anybody listens to them.
test('the stack of an error: in callbacks, while the program listens to async_hooks itself and while it does not', async () => {
  const { plain, traced } = await both(
    `
    const { AsyncLocalStorage, createHook } = require('node:async_hooks');
    const { stat } = require('node:fs');
    const { getCallSites } = require('node:util');
    const show = (what) => console.log(what, new Error('x').stack, getCallSites?.().map((site) => site.functionName).join());
    const round = (what) => new Promise((ok) => setTimeout(() => {
      show(what + ' timeout');
      setImmediate(() => { show(what + ' immediate'); stat('/', () => { show(what + ' stat'); process.nextTick(() => { show(what + ' tick'); ok(); }); }); });
    }, 1));
    const listens = async (what, hooks) => {
      const hook = createHook(hooks).enable();
      await round(what);
      hook.disable();
      await round('no longer ' + what);
    };
    (async () => {
      await round('nobody');
      const store = new AsyncLocalStorage();
      await store.run(1, () => round('store'));
      await round('behind store');
      store.disable();
      await round('no store');
      await listens('init', { init() {} });
      await listens('before', { before() {} });
      await listens('after', { init() {}, after() {} });
      await listens('destroy', { destroy() {} });
    })();
  `,
    { type: 'cjs' },
  );
  expect(plain.stdout).toContain('callbackTrampoline');
  expect(framesOf(traced.stdout)).toEqual(framesOf(plain.stdout));
});

// The author's places are known since the file was loaded, because to compute them would take too long for a stack.
test('the stack of an error: of a file that is another one by now', async () => {
  await same(
    `
    const { writeFileSync } = require('node:fs');
    const file = __dirname + '/work.cjs';
    writeFileSync(file, "module.exports = async () => { await null; await null; throw new Error('no'); };");
    const work = require(file);
    writeFileSync(file, '');
    work().catch((error) => console.log(error.stack.split('\\n')[1]));
  `,
    { type: 'cjs' },
  );
});

// Node has this function since 22.9. It asks V8 for the frames itself, without `Error.prepareStackTrace`.
test('the places that util.getCallSites tells', async () => {
  await same(`
    import { readFile } from 'node:fs';
    import util from 'node:util';
    const { getCallSites } = await import('node:util');
    const places = (sites) =>
      sites?.map((site) => [site.functionName, site.scriptName, site.lineNumber, site.column, Object.keys(site).length]);
    const deep = (depth, ...asked) => (depth === 0 ? getCallSites?.(...asked) : deep(depth - 1, ...asked));
    const waits = async () => { await null; return [places(util.getCallSites?.()), places(getCallSites?.({ sourceMap: false }))]; };
    console.log(JSON.stringify(await Promise.all([waits(), places(deep(3, 2)), places(deep(30)), deep(300, 198)?.length])));
    const refused = (...asked) => { try { getCallSites?.(...asked); } catch (error) { console.log(error.code, error.stack.split('\\n').length); } };
    for (const asked of [[0], [201], ['many'], [1, null], [{ sourceMap: 1 }]]) refused(...asked);
    console.log(getCallSites?.name, getCallSites?.length, util.inspect(getCallSites), String(getCallSites));
    readFile('/', () => console.log(places(getCallSites?.())));
  `);
});

/** Written in two pieces, so that it is not taken for a reference of this file. */
const REFERENCE = `//# source${'MappingURL='}`;

/** Two files and a library in one line, with a map, so that every column matters. */
async function bundled(): Promise<Record<string, string>> {
  const bundle = new Bundle({ separator: '\n' });
  const add = (filename: string, content: string): void =>
    void bundle.addSource({ filename, content: new MagicString(content) });
  add(
    'src/shop.js',
    `async function price(id) {\n  await null;\n\n  if (id > 2) throw new Error('sold out');\n  return id;\n}`,
  );
  add('node_modules/lib/index.js', 'async function lib(f) {\n  await null;\n  return f();\n}');
  add(
    'src/main.js',
    `\nconst show = (error) => console.log(error.stack);\nasync function order() {\n  await price(1);\n  return lib(() => price(3));\n}\norder().catch(show);\nsetTimeout(() => { show(new Error('later')); null.nothing; }, 20);`,
  );
  const inputMap = bundle.generateMap({ hires: true, includeContent: true });
  const { code, map } = await minify('out.js', bundle.toString(), {
    sourcemap: true,
    inputMap,
    compress: false,
    mangle: false,
  } as never);
  return { 'dist/out.cjs': `${code}${REFERENCE}out.cjs.map\n`, 'dist/out.cjs.map': JSON.stringify(map) };
}

const withMaps = { env: { NODE_OPTIONS: '--enable-source-maps' } };

test('--enable-source-maps: files without a map', async () => {
  const { plain, traced } = await both(stacks, withMaps);
  expect(framesOf(traced.stdout)).toEqual(framesOf(plain.stdout));
});

test('--enable-source-maps: a minified bundle, and the line that ends it', async () => {
  const { plain, traced } = await both(await bundled(), withMaps);
  expect(plain.stdout).toContain('src/shop.js:4');
  expect(framesOf(traced.stdout)).toEqual(framesOf(plain.stdout));
  expect(framesOf(traced.stderr)).toEqual(framesOf(plain.stderr));
  expect(traced.exitCode).toBe(1);
});

test('a minified bundle, without', async () => {
  const { plain, traced } = await both(await bundled());
  expect(framesOf(traced.stdout)).toEqual(framesOf(plain.stdout));
});

// source-map-support, callsites, depd and loggers do this.
test('a program that formats stacks itself: its function, and the frames it is given', async () => {
  await same(
    `
    const { inspect } = require('node:util');
    const asked = ['getColumnNumber', 'getEnclosingColumnNumber', 'getEnclosingLineNumber', 'getFunctionName', 'getLineNumber', 'getMethodName', 'getPosition', 'getTypeName', 'isAsync', 'isConstructor', 'isToplevel', 'toString'];
    const own = (error, sites) => {
      const frame = (site) => [inspect(site), ...asked.map((name) => name + ' ' + site[name]())].join();
      return sites.filter((site) => site.getFileName() === __filename).map(frame).join('\\n');
    };
    async function deep() { await null; { const a = 1; await a; throw new Error('deep'); } }
    (async () => {
      const before = Error.prepareStackTrace;
      await deep().catch((error) => { Error.prepareStackTrace = own; console.log(error.stack); });
      console.log(Error.prepareStackTrace === own, Error.stackTraceLimit);
      Error.prepareStackTrace = (error, sites) => sites;
      const caller = async () => { await null; return new Error('where').stack; };
      const [site] = await caller();
      console.log(site.getLineNumber(), site.getColumnNumber(), String(site), site.getFunctionName());
      Error.prepareStackTrace = before;
      console.log(Error.prepareStackTrace === before, typeof before, (await deep().catch((error) => error.stack)).split('\\n')[1]);
      Error.prepareStackTrace = undefined;
      console.log(Error.prepareStackTrace, (await deep().catch((error) => error.stack)).split('\\n')[1]);
    })();
  `,
    { type: 'cjs' },
  );
});

const tests = (module: string) => `
  ${module}
  describe('shop', () => {
    it('sells', async () => { await null; });
    it('is sold out', async () => { await null; throw new Error('no'); });
  });
  (async () => { await null; })(); test('last', async (t) => { await t.test('inner', async () => { await null; assert.equal(1, 2); }); });
`;

/** Leaves out durations, and how Node came to call the test. */
const steady = (output: string): string =>
  output.replace(/duration_ms:? [\d.]+/g, 'duration_ms T').replace(/^\s+(async )?(\S+ )?\(?node:.*\n/gm, '');

// A runner tells the places of the tests that fail.
test.each([
  [
    'of an ES module',
    {
      'main.mjs': tests(`import { describe, it, test } from 'node:test'; import assert from 'node:assert';`),
    },
  ],
  [
    'of CommonJS',
    {
      'main.cjs': tests(
        `const { describe, it, test } = require('node:test'), assert = require('node:assert');`,
      ),
    },
  ],
])('the tests of node:test, %s', async (_what, source) => {
  const { plain, traced } = await both(source, { env: { NODE_OPTIONS: '--test-reporter=tap' } });
  expect(plain.stdout).toMatch(/location: .*main\..js:\d+:\d+/);
  expect(steady(traced.stdout)).toBe(steady(plain.stdout));
});
