// Async functions that were compiled for runtimes without them: each is the task that it would have been, with the same awaits.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from '@typescript/typescript6';
import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { same } from '../../support/same.ts';
import { picture, runTraced, type TracedRun } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

const SOURCE = `
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  async function leaf(id: number) { await sleep(1); return id; }
  async function fails(why: string) { await null; throw new Error(why); }
  class Shop {
    static async open(name = leaf(0)) { await name; return new Shop(); }
    async sell(what: string, { price } = { price: 1 }) {
      try {
        await fails(what);
      } catch (error) {
        console.log((error as Error).message, await leaf(price));
      } finally {
        await { then: (done: () => void) => setTimeout(done, 1) };
      }
      return leaf(2);
    }
  }
  const arrow = async (id: number) => await leaf(id) + (await leaf(id + 1));
  const both = async () => {
    for await (const value of [leaf(10), 11]) console.log(value);
    return Promise.all([arrow(12), leaf(14)]);
  };
  setTimeout(async () => {
    await Promise.resolve();
    console.log('late', await leaf(15));
  }, 1);
  async function main() {
    const shop = await Shop.open();
    console.log(await shop.sell('soup'));
    console.log((await both()).join());
    leaf(16);
    outer: for (const id of [17, 18]) {
      for (;;) { if ((await leaf(id)) === 17) continue outer; break outer; }
    }
    await Promise.all([1, 2].map(async (id) => { await leaf(id); }));
  }
  main().then(() => console.log('over'));
`;

function compiled(target: ts.ScriptTarget, source = SOURCE): string {
  const { outputText } = ts.transpileModule(source, {
    fileName: 'main.ts',
    compilerOptions: {
      ...{ target, module: ts.ModuleKind.CommonJS, inlineSourceMap: true, inlineSources: true },
      // Without this option ES5 could not iterate with `for of`.
      downlevelIteration: true,
    },
  });
  return outputText;
}

/** What is seen of each task, in the order in which they began. A wait for a task says which one. */
const seen = (run: TracedRun) =>
  run.report.tasks.map(({ name, label, kind, line, parentId, outcome, waits }) => ({
    ...{ name, label, kind, line, outcome, parent: parentId },
    waits: waits.map(({ at, line, on, readyExact }) => [at, line, on.kind, on.taskId, readyExact].join(' ')),
  }));

test('TypeScript for ES2016 is as TypeScript for ES2018 is, and TypeScript for ES5', async () => {
  const native = await same({ 'main.cjs': compiled(ts.ScriptTarget.ES2018) });
  const older = await same({ 'main.cjs': compiled(ts.ScriptTarget.ES2016) });
  const oldest = await same({ 'main.cjs': compiled(ts.ScriptTarget.ES5) });
  expect(older.stdout).toBe(native.stdout);
  expect(oldest.stdout).toBe(native.stdout);
  const drawn = (run: TracedRun) => tree(run, { kinds: false });
  expect(drawn(older)).toBe(drawn(native));
  const others = (run: TracedRun) => seen(run).filter(({ name }) => name !== 'both');
  expect(others(older)).toEqual(others(native));
  const method = (name: string) => name.replace(/^Shop\.(prototype\.)?/, '');
  expect(
    others(oldest).map((task) => ({ ...task, name: method(task.name), label: method(task.label) })),
  ).toEqual(others(native));
});

const folder = at('test/tracer/fixtures/compiled');

/** What each task did, without its lines, which the compiler moved. It also hands functions without a name to something else. */
const done = (run: TracedRun) => {
  const name = (id: number | null) =>
    id === null ? '' : run.taskById(id).label.replace(/^(anonymous|map callback)[^(]*/, 'anonymous');
  return run.report.tasks.map(({ id, kind, parentId, outcome, waits }) => ({
    ...{ task: kind === 'module' ? '' : name(id), kind, outcome },
    parent: parentId === 1 ? '' : name(parentId),
    waits: waits.map(({ at, on, readyExact }) => [at, on.kind, name(on.taskId), readyExact].join(' ')),
  }));
};

test.each(['babel-7.20', 'babel-7.29', 'swc'])('%s, for a runtime without generators', async (compiler) => {
  const native = await runTraced(join(folder, 'source.cjs'));
  const run = await runTraced(join(folder, `${compiler}.cjs`));
  expect(run.stdout).toBe(native.stdout);
  // SWC computes the defaults of parameters in the function's body.
  const late = (task: { task: string; parent: string }) =>
    compiler === 'swc' && task.task === 'leaf(9)' ? { ...task, parent: 'main()' } : task;
  const inOrder = (tasks: ReturnType<typeof done>) =>
    tasks.map(late).sort((a, b) => a.task.localeCompare(b.task));
  expect(inOrder(done(run))).toEqual(inOrder(done(native)));
});

test('async generators that TypeScript compiled for ES2017 and ES2015 are as they were', async () => {
  const source = readFileSync(join(folder, 'generators.cjs'), 'utf8');
  const native = await same({ 'main.cjs': compiled(ts.ScriptTarget.ES2018, source) });
  for (const target of [ts.ScriptTarget.ES2017, ts.ScriptTarget.ES2015]) {
    const run = await same({ 'main.cjs': compiled(target, source) });
    expect(run.stdout).toBe(native.stdout);
    expect(tree(run, { kinds: false })).toBe(tree(native, { kinds: false }));
    // What leaves a loop waits for a promise that TypeScript's helper makes of the generator's.
    const others = (of: TracedRun) => seen(of).filter(({ name }) => name !== 'main');
    expect(others(run)).toEqual(others(native));
  }
});

test.each(['esbuild', 'babel', 'swc'])(
  'async generators that %s compiled are as they were',
  async (compiler) => {
    const native = await runTraced(join(folder, 'generators.cjs'));
    const run = await runTraced(join(folder, `generators-${compiler}.cjs`));
    expect(run.stdout).toBe(native.stdout);
    expect(done(run)).toEqual(done(native));
  },
);

const BABEL = `
  function asyncGeneratorStep(gen, resolve, reject, _next, _throw, key, arg) {
    try { var info = gen[key](arg); var value = info.value; } catch (error) { reject(error); return; }
    if (info.done) resolve(value); else Promise.resolve(value).then(_next, _throw);
  }
  function _asyncToGenerator(fn) {
    return function () {
      var self = this, args = arguments;
      return new Promise(function (resolve, reject) {
        var gen = fn.apply(self, args);
        function _next(value) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, 'next', value); }
        function _throw(err) { asyncGeneratorStep(gen, resolve, reject, _next, _throw, 'throw', err); }
        _next(undefined);
      });
    };
  }
  function leaf(_x) { return _leaf.apply(this, arguments); }
  function _leaf() {
    _leaf = _asyncToGenerator(function* (id) { yield null; return id; });
    return _leaf.apply(this, arguments);
  }
  var arrow = /*#__PURE__*/function () {
    var _ref = _asyncToGenerator(function* (id) { return (yield leaf(id)) + 1; });
    return function arrow(_x2) { return _ref.apply(this, arguments); };
  }();
  class Shop {
    sell(what) { return _asyncToGenerator(function* () { try { throw yield arrow(what); } catch (e) { return e; } })(); }
  }
  setTimeout(function () { new Shop().sell(1).then(console.log); }, 1);
`;

test('Babel’s', async () => {
  const run = await same({ 'main.cjs': BABEL });
  expect(run.stdout).toBe('2\n');
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      setTimeout callback main.cjs:28 (callback) fulfilled
        sell fulfilled: await task arrow :26
          arrow fulfilled: await task leaf :22
            leaf fulfilled: await unknown :18
  `);
  expect(run.task('leaf').label).toBe('leaf(1)');
});

test('esbuild’s', async () => {
  const run = await same({
    'main.cjs': `
      var __async = (__this, __arguments, generator) => {
        return new Promise((resolve, reject) => {
          var fulfilled = (value) => { try { step(generator.next(value)); } catch (e) { reject(e); } };
          var rejected = (value) => { try { step(generator.throw(value)); } catch (e) { reject(e); } };
          var step = (x) => x.done ? resolve(x.value) : Promise.resolve(x.value).then(fulfilled, rejected);
          step((generator = generator.apply(__this, __arguments)).next());
        });
      };
      const leaf = (id) => __async(null, null, function* () { yield id; return id; });
      function main() {
        return __async(this, arguments, function* (id = leaf(1)) { console.log(yield id, yield leaf(2)); });
      }
      main();
    `,
  });
  expect(tree(run)).toBe(picture`
    main.cjs fulfilled
      leaf fulfilled: await unknown :9
      main fulfilled: await task leaf :11 ×2
        leaf fulfilled: await unknown :9
  `);
});
