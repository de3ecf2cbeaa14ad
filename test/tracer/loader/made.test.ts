// Code that a program has `vm` compile under the name of one of the user's files, as test runners and loaders of configurations do.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';
import { picture } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

/** It leaves out the first two lines of what was written, and makes a source map that says so. */
const COMPILER = `
  const { readFileSync } = require('node:fs');
  exports.compile = (path) => {
    const lines = readFileSync(path, 'utf8').split('\\n').slice(2);
    const mappings = lines.map((_, line) => (line === 0 ? 'AAEA' : 'AACA')).join(';');
    const map = JSON.stringify({ version: 3, sources: [path], names: [], mappings });
    return lines.join('\\n') + '\\n//# sourceMappingURL=data:application/json,' + encodeURIComponent(map);
  };
`;

test('its functions are tasks, in the lines that its source map leads to, and the function it was put into is the file', async () => {
  const run = await same({
    'main.cjs': `
      const vm = require('node:vm');
      const { pathToFileURL } = require('node:url');
      const { compile } = require('./compile.cjs');
      const path = require.resolve('./work.ts');
      const wrapped = (opening, closing, more) =>
        vm.runInThisContext(opening + compile(path).replace('await null;', more) + closing, { filename: path, columnOffset: -opening.length });
      async function main() {
        const own = {};
        await wrapped("'use strict';async (exports, sleep) => {{", '\\n}}', 'await sleep(1);')(own, (ms) => new Promise((done) => setTimeout(done, ms)));
        console.log(await own.work(1));
        wrapped('(function (exports) { ', '\\n})', '')(own);
        console.log(await own.work(2));
        vm.compileFunction(compile(path).replace('await null;', 'const more = 1;'), ['exports'], { filename: pathToFileURL(path).href })(own);
        console.log(await own.work(3), String(own.work).length);
        console.log(vm.runInThisContext('var three = 3; async function plain() { await null; }\\nplain(); three;', path), three, typeof plain);
        try { await wrapped('(async () => {', '\\n})', 'null.x;')(); } catch (error) { console.log(error.message); }
      }
      main();
    `,
    'compile.cjs': COMPILER,
    'work.ts': `// The compiler leaves
      // two lines out
      await null; exports.work = async function work(of) {
        await null;
        return [of, new Error('here').stack.split('\\n')[1].replace(/\\(.*\\W(?=work)/, '(')];
      };
      exports.unused = async () => {};
    `,
  });
  expect(run.stdout).toContain("[ 1, '    at Object.work (work.ts:3:21)' ]");
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      compile.cjs fulfilled
      main fulfilled: await task work.ts :9, await task work :10, await task work :12, await task work :14, await task work.ts :16
        work.ts fulfilled: await timer :3
        work fulfilled: await unknown :4
        work.ts fulfilled
        work fulfilled: await unknown :4
        work.ts fulfilled
        work fulfilled: await unknown :4
        plain fulfilled: await unknown :1
        work.ts rejected
  `);
  expect(run.tasks('work').map(({ file, line }) => [file?.slice(-7), line])).toEqual(
    Array(3).fill(['work.ts', 3]),
  );
});

test('vm stays what it was', async () => {
  await same({
    'main.cjs': `
      const vm = require('node:vm');
      const { Session } = require('node:inspector');
      const filename = require.resolve('./own.js');
      const text = 'async function f() { await null; } typeof require';
      const shown = (object) => Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]);
      console.log(shown(vm), shown(vm.Script), shown(vm.Script.prototype));
      const native = Object.getPrototypeOf(vm.Script);
      console.log(native, native.name, native.length, native.prototype.constructor === native, String(vm.Script) === String(vm.Script), String(native));
      class Sub extends vm.Script { constructor(code) { super(code, { filename }); this.own = 1; } }
      const sub = new Sub(text);
      console.log(sub, sub instanceof vm.Script, sub.runInThisContext(), f.toString(), f.length);
      console.log(sub.runInNewContext(), vm.runInNewContext(text, { require: 1 }, filename), vm.runInContext(text, vm.createContext({}), { filename }));
      const cachedData = sub.createCachedData();
      for (const options of [{ cachedData }, { cachedData: Buffer.from('no') }, { produceCachedData: true }]) {
        const script = new vm.Script(text, { filename, ...options });
        console.log(script.cachedDataRejected, script.cachedDataProduced, script.runInThisContext());
      }
      const made = vm.compileFunction('return async () => { await a; }', ['a'], { filename, produceCachedData: true });
      console.log(made.cachedDataProduced, String(made), vm.compileFunction('return async () => { await a; }', ['a'], { filename, cachedData: made.cachedData }).cachedDataRejected);
      for (const make of [() => new vm.Script('\\n  let let', { filename }), () => vm.compileFunction('a b', [], { filename }), () => vm.runInThisContext('null.x', filename), () => vm.Script('')])
        try { make(); } catch (error) { console.log(error.stack); }
      const session = new Session();
      session.connect();
      session.post('Profiler.enable');
      session.post('Profiler.startPreciseCoverage', { detailed: true });
      vm.runInThisContext('(async function counted() { await null; if (0) return 1; })', filename)();
      session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
        console.log(JSON.stringify(result.filter(({ url }) => url === filename).map(({ functions }) => functions)));
      });
    `,
    'own.js': '',
  });
});

test('what runs in a context of its own runs as it would, with its tasks', async () => {
  const run = await same(
    {
      'main.cjs': `
      const vm = require('node:vm');
      const filename = require.resolve('./own.js');
      const log = (...values) => console.log(...values);
      const opens = (options) => vm.createContext({ log, done: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }, options);
      const text = \`
        async function inside(of) {
          const order = [];
          for (const at of [1, 2, 3]) Promise.resolve().then(() => order.push(at));
          await done(1);
          await of;
          for await (const one of [Promise.resolve(1)]) order.push(one);
          order.push(await Promise.all([of, 2]).then((all) => all.length));
          return order;
        }
        (async () => {
          await null;
          try { for await (const one of 1); } catch (error) { log(error instanceof TypeError, error.message); }
          try { const [one] = await 1; } catch (error) { log(error instanceof TypeError, error.message); }
          log(inside.toString().length, Function.prototype.toString.toString(), Function.prototype.toString.name);
          log(Object.getOwnPropertyNames(globalThis).join(), typeof inside, new Error('e').stack.split('\\\\n')[1].replace(/at .*\\\\W(?=own)/, ''));
          log(await inside(Promise.resolve(3)));
        })().finally();
      \`;
      async function main() {
        await vm.runInContext(text, opens(), { filename });
        await new vm.Script(text, { filename }).runInContext(opens());
        await new vm.Script(text, { filename }).runInNewContext(opens());
        await vm.compileFunction('return ' + text.slice(text.indexOf('(async')), ['inside'], { filename, parsingContext: opens() })(String);
        const module = new vm.SourceTextModule('const { length } = "four"; await null; export const own = async () => length; log(await own(), import.meta.name);', {
          identifier: filename,
          context: opens(),
          initializeImportMeta: (meta) => { meta.name = 'meta'; },
        });
        await module.link(() => {});
        const cachedData = module.createCachedData();
        await module.evaluate();
        console.log(await module.namespace.own(), String(module.namespace.own), module instanceof vm.SourceTextModule, module instanceof vm.Module);
        const again = new vm.SourceTextModule('const { length } = "four"; await null; export const own = async () => length; log(await own(), import.meta.name);', { identifier: filename, cachedData });
        console.log(again.status, vm.Module === Object.getPrototypeOf(vm.SourceTextModule), vm.Module.prototype.constructor === vm.Module, String(vm.Module).length);
        for (const make of [() => new vm.SourceTextModule('a b', { identifier: filename }), () => new vm.Module(), () => vm.Module()])
          try { make(); } catch (error) { console.log(error.stack); }
      }
      main();
    `,
      'own.js': '',
    },
    { env: { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' } },
  );
  const inside = run.tasks('inside').map(({ line, waits }) => [line, ...waits.map((wait) => wait.line)]);
  expect(inside).toEqual(Array(3).fill([2, 5, 6, 7, 7, 8]));
});
