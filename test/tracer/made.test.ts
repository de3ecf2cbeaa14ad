// What the program has `vm` compile under the name of a file of the person's own, as test runners and loaders of configurations do.

import { expect, test } from 'vitest';
import { same } from '../support/same.ts';
import { picture } from '../support/traced.ts';
import { tree } from '../support/tree.ts';

/** Two lines shorter than what was written, as the source map says. */
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
