// Programs that are large: they have many threads, many functions, or long files. All of that goes through the same memory.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

test('twenty workers at once lose no event', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const start = async () => {
        await once(new Worker(new URL('many.mjs', import.meta.url)), 'exit');
      };
      await Promise.all(Array.from({ length: 20 }, start));
    `,
    'many.mjs': `
      async function one() { await null; }
      await Promise.all(Array.from({ length: 500 }, one));
    `,
  });
  expect(run.report.threads).toHaveLength(21);
  expect(run.tasks('one')).toHaveLength(20 * 500);
  expect(new Set(run.tasks('one').map(({ outcome }) => outcome))).toEqual(new Set(['fulfilled']));
});

test('each of the thousands of functions of a bundle has its name, and waits at its lines', async () => {
  const functions = Array.from(
    { length: 6000 },
    (_, n) => `async function step${n}(previous) {\n  await previous;\n  return ${n};\n}`,
  );
  const run = await traced({
    'main.cjs': `${functions.join('\n')}\n(async function all() { await step0(); await step3000(1); await step5999(2); })();`,
  });
  expect(run.report.tasks.map(({ name, line }) => [name, line])).toEqual([
    ['main.cjs', 1],
    ['all', 24_001],
    ['step0', 1],
    ['step3000', 12_001],
    ['step5999', 23_997],
  ]);
  expect(run.task('step5999').waits).toMatchObject([{ line: 23_998, expression: 'previous' }]);
  const { owner } = run.model.tables.sites;
  // There are 6,000 awaits and three more, and each of them is in a function.
  expect(owner.subarray(0, run.model.tables.sites.length).filter((row) => row >= 0)).toHaveLength(6003);
});

test('a large file is kept whole, whatever its letters are', async () => {
  const lines = Array.from(
    { length: 8000 },
    (_, at) => `async function step${at}() { return '→ ${at} 😀'; }`,
  );
  const text = `${lines.join('\n')}\nawait step7999();\n`;
  expect(text.length).toBeGreaterThan(300 * 1024);
  const run = await traced({ 'main.mjs': text });
  expect(run.task('step7999').line).toBe(8000);
  expect([...run.model.tables.sources.values()]).toEqual([text]);
});
