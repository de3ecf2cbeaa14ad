// TypeScript and JSX that the Node at hand would refuse: Loopscope compiles them, and shows what their author wrote.
// A program that begins with a `.tsx` file is one on every Node, one that begins with a `.ts` file only on older ones.

import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

const TAKES_TYPES = 22.18;

test('a .ts file has the same tasks and lines on a Node that runs it by itself and on one that does not', async () => {
  const run = await traced({
    'main.ts': `
      import { soup, type Dish } from './dish.ts';
      interface Order {
        of: Dish;
      }
      async function serve<T extends Order>(order: T): Promise<string> {
        const dish: Dish = await soup(order.of as Dish);
        return dish.name;
      }
      console.log(await serve({ of: { name: 'leek' } }));
    `,
    'dish.ts': `
      export interface Dish { name: string }
      export const soup = async (dish: Dish): Promise<Dish> => { await null; return dish; };
    `,
    'package.json': '{ "type": "module" }',
  });
  expect(tree(run, { kinds: false })).toBe(picture`
    dish.ts fulfilled
    main.ts fulfilled: await :9
      serve fulfilled: await :6
        soup fulfilled: await :2
  `);
  expect(run.stdout).toBe('leek\n');
  expect(run.task('serve')).toMatchObject({ line: 5, column: 1 });
  expect(run.task('soup')).toMatchObject({ line: 2, column: 21 });
  expect(run.task('serve').waits[0]).toMatchObject({ expression: 'soup(order.of as Dish)', column: 22 });
  const said = run.report.capture.notices;
  if (nodeVersion() >= TAKES_TYPES) expect(said).toEqual([]);
  else expect(said).toEqual([expect.stringContaining('Loopscope compiles them')]);
});

test('enums, namespaces, parameter properties, decorators and JSX, which cannot simply be left out, are compiled', async () => {
  const run = await traced({
    'main.tsx': `
      enum Size { Small = 1, Large }
      namespace Prices { export const bread = 3; }
      function twice(_target: object, _key: string, what: PropertyDescriptor) {
        const own = what.value;
        what.value = async function again(this: Shop) { return [await own.call(this), await own.call(this)]; };
      }
      class Shop {
        constructor(private readonly name: string, readonly size = Size.Large) {}
        @twice
        async open(): Promise<string> {
          await null;
          return \`\${this.name} \${this.size} \${Prices.bread}\`;
        }
      }
      const page = <p id="menu">{await new Shop('bakery').open()}</p>;
      console.log(JSON.stringify(page));
    `,
    'tsconfig.json': `{
      // As authors write it, with comments.
      "compilerOptions": { "experimentalDecorators": true, "jsx": "react-jsx", "jsxImportSource": "tiny" },
    }`,
    'node_modules/tiny/package.json': '{ "exports": { "./jsx-runtime": "./runtime.js" }, "type": "module" }',
    'node_modules/tiny/runtime.js': 'export const jsx = (type, props) => ({ type, ...props });',
    'package.json': '{ "type": "module" }',
  });
  expect(run.ending).toMatchObject({ stderr: '', exitCode: 0 });
  expect(run.stdout).toBe('{"type":"p","id":"menu","children":["bakery 2 3","bakery 2 3"]}\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    main.tsx fulfilled: await :15
      again fulfilled: await :5 ×2
        open fulfilled: await :11
        open fulfilled: await :11
  `);
  expect(run.task('again').waits[0]).toMatchObject({ expression: 'own.call(this)' });
});

test('decorators as the language has them work on asynchronous methods, private ones too', async () => {
  const run = await traced({
    'main.tsx': `
      function logged<This, Given extends unknown[], Result>(own: (this: This, ...given: Given) => Promise<Result>, _context: unknown) {
        return async function log(this: This, ...given: Given): Promise<Result> { return await own.apply(this, given); };
      }
      class Shop {
        @logged
        async price(item: string) { await null; return item.length; }
        @logged
        static async open() { await null; return new Shop(); }
        @logged
        async #count() { await null; return 3; }
        async counts() { return await this.#count(); }
      }
      const shop = await Shop.open();
      console.log(await shop.price('leek'), await shop.counts());
    `,
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "target": "es2022" } }',
  });
  expect(run.stdout).toBe('4 3\n');
  expect(tree(run, { kinds: false })).toBe(picture`
    main.tsx fulfilled: await :13, await :14 ×2
      log fulfilled: await :2
        open fulfilled: await :8
      log fulfilled: await :2
        price fulfilled: await :6
      counts fulfilled: await :11
        log fulfilled: await :2
          #count fulfilled: await :10
  `);
});

test('specifiers as authors write them: without an ending, of the file it becomes, a folder, a name of tsconfig.json', async () => {
  const run = await traced({
    'main.tsx': `
      import { a } from './a';
      import { b } from './b.js';
      import { c } from './c';
      import { d } from '@parts/d';
      import data from './data.json' with { type: 'json' };
      import { join } from 'node:path';
      console.log(await a(), await b(), await c(), await d(), data.five, join('x', 'y'));
    `,
    'a.ts': 'export async function a(): Promise<number> { return 1; }',
    'b.ts': 'export async function b(): Promise<number> { return 2; }',
    'c/index.tsx': 'export async function c(): Promise<number> { return 3; }',
    'parts/d.mts': 'export async function d(): Promise<number> { return 4; }',
    'data.json': '{ "five": 5 }',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@parts/*": ["./parts/*.mts"] } } }',
    'package.json': '{ "type": "module" }',
  });
  expect(run.ending).toMatchObject({ stdout: '1 2 3 4 5 x/y\n', exitCode: 0 });
  expect(run.report.tasks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['a', 'b', 'c', 'd', 'main.tsx']),
  );
});

test('a file is CommonJS where tsconfig.json says so, and may be required from JavaScript', async () => {
  const run = await traced({
    'main.tsx': `
      import path from 'path';
      import { greet } from './greet';
      const old = require('./old.cjs');
      console.log(require.main === module, path.basename(__filename));
      greet('Ada').then((text: string) => console.log(text, old.name));
    `,
    'greet.ts': `
      type Name = string;
      export async function greet(name: Name): Promise<string> {
        const { lazy } = await import('./lazy.mts');
        return lazy() + name;
      }
    `,
    'lazy.mts': 'export const lazy = (): string => "hello ";',
    'old.cjs': 'exports.name = require("./named.ts").name;',
    'named.ts': 'export const name: string = "old";',
    'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "target": "es2017" } }',
  });
  expect(run.ending).toMatchObject({ stdout: 'true main.tsx\nhello Ada old\n', stderr: '', exitCode: 0 });
  expect(run.task('greet')).toMatchObject({ line: 2, column: 8 });
  expect(run.task('greet').waits[0]).toMatchObject({ line: 3, column: 20 });
});

test('JavaScript that a compiled file requires has its tasks, and what is opened has its place', async () => {
  const run = await traced({
    'main.tsx': `
      interface Dish {
        name: string;
      }
      enum Size { Small, Large }
      import { bake } from './bake';
      const { soup } = require('./soup.mjs');
      const ticking = setInterval(() => {}, Size.Large);
      async function serve(dish: Dish) { return [await bake(dish.name), await soup(dish.name)]; }
      serve({ name: 'leek' }).then((served) => {
        clearInterval(ticking);
        console.log(served.join());
      });
    `,
    'bake.js': 'exports.bake = async (name) => { await null; return name + " pie"; };',
    'soup.mjs': 'export async function soup(name) { await null; return name + " soup"; }',
    'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "target": "es2022" } }',
  });
  expect(run.ending).toMatchObject({ stdout: 'leek pie,leek soup\n', stderr: '', exitCode: 0 });
  expect(tree(run, { kinds: false })).toBe(picture`
    main.tsx fulfilled
      bake.js fulfilled
      soup.mjs fulfilled
      serve fulfilled: await :8 ×2
        exports.bake fulfilled: await :1
        soup fulfilled: await :1
  `);
  const [ticking, ...others] = run.model.tables.resources.all;
  expect(ticking?.place).toMatchObject({ file: expect.stringMatching(/main\.tsx$/), line: 7 });
  expect(others).toEqual([]);
});

test('settings that extend others, in a project that another one refers to; `using` where the runtime has none', async () => {
  const run = await traced({
    'src/main.tsx': `
      async function opened(): Promise<string> {
        await using door = { async [Symbol.asyncDispose]() { await null; console.log('closed'); } };
        using light = { [Symbol.dispose]() { console.log('off'); } };
        await null;
        return JSON.stringify(<p />);
      }
      console.log(await opened());
    `,
    'tsconfig.json':
      '{ "files": [], "references": [{ "path": "./tsconfig.tools.json" }, { "path": "./tsconfig.app.json" }] }',
    'tsconfig.app.json': '{ "extends": "./base/tsconfig.json", "include": ["src"] }',
    'tsconfig.tools.json': '{ "compilerOptions": { "jsxImportSource": "none" }, "include": ["*.ts"] }',
    'base/tsconfig.json':
      '{ "compilerOptions": { "composite": true, "jsx": "react-jsx", "jsxImportSource": "tiny" } }',
    'node_modules/tiny/package.json': '{ "exports": { "./jsx-runtime": "./runtime.js" }, "type": "module" }',
    'node_modules/tiny/runtime.js': 'export const jsx = (type, props) => ({ type, ...props });',
    'package.json': '{ "type": "module" }',
  });
  expect(run.ending).toEqual({
    stdout: 'off\nclosed\n{"type":"p"}\n',
    stderr: '',
    exitCode: 0,
    signal: null,
  });
  expect(run.task('opened').outcome).toBe('fulfilled');
});

test('the stacks of errors and the line of a crash are the author’s', async () => {
  const run = await traced({
    'main.tsx': `
      interface Left { out: string }

      type Also = Left;
      async function fails(what: Also): Promise<never> {
        await null;
        throw new TypeError(what.out);
      }
      await fails({ out: 'gone' }).catch((error: Error) => console.log(error.stack));
      await fails({ out: 'for good' });
    `,
    'package.json': '{ "type": "module" }',
  });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toMatch(/^TypeError: gone\n {4}at fails \(.*main\.tsx:6:9\)/);
  expect(run.stderr).toContain('throw new TypeError(what.out);');
  expect(run.stderr).toMatch(/main\.tsx:6:9/);
  expect(run.stderr).not.toContain('__loopscope');
});

test('what is no TypeScript is said with its place', async () => {
  const run = await traced({
    'main.tsx': `
      const good = 1;
      const bad = ;
    `,
  });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toMatch(/SyntaxError.*: .*main\.tsx:2:13: Expression expected\./);
});

test('a CommonJS file that awaits at its top level is told what it needs', async () => {
  const run = await traced({
    'main.tsx': `
      const load = async () => <T,>(value: T) => value;
      console.log(await load());
    `,
    'package.json': '{ "type": "commonjs" }',
  });
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toMatch(/main\.tsx:2:13: await outside of a function needs an ES module/);
});

test('settings that cannot be read are told, and the program runs', async () => {
  const run = await traced({
    'main.tsx': 'console.log("runs" as string);',
    'tsconfig.json': '{ "extends": "./missing.json" }',
  });
  expect(run.stdout).toBe('runs\n');
  expect(run.report.capture.notices.join('\n')).toMatch(
    /tsconfig\.json is not used as it should be.*missing\.json/,
  );
});

test('workers and child processes of such a program are compiled, too, and one without a file runs', async () => {
  const run = await traced({
    'main.tsx': `
      import { execFileSync, fork } from 'node:child_process';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const worker = new Worker(new URL('./worker.tsx', import.meta.url), { workerData: 'w' });
      console.log((await once(worker, 'message'))[0]);
      const child = fork(new URL('./child.tsx', import.meta.url));
      console.log((await once(child, 'message'))[0]);
      console.log(String(execFileSync(process.execPath, ['-e', 'console.log("e")'])).trim());
      console.log(process.execArgv, process.env.NODE_OPTIONS);
    `,
    'worker.tsx': `
      import { parentPort, workerData } from 'node:worker_threads';
      async function inWorker(of: string): Promise<string> { return of; }
      parentPort!.postMessage(await inWorker(workerData as string));
    `,
    'child.tsx': `
      async function inChild(): Promise<string> { return 'c'; }
      process.send!(await inChild());
      process.disconnect();
    `,
    'package.json': '{ "type": "module" }',
  });
  expect(run.ending).toMatchObject({ stdout: 'w\nc\ne\n[] undefined\n', stderr: '', exitCode: 0 });
  expect(run.task('inWorker').line).toBe(2);
  expect(run.task('inChild').line).toBe(1);
});
