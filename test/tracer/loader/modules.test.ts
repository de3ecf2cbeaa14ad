// Where code comes from: ES modules and CommonJS, imported and required, and code that is made while it runs.

import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('CommonJS: a required file runs inside the one that requires it', async () => {
  const run = await traced({
    'main.cjs': `
      const { load } = require('./lib.cjs');
      load().then((value) => console.log(value));
    `,
    'lib.cjs': `
      exports.load = async function load() {
        await null;
        return 'loaded';
      };
    `,
  });
  expect(tree(run, { kinds: false })).toBe(picture`
    main.cjs fulfilled
      lib.cjs fulfilled
      load fulfilled: await :2
  `);
  expect(run.stdout).toBe('loaded\n');
});

test('CommonJS has main, filename, return at the top level, cycles and its cache as without the tracer', async () => {
  const run = await traced({
    'main.cjs': `
      const path = require('node:path');
      console.log(require.main === module, module.id, path.basename(__filename), this === module.exports);
      exports.half = 'main';
      const other = require('./other.cjs');
      console.log(other.seen, require('./other.cjs') === other, module.children.length);
      if (other) return;
      console.log('never');
    `,
    'other.cjs': `
      exports.seen = require('./main.cjs').half;
      console.log(require.main === module, module.parent.id);
    `,
  });
  expect(run.stdout).toBe('true . main.cjs true\nfalse .\nmain true 1\n');
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      other.cjs fulfilled
  `);
});

test('ES modules: imported files run first', async () => {
  const run = await traced({
    'main.mjs': `
      import { load } from './lib.mjs';
      console.log(await load());
    `,
    'lib.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      await sleep(1);
      export async function load() {
        return 'loaded';
      }
    `,
  });
  expect(run.report.tasks.map(({ kind, name }) => (kind === 'module' ? '' : name))).toEqual(['', '', 'load']);
  expect(run.task('lib.mjs').waits.map(({ line, on }) => [line, on.kind])).toEqual([[2, 'timer']]);
  expect(run.task('load').parentId).toBe(run.task('main.mjs').id);
  expect(run.endsInOrder('lib.mjs', 'main.mjs')).toBe(true);
  expect(run.task('main.mjs').startMs).toBeGreaterThanOrEqual(run.task('lib.mjs').endMs ?? Infinity);
});

test('a module that is imported while the program runs is a task of whoever imports it', async () => {
  const run = await traced({
    'main.mjs': `
      async function lazy() {
        const { value } = await import('./lib.mjs');
        return value;
      }
      console.log(await lazy());
    `,
    'lib.mjs': 'export const value = await Promise.resolve(42);',
  });
  expect(run.stdout).toBe('42\n');
  expect(run.task('lazy').waits.map(({ line }) => line)).toEqual([2]);
  expect(run.task('lib.mjs').waits.map(({ line }) => line)).toEqual([1]);
});

test('ES modules and CommonJS may import each other', async () => {
  const run = await traced({
    'main.mjs': `
      import { createRequire } from 'node:module';
      import legacy, { load } from './legacy.cjs';
      const require = createRequire(import.meta.url);
      console.log(await load(), legacy === require('./legacy.cjs'), require('./data.json').answer);
      console.log(await legacy.modern());
    `,
    'legacy.cjs': `
      exports.load = async () => 'legacy';
      exports.modern = async () => (await import('./modern.mjs')).default;
    `,
    'modern.mjs': `export default 'modern';`,
    'data.json': '{ "answer": 42 }',
  });
  expect(run.stdout).toBe('legacy true 42\nmodern\n');
  expect(run.tasks('main.mjs')).toHaveLength(1);
  expect(run.tasks('legacy.cjs')).toHaveLength(1);
  expect(run.tasks('modern.mjs')).toHaveLength(1);
});

test('an ES module that is required, and what it imports', async () => {
  const run = await traced(
    {
      'main.cjs': `
        const { work } = require('./work.mjs');
        work().then(console.log);
        try { require('./failing.mjs'); } catch ({ code, stack }) { console.log(code, stack.split('\\n').length); }
      `,
      'work.mjs': `
        import legacy from './legacy.cjs';
        import { inner } from './inner/index.js';
        export async function work() {
          return [await inner(), await legacy.load()].join();
        }
      `,
      'legacy.cjs': 'exports.load = async () => "legacy";',
      'inner/index.js': `
        export async function inner() {
          await null;
          return 'inner';
        }
      `,
      'inner/package.json': '{ "type": "module" }',
      'failing.mjs': 'import "./nowhere.mjs";',
    },
    { type: 'cjs' },
  );
  expect(run.stdout).toBe('ERR_MODULE_NOT_FOUND 11\ninner,legacy\n');
  expect(run.children('work').map(({ name }) => name)).toEqual(['inner', 'exports.load']);
  expect(run.task('inner').waits.map(({ line }) => line)).toEqual([2]);
});

test('a .js file is what its package.json says', async () => {
  const run = await traced({
    'main.js': `
      import { inner } from './inner/index.js';
      console.log(await inner());
    `,
    'package.json': '{ "type": "module" }',
    'inner/index.js': `
      exports.inner = async () => 'inner';
    `,
    'inner/package.json': '{ "type": "commonjs" }',
  });
  expect(run.stdout).toBe('inner\n');
  expect(run.tasks('exports.inner')).toHaveLength(1);
});

test('a module that fails is rejected, and whoever imports it may go on', async () => {
  const run = await traced({
    'main.mjs': `
      await import('./broken.mjs').catch((error) => console.log(error.message));
      await import('./missing.mjs').catch((error) => console.log(error.code));
      await import('./wrong.mjs').catch((error) => console.log(error.name));
    `,
    'broken.mjs': `throw new Error('broken');`,
    'wrong.mjs': 'const = 1;',
  });
  expect(run.stdout).toBe('broken\nERR_MODULE_NOT_FOUND\nSyntaxError\n');
  expect(run.task('broken.mjs').outcome).toBe('rejected');
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
});

test('a file may have a hashbang, a byte order mark, other line ends, or no last one', async () => {
  const run = await traced({
    'main.mjs': `#!/usr/bin/env node\nimport './mark.mjs';\nimport './crlf.mjs';\nimport './bare.mjs';\nimport './empty.mjs';\nawait null;`,
    'mark.mjs': '\uFEFFawait null;\nexport {};\n',
    'crlf.mjs': 'const value = 1;\r\nawait value;\r\n// the end\r\n',
    'bare.mjs': 'await null // no line end',
    'empty.mjs': '',
  });
  expect(run.task('main.mjs').waits.map(({ line, column }) => [line, column])).toEqual([[6, 1]]);
  expect(run.task('mark.mjs').waits.map(({ line, column }) => [line, column])).toEqual([[1, 1]]);
  expect(run.task('crlf.mjs').waits.map(({ line, column }) => [line, column])).toEqual([[2, 1]]);
  expect(run.task('bare.mjs').waits.map(({ line, column }) => [line, column])).toEqual([[1, 1]]);
  expect(run.task('empty.mjs').outcome).toBe('fulfilled');
});

test('a hashbang may stand before a directive in CommonJS', async () => {
  const run = await traced({
    'main.cjs': `#!/usr/bin/env node\n'use strict';\n(async function go() {\n  await null;\n})();\nconsole.log((function () { return this; })());\n`,
  });
  expect(run.stdout).toBe('undefined\n');
  expect(run.task('go').waits.map(({ line }) => line)).toEqual([4]);
});

test('code made while running is not traced, and works: who waits for it is told so', async () => {
  const run = await traced({
    'main.cjs': `
      const vm = require('node:vm');
      const AsyncFunction = (async () => {}).constructor;
      async function main() {
        const secret = 'local';
        console.log(await eval('(async () => { await null; return secret; })()'));
        console.log(await (0, eval)('(async () => { await null; return typeof secret; })()'));
        console.log(await new Function('return (async () => { await null; return 1; })()')());
        console.log(await new AsyncFunction('a', 'return (await a) + 1')(1));
        console.log(await vm.runInNewContext('(async () => { await null; return 3; })()'));
        console.log(await vm.runInThisContext('(async () => { await null; return 4; })()'));
        const plugin = new vm.Script('(async function load(work) { await work(5); return work(6); })', { filename: 'plugin.js' });
        const load = plugin.runInThisContext();
        console.log(await load(work));
        const both = vm.compileFunction('return (async () => work(7))()', ['work']);
        console.log((await Promise.all([both(work), work(8)])).join());
        console.log(await work(9));
      }
      async function work(number) { await null; return number; }
      main();
    `,
  });
  expect(run.stdout).toBe('local\nundefined\n1\n2\n3\n4\n6\n7,8\n9\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    main.cjs fulfilled
      main fulfilled: await :5, await :6, await :7, await :8, await :9, await :10, await :13, await :15, await :16
        work fulfilled: await :18
        work fulfilled: await :18
        work fulfilled: await :18
        work fulfilled: await :18
        work fulfilled: await :18
  `);
  expect(run.task('main').waits.map(({ on }) => on.name || on.kind)).toEqual([
    'uninstrumented code (eval at main.cjs:5)',
    'uninstrumented code (eval at main.cjs:6)',
    'uninstrumented code (eval at main.cjs:7)',
    'uninstrumented code (eval at main.cjs:8)',
    // A promise of another realm is wrapped, like anything else that has a then.
    'promise',
    'uninstrumented code (evalmachine.<anonymous>:1)',
    'uninstrumented load (plugin.js:1)',
    'promise',
    'task',
  ]);
});

test('a function taken as text works elsewhere', async () => {
  const run = await traced({
    'main.cjs': `
      const vm = require('node:vm');
      const { Worker } = require('node:worker_threads');
      async function double(number) {
        await null;
        return number * 2;
      }
      async function* numbers() {
        yield await 1;
      }
      async function main() {
        console.log(await vm.runInNewContext('(' + double + ')(21)'));
        console.log((await vm.runInNewContext('(' + numbers + ')().next()')).value);
        console.log(await new Function('return (' + double + ')(4)')());
        const worker = new Worker('(' + double + ')(5).then((n) => console.log(n))', { eval: true });
        await new Promise((resolve) => worker.on('exit', resolve));
      }
      main();
    `,
  });
  expect(run.stdout).toBe('42\n1\n8\n10\n');
  expect(run.exitCode).toBe(0);
});

test('TypeScript that the runtime takes has its tasks', async () => {
  if (nodeVersion() < 22.18) return;
  const run = await traced({
    'main.mts': `
      interface Order { readonly dish: string }
      type Later<T> = Promise<T>;

      async function cook<T extends Order>(order: T): Later<string> {
        await null as unknown;
        return order.dish satisfies string;
      }
      const dish: string = await cook({ dish: 'soup' }) as string;
      console.log(dish);
    `,
  });
  expect(run.stdout).toBe('soup\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mts fulfilled: await :8
      cook fulfilled: await :5
  `);
  expect(run.task('main.mts').waits[0]?.column).toBe(22);
});

test('TypeScript may be a module only because it is written as one', async () => {
  if (nodeVersion() < 22.18) return;
  const run = await traced({
    'main.ts': `
      import type { Dish } from './dish.ts';
      import { soup } from './dish.ts';
      const dish: Dish = await soup();
      console.log(dish);
    `,
    'dish.ts': `
      export type Dish = string;
      export const soup = async (): Promise<Dish> => 'soup';
    `,
  });
  expect(run.stdout).toBe('soup\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    dish.ts fulfilled
    main.ts fulfilled: await :3
      soup fulfilled
  `);
});

test('what is under node_modules is looked into when asked for, in workers and child processes too', async () => {
  const program = {
    'main.mjs': `
      import { Worker } from 'node:worker_threads';
      import { once } from 'node:events';
      import { execFileSync } from 'node:child_process';
      import { esm } from 'esm';
      import cjs from 'cjs';
      console.log(await esm(), await cjs.cjs());
      await once(new Worker('import("esm").then(({ esm }) => esm());', { eval: true }), 'exit');
      console.log(String(execFileSync(process.execPath, ['child.cjs'])));
    `,
    'child.cjs': 'require("cjs").cjs().then((text) => console.log(text));',
    'node_modules/esm/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/esm/index.js': 'export async function esm() { return "esm"; }',
    'node_modules/cjs/package.json': '{}',
    'node_modules/cjs/index.js': 'exports.cjs = async function cjs() { return "cjs"; };',
  };
  const without = await traced(program);
  expect([without.tasks('esm'), without.tasks('cjs')]).toEqual([[], []]);
  const run = await traced(program, { includesModules: true });
  expect(run.ending).toEqual(without.ending);
  expect(run.tasks('esm').map(({ file, line }) => [basename(file ?? ''), line])).toEqual([
    ['index.js', 1],
    ['index.js', 1],
  ]);
  expect(run.tasks('cjs')).toHaveLength(2);
});

test.each([
  [
    'CommonJS',
    '{}',
    'const { basename } = require("node:path"); work().then(() => console.log(basename(__filename)));',
  ],
  [
    'an ES module',
    '{ "type": "module" }',
    'import { basename } from "node:path"; await work(); console.log(basename(import.meta.filename));',
  ],
])('a command without an extension is %s as its package.json says', async (_what, json, text) => {
  const run = await same({
    command: `#!/usr/bin/env node
${text}
async function work() { await null; }
`,
    'package.json': json,
  });
  expect(run.stdout).toBe('command\n');
  expect(run.task('work')).toMatchObject({ line: 3, outcome: 'fulfilled' });
});

test('what cannot be imported is refused with the same errors', async () => {
  await same({
    'main.mjs': `
      const imported = ['data:text/plain,text', 'data:text/css;charset=utf-8,a', 'data:text/javascript,await 1; nope', './a.css'];
      for (const one of [...imported, './bad.json', './none.mjs', 'no-package', 'ftp://a/b', 'node:none', './required.cjs'])
        await import(one).catch(({ stack }) => console.log(stack.replace(/\\n(?:.*node:internal.*\\n?)*/, '\\n')));
    `,
    'a.css': '',
    'bad.json': '{}',
    'required.cjs':
      "import('data:text/plain,text').catch(({ message }) => console.log(message)); require('./a.css'); require('data:,');",
  });
});

test('an ES module behind a link is the one that the link leads to, though the output is a pipe', async () => {
  await same({
    'main.mjs': `
      import { rmSync, symlinkSync } from 'node:fs';
      import one from './one.mjs';
      const link = new URL('link.mjs', import.meta.url);
      rmSync(link, { force: true });
      symlinkSync('one.mjs', link);
      console.log((await import('./link.mjs')).default === one);
    `,
    'one.mjs': 'export default {};',
  });
});
