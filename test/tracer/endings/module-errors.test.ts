// A module whose own top level fails: it is rejected with the error, whoever gets that in the end.

import { expect, test } from 'vitest';
import type { Source } from '../../support/program.ts';
import { same } from '../../support/same.ts';
import { both, type TracedRun } from '../../support/traced.ts';

/** The modules that were rejected, and with what. */
const rejected = ({ report }: TracedRun): string[] =>
  report.tasks
    .filter(({ kind, outcome }) => kind === 'module' && outcome === 'rejected')
    .map(
      ({ name, error }) => `${name}: ${error === null ? 'unknown' : `${error.name} ${error.message}`.trim()}`,
    );

const findings = ({ report }: TracedRun): string[] =>
  report.insights.map(({ line, message }) => `${line}: ${message}`);

/** For programs that end because of an error: the same end with and without the tracer. */
async function crashing(source: Source): Promise<TracedRun> {
  const { plain, traced } = await both(source);
  expect(plain.exitCode).toBe(1);
  expect(traced.ending).toEqual(plain);
  return traced;
}

test('the program itself, with an error or with any other value', async () => {
  const esm = await crashing({ 'main.mjs': `const port = undefined;\nconsole.log(port.number);` });
  expect(rejected(esm)).toEqual([expect.stringContaining('main.mjs: TypeError Cannot read properties')]);
  expect(findings(esm)).toEqual([
    expect.stringMatching(
      /^2: The program ended because of TypeError: Cannot read .*: it came from main\.mjs:2 and nobody caught it\.$/,
    ),
  ]);
  const cjs = await crashing({
    'main.cjs': `function check() {\n  throw new RangeError('no port');\n}\ncheck();`,
  });
  expect(rejected(cjs)).toEqual(['main.cjs: RangeError no port']);
  expect(findings(cjs)).toEqual([
    '2: The program ended because of RangeError: no port: it came from check() (main.cjs:2) and nobody caught it.',
  ]);
  for (const [value, words] of [
    [`'no port'`, 'string no port'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['{ code: 42 }', 'object code 42'],
    [`{ message: 'no port', code: 42 }`, 'object no port'],
  ] as const) {
    const run = await crashing({ 'main.mjs': `console.log(1);\nthrow ${value};` });
    expect(rejected(run)).toEqual([`main.mjs: ${words}`]);
    expect(findings(run)).toHaveLength(1);
  }
});

test('after it has waited, and by an await that fails', async () => {
  const later = await crashing({ 'main.mjs': `await 1;\nawait null;\nthrow new Error('later');` });
  expect(rejected(later)).toEqual(['main.mjs: Error later']);
  expect(findings(later)).toEqual([
    '3: The program ended because of Error: later: it came from main.mjs:3 and nobody caught it.',
  ]);
  const failing = await crashing({
    'main.mjs': `const load = () => new Promise((_, fail) => setTimeout(fail, 1, new Error('no rows')));\nawait load();`,
  });
  expect(rejected(failing)).toEqual(['main.mjs: Error no rows']);
});

test('by an await that fails with an error of the runtime’s, which has no line of the program', async () => {
  const run = await crashing({
    'main.mjs': `import { readFile } from 'node:fs/promises';\nawait 1;\nconst text = await readFile('./not-there');\nconsole.log(text);`,
  });
  expect(findings(run)).toEqual([
    expect.stringMatching(
      /^3: The program ended because of Error: ENOENT: .*: it came from the await at main\.mjs:3 and nobody caught it\.$/,
    ),
  ]);
});

test('what the program imports', async () => {
  const run = await crashing({
    'main.mjs': `import './uses.mjs';\nconsole.log('never');`,
    'uses.mjs': `import './settings.mjs';\nconsole.log('never');`,
    'settings.mjs': `export const port = 1;\nthrow new Error('no settings');`,
  });
  expect(rejected(run)).toEqual(['settings.mjs: Error no settings']);
  expect(findings(run)).toEqual([
    '2: The program ended because of Error: no settings: it came from settings.mjs:2 and nobody caught it.',
  ]);
  const late = await crashing({
    'main.mjs': `import './settings.mjs';\nconsole.log('never');`,
    'settings.mjs': `await 1;\nthrow new Error('no settings');`,
  });
  expect(rejected(late)).toEqual(['settings.mjs: Error no settings']);
});

test('what it imports while it runs, where it catches the errors', async () => {
  const run = await same({
    'main.mjs': `
      for (const name of ['at-once.mjs', 'late.mjs', 'value.mjs', 'common.cjs', 'above.cjs', 'at-once.mjs?again', 'fails.mjs'])
        try { await import('./' + name); } catch (error) { console.log(name, error?.message ?? error); }
    `,
    'at-once.mjs': `throw new Error('at once: ' + import.meta.url.split('/').pop());`,
    'late.mjs': `await 1;\nthrow new Error('late');`,
    'value.mjs': `throw 'a value';`,
    'common.cjs': `throw new Error('common');`,
    'above.cjs': `require('./below.cjs');`,
    'below.cjs': `throw new Error('below');`,
    'fails.mjs': `await Promise.reject(new Error('failed'));`,
  });
  expect(rejected(run)).toEqual([
    'at-once.mjs: Error at once: at-once.mjs',
    'late.mjs: Error late',
    'value.mjs: string a value',
    'common.cjs: Error common',
    'above.cjs: Error below',
    'below.cjs: Error below',
    'at-once.mjs: Error at once: at-once.mjs?again',
    'fails.mjs: Error failed',
  ]);
  expect(findings(run)).toEqual([]);
  // It fails when its await does, and not when the program ends.
  expect(run.endsInOrder('fails.mjs', 'main.mjs')).toBe(true);
});

test('an import that nobody catches, through a function', async () => {
  const run = await crashing({
    'main.mjs': `async function plugin() { return import('./plugin.mjs'); }\nawait plugin();`,
    'plugin.mjs': `export const x = 1;\nthrow new Error('no plugin');`,
  });
  expect(rejected(run)).toEqual(['main.mjs: Error no plugin', 'plugin.mjs: Error no plugin']);
  expect(findings(run)).toEqual([
    expect.stringMatching(/^2: The program ended because of Error: no plugin: it came from plugin\.mjs:2/),
  ]);
});

test('what is required: whoever required it catches its error, fails with it, or ends because of it', async () => {
  const run = await same({
    'main.cjs': `
      try { require('./above.cjs'); } catch (error) { console.log(error.message); }
      try { require('./alone.cjs'); } catch { console.log('caught'); }
      function load(name) { try { return require(name); } catch (error) { return error; } }
      console.log(load('./again.cjs').message);
      async function late(name) { await 1; return require(name); }
      late('./late.cjs').catch((error) => console.log(error.message));
    `,
    'above.cjs': `const below = require('./below.cjs');`,
    'below.cjs': `throw new Error('below');`,
    'alone.cjs': `throw new Error('alone');`,
    'again.cjs': `throw new Error('again');`,
    'late.cjs': `throw new Error('late');`,
  });
  expect(rejected(run)).toEqual([
    'above.cjs: Error below',
    'below.cjs: Error below',
    'alone.cjs: Error alone',
    'again.cjs: Error again',
    'late.cjs: Error late',
  ]);
  const ended = await crashing({
    'main.cjs': `require('./above.cjs');`,
    'above.cjs': `exports.x = 1;\nthrow new Error('above');`,
  });
  expect(rejected(ended)).toEqual(['main.cjs: Error above', 'above.cjs: Error above']);
  expect(findings(ended)).toEqual([
    '2: The program ended because of Error: above: it came from above.cjs:2 and nobody caught it.',
  ]);
});

test('of an error that somebody else may have caught and replaced it says nothing', async () => {
  const run = await same({
    'main.cjs': `
      try { require('./tries.cjs'); } catch (error) { console.log(error.message); }
      try { attempt(() => require('./alone.cjs')); throw new Error('another'); } catch (error) { console.log(error.message); }
      function attempt(call) { try { call(); } catch {} }
      console.log('on');
    `,
    'tries.cjs': `
      const attempt = (call) => { try { return call(); } catch {} };
      attempt(() => require('./hidden.cjs'));
      throw new Error('its own');
    `,
    'hidden.cjs': `throw new Error('hidden');`,
    'alone.cjs': `throw new Error('alone');`,
  });
  expect(rejected(run)).toEqual(['tries.cjs: Error its own', 'hidden.cjs: unknown', 'alone.cjs: unknown']);
});

test('files that cannot be loaded end the program before any of its code runs', async () => {
  const run = await crashing({ 'main.mjs': `import './not-there.mjs';` });
  expect(rejected(run)).toEqual([]);
  expect(findings(run)).toEqual([
    expect.stringMatching(
      /^null: The program ended because of Error: Cannot find module .*: it was thrown while the files that it begins with were loaded and nobody caught it\.$/,
    ),
  ]);
  const missing = await crashing({
    'main.mjs': `import { nope } from './there.mjs';`,
    'there.mjs': 'export const yes = 1;',
  });
  expect(findings(missing)).toEqual([expect.stringContaining('ended because of SyntaxError')]);
});

test('a listener of the process takes the error', async () => {
  const run = await same({
    'main.cjs': `
      process.on('uncaughtException', (error) => console.log('taken', error.message));
      setTimeout(() => console.log('on'), 1);
      throw new Error('no port');
    `,
  });
  expect(rejected(run)).toEqual(['main.cjs: Error no port']);
  expect(findings(run)).toEqual([
    '3: Nobody handled Error: no port: it came from main.cjs:3 and nobody caught it but a listener of the process.',
  ]);
});

test('a module that has awaited goes on after errors that others catch', async () => {
  const run = await same({
    'main.mjs': `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      async function* numbers() { yield 1; yield 2; }
      const some = numbers();
      await some.next();
      await some.throw(new Error('enough')).catch((error) => console.log(error.message));
      try { require('./broken.cjs'); } catch (error) { console.log(error.message); }
      console.log(await Promise.resolve('on'));
    `,
    'broken.cjs': `throw new Error('broken');`,
  });
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
  expect(rejected(run)).toEqual(['broken.cjs: Error broken']);
});
