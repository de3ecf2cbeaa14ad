// Code that was compiled before it runs: its source map leads back to what its author wrote. It runs as it is.

import { basename } from 'node:path';
import { encode } from '@jridgewell/sourcemap-codec';
import ts from '@typescript/typescript6';
import MagicString, { Bundle } from 'magic-string';
import { minify, transformWithOxc } from 'vite';
import { expect, test } from 'vitest';
import { dedent } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { both, traced } from '../../support/traced.ts';

/** Written in two pieces, so that it is not taken for a reference of this file. */
const REFERENCE = `//# source${'MappingURL='}`;

const SHOP = dedent(`
  interface Order {
    id: number;
  }

  // A comment that the compiled file lacks.
  async function fetchPrice(order: Order): Promise<number> {
    await null;
    return order.id * 2;
  }
  export const total = async (orders: readonly Order[]): Promise<number> => {
    let sum = 0;
    for (const order of orders) sum += await fetchPrice(order as Order);
    return sum;
  };
`);

function compiled(source: string, file: string, options: ts.CompilerOptions): { code: string; map: string } {
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2022, sourceMap: true, removeComments: true, ...options },
  });
  return { code: outputText, map: sourceMapText ?? '' };
}

const inline = (code: string, map: string): string =>
  `${code.replace(/\/\/# source[M]appingURL.*/, '')}${REFERENCE}data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;

test('with a .map file, files, lines, columns and expressions are the author’s', async () => {
  const { code, map } = compiled(SHOP, 'shop.ts', { module: ts.ModuleKind.CommonJS });
  const run = await same({
    'dist/main.cjs': `
      const { total } = require('./shop.js');
      total([{ id: 1 }, { id: 2 }]).then((sum) => console.log(sum));
    `,
    'dist/shop.js': code,
    'dist/shop.js.map': JSON.stringify({ ...JSON.parse(map), sources: ['../src/shop.ts'] }),
    'src/shop.ts': SHOP,
  });
  const place = { file: expect.stringMatching(/src\/shop\.ts$/), line: 6, column: 1 };
  expect(run.tasks('fetchPrice')).toMatchObject([place, place]);
  expect(run.task('total')).toMatchObject({ file: expect.stringMatching(/src\/shop\.ts$/), line: 10 });
  expect(run.task('total').waits[0]).toMatchObject({ line: 12, expression: 'fetchPrice(order as Order)' });
  // The module has the name of the file in which it was written.
  expect(run.task('shop.ts')).toMatchObject({ file: place.file, line: 1 });
  expect(run.model.tables.sources.get(run.task('total').file ?? '')).toBe(SHOP);
});

test('a map may be within the file, and contain its sources’ text', async () => {
  const { code, map } = compiled(SHOP, 'shop.ts', { module: ts.ModuleKind.ESNext, inlineSources: true });
  const run = await traced({
    'main.mjs': `
      import { total } from './shop.mjs';
      console.log(await total([{ id: 3 }]));
    `,
    'shop.mjs': inline(code, map),
  });
  expect(run.stdout).toBe('6\n');
  expect(run.task('total')).toMatchObject({ file: expect.stringMatching(/shop\.ts$/), line: 10 });
  expect(run.model.tables.sources.get(run.task('total').file ?? '')).toBe(SHOP);
});

test('the tasks of a bundle are in their own files, and its library is folded', async () => {
  const bundle = new Bundle({ separator: '\n' });
  const add = (filename: string, content: string): void =>
    void bundle.addSource({ filename, content: new MagicString(content) });
  add('a.js', 'async function a() {\n  await lib();\n}');
  add('lib.js', 'async function lib() {\n  await null;\n}');
  add('main.js', '\nasync function start() {\n  await a();\n  return "done";\n}\nstart().then(console.log);');
  const map = bundle.generateMap({ hires: true, includeContent: true });
  const sources = ['src/a.js', 'node_modules/lib/index.js', 'src/main.js'];
  map.sources = sources.map((source) => `webpack://app/./${source}`);
  const run = await same({
    'dist/out.cjs': inline(bundle.toString(), map.toString()),
    'package.json': '{ "name": "app" }',
  });
  expect(run.report.tasks.map(({ name, file, line }) => [name, basename(file ?? ''), line])).toEqual([
    ['out.cjs', 'out.cjs', 1],
    ['start', 'main.js', 2],
    ['a', 'a.js', 1],
  ]);
  expect(run.task('a').file).toMatch(/loopscope-test-\w+\/src\/a\.js$/);
});

test('what minifiers tell little of: a function called where it stands, an await behind a return, what helpers put in', async () => {
  const written = dedent(`
    export async function priced() {
      await null;
      return 7;
    }
    async function all() {
      for await (const each of []) await each;
    }
  `);
  const lines = [
    'exports.run = async () => await async function(){return await null,7}();',
    'exports.all = async function all() {',
    '  await null;',
    '};',
  ];
  const first = lines[0] as string;
  const mappings = encode([
    [
      [first.indexOf('async function'), 0, 0, 0],
      [first.indexOf('return'), 0, 2, 2],
      [first.indexOf('null'), 0, 1, 8],
    ],
    [[14, 0, 4, 0]],
    [],
    [],
  ]);
  const map = { version: 3, sources: ['written.ts'], sourcesContent: [written], names: [], mappings };
  const run = await same({
    'main.cjs': `const { all, run } = require('./small.js'); Promise.all([run(), all()]).then(([seven]) => console.log(seven));`,
    'small.js': inline(lines.join('\n'), JSON.stringify(map)),
  });
  expect(run.task('priced')).toMatchObject({ line: 1, waits: [{ line: 2 }] });
  expect(run.task('all')).toMatchObject({ line: 5, waits: [{ line: 5 }] });
});

test('functions of minified code are called as their author called them', async () => {
  const { code, map } = await transformWithOxc(SHOP, 'shop.ts', { sourcemap: true });
  const { code: small, map: smallMap } = await minify(
    'shop.js',
    `${code}\nconsole.log(await total([{ id: 4 }]));`,
    {
      module: true,
      sourcemap: true,
      inputMap: map,
    } as never,
  );
  expect(small.length).toBeLessThan(code.length);
  const run = await traced({ 'shop.mjs': inline(small, JSON.stringify(smallMap)) });
  expect(run.stdout).toBe('8\n');
  expect(run.tasks('fetchPrice').length + run.tasks('total').length).toBe(2);
});

test.each([
  ['that is no JSON', 'data:application/json,%7Bnope'],
  ['without sources', 'data:application/json,%7B%22version%22:3%7D'],
  ['that lacks its data', 'data:application/json'],
  ['that is not there', 'main.cjs.map'],
  [
    'whose mappings are nonsense',
    `data:application/json,${encodeURIComponent('{"version":3,"sources":["/etc/passwd"],"mappings":"ÿÿÿ;!!,"}')}`,
  ],
  [
    'whose sections go round',
    `data:application/json,${encodeURIComponent('{"version":3,"sections":[{"offset":{"line":-1,"column":"x"},"map":null}]}')}`,
  ],
])('a map %s: one clear notice, and the program runs', async (_what, url) => {
  const { plain, traced: run } = await both(
    `
    async function work() { await null; }
    work().then(() => console.log('done'));
    ${REFERENCE}${url}
    `,
    { type: 'cjs' },
  );
  expect(run.ending).toEqual(plain);
  expect(run.task('work')).toMatchObject({ outcome: 'fulfilled' });
  const { notices } = run.report.capture;
  if (!url.includes('etc'))
    expect(notices).toEqual([expect.stringContaining('its source map cannot be used')]);
  // A map must not be able to put any file that it names into the recording.
  expect([...run.model.tables.sources.keys()].filter((file) => file.startsWith('/etc'))).toEqual([]);
});

test('a map that is not there is told of where the user can do something about it: not in packages', async () => {
  const text = `exports.work = async function work() {};\n${REFERENCE}index.js.map`;
  const run = await traced(
    {
      'main.cjs': `require('made').work(); require('./own.cjs').work();`,
      'own.cjs': text,
      'node_modules/made/index.js': text,
    },
    { includesModules: true },
  );
  expect(run.tasks('work').map(({ outcome }) => outcome)).toEqual(['fulfilled', 'fulfilled']);
  expect(run.report.capture.notices).toEqual([expect.stringMatching(/own\.cjs.*source map cannot be used/)]);
});

test('a map of another machine, or in the middle of the program’s own text, is none', async () => {
  const run = await same(
    `
    const text = '${REFERENCE}data:application/json,nope';
    async function work() { await null; }
    work().then(() => console.log(text.length));
    ${REFERENCE}https://example.org/main.js.map
  `,
    { type: 'cjs' },
  );
  expect(run.task('work').line).toBe(2);
});
