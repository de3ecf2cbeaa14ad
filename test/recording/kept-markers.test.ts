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
  const folder = await keptMarkers(tracer, cache);
  expect(readdirSync(join(cache, 'markers')).map((name) => join(cache, 'markers', name))).toEqual([folder]);
  expect(await keptMarkers(tracer, cache)).toBe(folder);
  writeFileSync(join(cache, 'start.cjs'), 'another');
  expect(await keptMarkers(tracer, cache)).not.toBe(folder);
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
  const [kept = ''] = readdirSync(cache).map((name) => join(cache, name));
  writeFileSync(kept, readFileSync(kept, 'utf8').replace('["function","work"', '["function","kept"'));
  expect(await tasks(...names)).toEqual([['kept', 2, 1]]);
  writeFileSync(join(main, '../work.mjs'), text('walk'));
  expect(await tasks(...names)).toEqual([['walk', 2, 1]]);
});
