// The code coverage that Node writes is of the text that the author wrote, as without the tracer.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dedent } from '../../support/program.ts';
import { both } from '../../support/traced.ts';

interface CoverageFile {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { startOffset: number; endOffset: number; count: number }[];
    }[];
  }[];
}

const TEXT = dedent(`
  import { fileURLToPath } from 'node:url';
  import { execFileSync } from 'node:child_process';
  import v8 from 'node:v8';
  import { isMainThread, Worker } from 'node:worker_threads';
  async function f(a) {
    if (a > 2) { return 1; }
    for (let i = 0; i < 2; i++) { if (i === 1) continue; await null; }
    try { await g(a); } catch (e) { return 2; }
    return a ? await 3 : await 4;
  }
  async function g(a) {
    if (a) throw new Error('x');
    return await h?.(1);
  }
  const h = async (x) => x ?? await 5;
  async function never() { await 1; }
  async function* gen(n) { for (let i = 0; i < n; i++) yield i; return; }
  class K {
    async m(x = one()) { switch (x) { case 1: return await 1; default: break; } }
    static async s() { while (true) { break; } }
  }
  function one() { return 1; }
  await f(0); await f(1); await f(3); await h(null); await h(1);
  for await (const x of gen(3)) { if (x === 1) break; }
  await new K().m();
  const p = new Promise((resolve) => setTimeout(() => { resolve(1); }, 1));
  await Promise.all([p, h(3)]);
  setTimeout(function callback() { if (1 > 2) console.log('never'); }, 1);
  const q = async () => { const { a } = await p; return a && await 1 || await 2; };
  await q();
  const ends = [
    async () => { await g(1); },
    async () => {
      await f(1);
      await g(1);
      // This is not reached.
    },
    async () => { return await g(1); },
    async () => { for (const x of [0, 1, 2]) { await g(x); } },
    async () => { for await (const x of [h(1), g(1)]) { await x; } },
    async () => { try { await g(1); } finally { await h(1); } },
    async () => { if (await g(1)) { await h(1); } },
  ];
  for (const end of ends) await end().catch(() => {});
  if (isMainThread && process.argv[2] === undefined) {
    console.log(process.pid);
    new Worker(new URL(import.meta.url), { argv: ['worker'] });
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), 'child']);
  }
  // Node names its files by the thread and the millisecond. The file of the worker's end must not replace this one.
  if (process.argv[2] === 'worker') { v8.takeCoverage(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2); }
  if (process.argv[2] === 'child') process.exit((await f(3)) - 1);
`);

test('NODE_V8_COVERAGE tells the same of a program, its worker and its process', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-coverage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { plain, traced } = await both(TEXT, { env: { NODE_V8_COVERAGE: folder } });
  expect(traced.stderr).toBe(plain.stderr);
  const files = readdirSync(folder).map((name) => ({ name, pid: name.split('-')[1] }));
  /** The coverage of one process, sorted, because its threads write in any order. */
  const counted = (pid: string): unknown[] =>
    files
      .filter((file) => file.pid === pid)
      .map(({ name }) => functionsIn(join(folder, name)))
      .sort();
  const [before, now] = [plain, traced].map(({ stdout }) => counted(stdout.trim()));
  // The main thread writes one file and the worker two. The process that the program starts writes one more.
  expect(before).toHaveLength(3);
  expect(now).toEqual(before);
  expect(files).toHaveLength(8);
  for (const { name } of files)
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain('/out/tracer/');
});

/** One line for each function. Whether a range ends before or behind a semicolon makes no difference to what it covers, so that is evened out. */
function functionsIn(file: string): string {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as CoverageFile;
  const own = result.find(({ url }) => url.endsWith('/main.mjs'));
  const behind = (offset: number): number => (TEXT[offset] === ';' ? offset + 1 : offset);
  return (own?.functions ?? [])
    .map(({ functionName, ranges }) =>
      [functionName, ...ranges.map((each) => [each.startOffset, behind(each.endOffset), each.count])].join(
        ' ',
      ),
    )
    .join('\n');
}

test('node --test tells the same of it, and the processes that it starts see the same of themselves', async () => {
  const { plain, traced } = await both({
    'main.mjs': `
      import { spawnSync } from 'node:child_process';
      for (const how of [['--test'], []]) {
        const args = [...how, '--experimental-test-coverage', '--test-reporter=tap', 'shop.test.mjs'];
        const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: import.meta.dirname });
        console.log(status, stdout.replace(/duration_ms.*/g, ''), stderr);
      }
    `,
    'shop.test.mjs': `
      import test from 'node:test';
      import { price } from './shop.mjs';
      test('sells', async () => { console.log(await price(1), process.execArgv.join('\\n')); });
    `,
    'shop.mjs': `
      export async function price(id) {
        if (id === 1) return await Promise.resolve(5);
        const other = await look(id);
        return other ? await 3 : 4;
      }
      async function look(id) {
        try {
          await null;
        } catch {
          return 0;
        }
        return id;
      }
    `,
  });
  expect(plain.stdout).toMatch(/shop\.mjs +\| +\d/);
  expect(traced.ending).toEqual(plain);
  expect(traced.tasks('price')).toHaveLength(2);
});
