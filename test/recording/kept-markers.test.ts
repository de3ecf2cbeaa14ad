import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { keptMarkers, shrink } from '../../src/recording/kept-markers.ts';
import { writeProgram } from '../support/program.ts';
import { runTraced } from '../support/traced.ts';

let cache = '';
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'loopscope-test-'));
  onTestFinished(() => rmSync(cache, { recursive: true }));
});

test('each tracer has a folder of its own; where there can be none, markers are not kept', async () => {
  const tracer = join(cache, 'preload.cjs');
  expect(await keptMarkers(tracer, cache)).toBeNull();
  writeFileSync(join(cache, 'start.cjs'), '');
  expect(await keptMarkers(tracer, cache)).toBeNull();
  writeFileSync(join(cache, 'instrument.cjs'), '');
  const folder = await keptMarkers(tracer, cache);
  expect(readdirSync(join(cache, 'markers')).map((name) => join(cache, 'markers', name))).toEqual([folder]);
  expect(await keptMarkers(tracer, cache)).toBe(folder);
  for (const part of ['start.cjs', 'instrument.cjs']) {
    const before = await keptMarkers(tracer, cache);
    writeFileSync(join(cache, part), 'another');
    expect(await keptMarkers(tracer, cache)).not.toBe(before);
  }
  expect(await keptMarkers(tracer, join(cache, 'start.cjs'))).toBeNull();
});

test('the oldest are removed when there are too many', async () => {
  for (const [at, name] of ['one/a', 'two/b', 'one/c', 'two/d'].entries()) {
    const file = join(cache, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'x'.repeat(100));
    utimesSync(file, at, at);
  }
  const left = (): string[] => readdirSync(cache, { recursive: true }).map(String).sort();
  await shrink(cache, 400, 200);
  expect(left()).toEqual(['one', 'one/a', 'one/c', 'two', 'two/b', 'two/d']);
  await shrink(cache, 399, 200);
  expect(left()).toEqual(['one', 'one/c', 'two', 'two/d']);
});

test('a program that is run again has the markers of the run before, and new ones where it was edited', async () => {
  const text = (name: string): string =>
    `// ${'what makes a file worth keeping '.repeat(40)}\nasync function ${name}() { await null; }\n${name}();`;
  const main = writeProgram({ 'main.mjs': `import './work.mjs';`, 'work.mjs': text('work') });
  const tasks = async (...names: string[]): Promise<unknown[]> => {
    const run = await runTraced(main, { markersFolder: cache });
    return names
      .flatMap((name) => run.tasks(name))
      .map(({ name, line, waits }) => [name, line, waits.length]);
  };
  const names = ['work', 'kept', 'walk'];
  expect(await tasks(...names)).toEqual([['work', 2, 1]]);
  const files = readdirSync(cache).map((name) => join(cache, name));
  const kept = files.find((file) => readFileSync(file, 'utf8').includes('work.mjs')) ?? '';
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('["function","work"', '["function","kept"'));
  expect(await tasks(...names)).toEqual([['kept', 2, 1]]);
  writeFileSync(join(main, '../work.mjs'), text('walk'));
  expect(await tasks(...names)).toEqual([['walk', 2, 1]]);
});

test('the part that makes markers is loaded when it is first needed, whatever the program has replaced by then', async () => {
  const main = writeProgram({
    'main.mjs': `
      import { createRequire } from 'node:module';
      async function early() { await null; }
      await early();
      if (process.argv[2] === 'later') {
        const require = createRequire(import.meta.url);
        const fails = () => { throw new Error('replaced'); };
        const [fs, vm, Module] = ['node:fs', 'node:vm', 'node:module'].map(require);
        const { openSync } = fs;
        fs.openSync = (path, ...how) => (String(path).endsWith('.mjs') ? openSync(path, ...how) : fails());
        vm.Script.prototype.runInThisContext = fails;
        vm.Script = fails;
        Module._load = fails;
        Buffer.from = fails;
        globalThis.ArrayBuffer = fails;
        await import('./work.mjs');
      }
    `,
    'work.mjs': 'async function late() { await null; }\nawait late();',
  });
  const options = { markersFolder: cache };
  await runTraced(main, options);
  const run = await runTraced(main, { ...options, args: ['later'] });
  expect(['early', 'late'].map((name) => run.tasks(name).length)).toEqual([1, 1]);
});
