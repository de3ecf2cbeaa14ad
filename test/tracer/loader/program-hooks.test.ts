// Programs that change how code is loaded: handlers for CommonJS, hooks for ES modules.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';
import { both, traced } from '../../support/traced.ts';

test('a handler that the program installs for CommonJS is given the text its author wrote', async () => {
  const program = {
    'main.cjs': `
      const { readFileSync } = require('node:fs');
      const { _extensions: handlers } = require('node:module');
      const before = handlers['.js'];
      handlers['.js'] = (module, path) => {
        const compile = module._compile;
        module._compile = (text, name) => {
          console.log('given', text);
          compile.call(module, text.replace('answer', 'wrapped'), name);
        };
        before(module, path);
      };
      console.log(require('./wrapped.js'));
      handlers['.js'] = (module, path) => {
        module._compile(readFileSync(path, 'utf8').replace('answer', 'replaced'), path);
      };
      console.log(require('./replaced.js'));
      handlers['.js'] = before;
      console.log(require('./before.js'));
    `,
    'wrapped.js': 'exports.answer = async () => {};',
    'replaced.js': 'exports.answer = async () => {};',
    'before.js': 'exports.answer = async () => {};',
  };
  const { plain, traced: run } = await both(program);
  expect(run.ending).toEqual(plain);
  expect(run.report.capture.notices).toEqual([]);
  const { tasks } = run.report;
  expect(tasks.map(({ name }) => name)).toEqual(['main.cjs', 'wrapped.js', 'replaced.js', 'before.js']);
});

test('what handlers compile has its tasks, in the lines that their source maps lead to', async () => {
  const written = `// the compiler
      // leaves out two lines
      exports.work = async function work() {
        await null;
        return new Error('here').stack.split('\\n')[1].replace(/\\(.*\\W(?=work)/, '(');
      };`;
  const run = await same({
    'main.cjs': `
      const { _extensions: handlers, prototype } = require('node:module');
      function compile(text, path) {
        const lines = text.split('\\n').slice(2);
        const mappings = lines.map((_, line) => (line === 0 ? 'AAEA' : 'AACA')).join(';');
        const map = JSON.stringify({ version: 3, sources: [path], names: [], mappings });
        return lines.join('\\n') + '\\n//# sourceMappingURL=data:application/json,' + encodeURIComponent(map);
      }
      const before = handlers['.js'];
      for (const extension of ['.ts', '.js']) {
        handlers[extension] = (module, path) => {
          const own = module._compile;
          module._compile = function (text, name) {
            console.log(text.includes('__loopscope'));
            return own.call(this, compile(text, name), name);
          };
          before(module, path);
        };
      }
      const nodes = prototype._compile;
      prototype._compile = function mine(...args) { return nodes.apply(this, args); };
      require('./other.js');
      console.log(prototype._compile.name);
      prototype._compile = nodes;
      Promise.all(['ts', 'js'].map((ending) => require('./work.' + ending).work())).then(console.log);
    `,
    'work.ts': written,
    'work.js': written,
    'other.js': '',
  });
  expect(run.stdout).toContain("'    at Object.work (work.ts:3:16)'");
  expect(run.tasks('work').map(({ file, line, waits }) => [file?.slice(-7), line, waits[0]?.line])).toEqual([
    ['work.ts', 3, 4],
    ['work.js', 3, 4],
  ]);
});

// Node 20 runs such hooks in the thread in which the tracer's own are. What they import is loaded there, too, and there are no markers in
// that thread.
test('hooks that the program registers, and what those import, run as their author wrote them', async () => {
  const run = await traced({
    'main.mjs': `
      import { register } from 'node:module';
      register('./virtual.mjs', import.meta.url);
      register('./late.mjs', import.meta.url);
      const { default: value } = await import('virtual:value');
      const { twice } = await import('./twice.mjs');
      console.log(await twice(value));
    `,
    'virtual.mjs': `
      import { answer } from './answer.mjs';
      export async function resolve(specifier, context, next) {
        return specifier === 'virtual:value' ? { url: specifier, shortCircuit: true } : next(specifier, context);
      }
      export async function load(url, context, next) {
        if (url !== 'virtual:value') return next(url, context);
        return { format: 'module', source: 'export default ' + (await answer()), shortCircuit: true };
      }
    `,
    'answer.mjs': 'export async function answer() { return await 21; }',
    'late.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      export async function load(url, context, next) {
        await sleep(1);
        return next(url, context);
      }
    `,
    'twice.mjs': 'export async function twice(value) { await null; return 2 * value; }',
  });
  expect(run.stdout).toBe('42\n');
  const names = run.report.tasks.map(({ name }) => name).sort();
  expect(names).toEqual(['main.mjs', 'twice', 'twice.mjs']);
});

test('hooks that the program registers are given the author’s text, and what they make of it is traced', async () => {
  const hooks = `
    export const edit = (url, loaded) => {
      const text = String(loaded.source);
      if (!url.endsWith('edited.mjs') || text.includes('TWO')) return loaded;
      return { ...loaded, source: text.replace('ONE', 'TWO') + '\\nexport const length = ' + text.length + ';' };
    };
  `;
  const run = await same(
    {
      'main.mjs': `
      import * as module from 'node:module';
      import { edit } from './edit.mjs';
      console.log(module.register('./hooks.mjs', import.meta.url));
      module.register('./others.mjs', import.meta.url);
      console.log(await (await import('./edited.mjs')).load());
      module.registerHooks?.({ load: (url, context, next) => edit(url, next(url, context)) });
      console.log(await (await import('./again/edited.mjs')).load());
    `,
      'edit.mjs': hooks,
      'hooks.mjs': `
      import { edit } from './edit.mjs';
      export async function load(url, context, next) { return edit(url, await next(url, context)); }
    `,
      'others.mjs': `
      const wait = async (value) => { for await (const each of [value]) return await each; };
      export async function initialize() { return await wait('initialized'); }
      export const resolve = async (specifier, context, next) => await wait(next(specifier, context));
    `,
      'edited.mjs': `export async function load() { return [await 'ONE', length]; }`,
      'again/edited.mjs': `export async function load() { return [await 'ONE again', length]; }`,
    },
    // Newer Nodes say that `module.register` is deprecated, with the number of the process.
    { env: { NODE_OPTIONS: '--no-deprecation' } },
  );
  expect(run.stdout).toContain("[ 'TWO', 62 ]");
  expect(run.tasks('load').map(({ waits }) => waits.length)).toEqual([1, 1]);
});

test('hooks that the program registers are told what they would be told, and a module says of itself what it would', async () => {
  const program = {
    'main.cjs': `
      const { register, registerHooks } = require('node:module');
      const told = async () => {
        console.log(module, require('./other.cjs'), require('./data.json'), require.cache);
        await import('./imported.mjs');
      };
      const hook = (url, context, next) => {
        if (url.startsWith('file:')) console.log(url.replace(/.*\\//, ''), context);
        return next(url, context);
      };
      (async () => {
        await told();
        register('./hooks.mjs', { parentURL: require('node:url').pathToFileURL(__filename) });
        console.log(require('./again.cjs'));
        await import('./hooked.mjs');
        const hooks = registerHooks?.({ load: hook });
        console.log(require('./required.cjs'));
        await import('./last.mjs');
        hooks?.deregister();
        console.log(require.cache);
      })();
    `,
    'hooks.mjs': `
      import { writeSync } from 'node:fs';
      export function load(url, context, next) {
        if (url.startsWith('file:')) writeSync(1, url.replace(/.*\\//, '') + JSON.stringify(context) + '\\n');
        return next(url, context);
      }
    `,
    'other.cjs': 'exports.other = module.id.length;',
    'data.json': '{ "some": "data" }',
    'imported.mjs': "import './by-import.cjs';",
    'by-import.cjs': 'exports.by = "import";',
    'again.cjs': 'exports.again = true;',
    'hooked.mjs': "import './hooked.cjs'; import './data.json' with { type: 'json' };",
    'hooked.cjs': 'console.log(module);',
    'required.cjs': 'console.log(module);',
    'last.mjs': "import './last.cjs';",
    'last.cjs': 'console.log(module);',
  };
  // Node 26 deprecates `register`, and names the process in its warning.
  await same(program, { env: { NODE_NO_WARNINGS: '1' } });
});

test('hooks that refuse what they do not know are asked for the program’s modules alone', async () => {
  const program = {
    'main.mjs': `
      import { register } from 'node:module';
      register('./hooks.mjs', import.meta.url);
      console.log((await import('./work.mjs')).default, await (await import('made:up')).work());
      for (const wrong of ['wrong:source', 'wrong:url'])
        await import(wrong).catch(({ name, code, message }) => console.log(name, code, message));
    `,
    'hooks.mjs': `
      const known = /^(?:file:.*\\/work\\.mjs|made:up|wrong:\\w+)$/;
      export function resolve(specifier, context, next) {
        const { href } = new URL(specifier, context.parentURL);
        if (!known.test(href)) throw new Error('not known: ' + href);
        return { url: href, format: 'module', shortCircuit: true };
      }
      export function load(url, context, next) {
        if (!known.test(url)) throw new Error('not known: ' + url);
        if (url === 'wrong:url') return next(42, context);
        const source = url === 'wrong:source' ? 42 : 'export const work = async () => { await null; return "made up"; };';
        return url.startsWith('file:') ? next(url, context) : { format: 'module', source, shortCircuit: true };
      }
    `,
    'work.mjs': 'export default await (async function work() { await null; return "done"; })();',
  };
  // Node 26 deprecates `register`, and names the process in its warning.
  const traced = await same(program, { env: { NODE_NO_WARNINGS: '1' } });
  expect(traced.report.tasks.map(({ name }) => name)).toContain('work');
});
