// Programs that ask Node for the source map of a file, and tools that read its maps beside its coverage, get the maps that the files name.

import ts from '@typescript/typescript6';
import { test } from 'vitest';
import { dedent } from '../../support/program.ts';
import { same } from '../../support/same.ts';

/** Written in two pieces, so that it is not taken for a reference of this file. */
const REFERENCE = `//# source${'MappingURL='}`;

const SHOP = dedent(`
  interface Order { id: number }
  enum Kind { book, pen }
  export async function price(order: Order): Promise<number> {
    if (order.id > 1) { return await Promise.resolve(order.id as number); }
    return Kind.pen;
  }
  export const all = async (orders: readonly Order[]): Promise<number> => { let sum = 0; for (const order of orders) sum += await price(order); return sum; };
`);

function compiled(file: string, options: ts.CompilerOptions): { code: string; map: string } {
  const { outputText, sourceMapText } = ts.transpileModule(SHOP, {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2022, removeComments: true, ...options },
  });
  return { code: outputText, map: sourceMapText ?? '' };
}

const { code: esm } = compiled('shop.ts', {
  module: ts.ModuleKind.ESNext,
  inlineSourceMap: true,
  inlineSources: true,
});
const { code: cjs, map } = compiled('cart.ts', {
  module: ts.ModuleKind.CommonJS,
  sourceMap: true,
  sourceRoot: '../src/',
});
const FILES = {
  'dist/shop.mjs': esm,
  'dist/cart.cjs': cjs.replace(/\/\/# source[M]appingURL.*\n?/, `${REFERENCE}cart.cjs.map`),
  'dist/cart.cjs.map': map,
  'plain.mjs': 'export const plain = async () => { await null; };',
};

test.each([
  ['by an option', { NODE_OPTIONS: '--enable-source-maps' }],
  ['by itself', {}],
])('a program that follows source maps %s finds those that its files name', async (_how, env) => {
  await same(
    {
      'main.mjs': `
        import * as module from 'node:module';
        import { findSourceMap } from 'node:module';
        import { fileURLToPath } from 'node:url';
        process.setSourceMapsEnabled(true);
        const { all } = await import('./dist/shop.mjs');
        const cart = module.createRequire(import.meta.url)('./dist/cart.cjs');
        const { plain } = await import('./plain.mjs');
        const sum = await all([{ id: 1 }, { id: 2 }]) + await cart.all([{ id: 3 }]);
        console.log(sum, findSourceMap === module.default.findSourceMap, findSourceMap.name, findSourceMap.length, String(findSourceMap));
        for (const name of ['./dist/shop.mjs', './dist/cart.cjs', './plain.mjs', './main.mjs']) {
          const { href } = new URL(name, import.meta.url);
          const found = findSourceMap(href);
          console.log(name, JSON.stringify(found?.payload), found?.lineLengths, found === findSourceMap(fileURLToPath(href)));
          console.log(found instanceof module.SourceMap, found?.findEntry(3, 20), found?.findOrigin(4, 21));
        }
        await plain();
      `,
      ...FILES,
    },
    { env },
  );
});

test('coverage comes with the source maps that files name', async () => {
  await same({
    'main.mjs': `
      import { spawnSync } from 'node:child_process';
      import { readdirSync, readFileSync, rmSync } from 'node:fs';
      for (const options of [[], ['--enable-source-maps']]) {
        const env = { ...process.env, NODE_V8_COVERAGE: 'coverage' };
        const { stderr } = spawnSync(process.execPath, [...options, 'covered.mjs'], { env });
        for (const name of readdirSync('coverage')) {
          const { 'source-map-cache': maps, result } = JSON.parse(readFileSync('coverage/' + name, 'utf8'));
          console.log(String(stderr), JSON.stringify(maps, null, 1), result.find(({ url }) => /shop/.test(url)).functions.length);
        }
        rmSync('coverage', { recursive: true });
      }
    `,
    'covered.mjs': `
      import { all } from './dist/shop.mjs';
      import cart from './dist/cart.cjs';
      import { plain } from './plain.mjs';
      await plain();
      await all([{ id: 1 }, { id: 2 }]) + await cart.all([{ id: 3 }]);
    `,
    ...FILES,
  });
});
