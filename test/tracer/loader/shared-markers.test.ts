import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { prepare, type Tables } from '../../../src/tracer/loader/prepare.ts';
import { shareMarkers } from '../../../src/tracer/loader/shared-markers.ts';
import { traced } from '../../support/traced.ts';

// In the built tracer that part is a bundle of its own.
vi.mock('../../../src/tracer/loader/instrumenter.ts', async () => {
  const part = await import('../../../src/tracer/instrument/index.ts');
  return { instrumenter: () => part };
});

const LONG = `// ${'what makes a file worth sharing '.repeat(40)}\n`;
const SOURCE = `${LONG}async function work(a = 1) { for await (const x of f(0x00001, 0x00002)) await x; }\nlater(() => work());`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopscope-test-'));
  shareMarkers(folder);
  onTestFinished(() => {
    shareMarkers(null);
    rmSync(folder, { recursive: true });
  });
});

/** The code that a new thread is given for a file, and what the thread sends. Its places get the numbers from `firstSite` on. */
function loaded(source = SOURCE, firstSite = 1): string[] {
  const sent: string[] = [];
  let next = firstSite;
  const takeSites = (count: number): number => {
    next += count;
    return next - count;
  };
  const tables: Tables = { takeSites, send: (_kind, payload) => void sent.push(payload) };
  const code = prepare(source, '/app/work.mjs', 'module', tables);
  return [code, ...sent];
}

/** The same for a thread that finds nothing which others have left. */
function loadedAlone(source = SOURCE, firstSite = 1): string[] {
  shareMarkers(null);
  const alone = loaded(source, firstSite);
  shareMarkers(folder);
  return alone;
}

const left = (): string[] => readdirSync(folder).map((name) => join(folder, name));
/** Changes what was left, so that one can see whether somebody takes it. */
function change(from: string, to: string): void {
  const [file = ''] = left();
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

test('a file that another thread, process or run has loaded is not read and marked again', () => {
  const first = loaded();
  expect(first[0]).toContain('__loopscope');
  expect(first).toEqual(loadedAlone());
  expect(loaded()).toEqual(first);
  change('__loopscope.', '/* shared */__loopscope.');
  expect(loaded()[0]).toBe(first[0]?.replace('__loopscope.', '/* shared */__loopscope.'));
});

test('its places get the numbers that follow, whatever numbers the program itself has', () => {
  loaded();
  change('__loopscope.', '/* shared */__loopscope.');
  const [code = '', ...sent] = loaded(SOURCE, 500);
  expect([code.replace('/* shared */', ''), ...sent]).toEqual(loadedAlone(SOURCE, 500));
  expect(code).toContain('/* shared */');
});

test('what was left of another text, by another Node, or not whole is not taken', () => {
  const first = loaded();
  change('__loopscope.', '/* shared */__loopscope.');
  expect(loaded(SOURCE.replace('work', 'walk'))).toEqual(loadedAlone(SOURCE.replace('work', 'walk')));
  loaded();
  change(process.version, 'v1.0.0');
  expect(loaded()).toEqual(first);
  const [file = ''] = left();
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
  expect(loaded()).toEqual(first);
});

test('nothing is left of files that have signs like those around markers, or name a source map', () => {
  for (const source of [`${SOURCE} '\v\f'`, `${SOURCE}\n//# sourceMappingURL=work.mjs.map\n`]) {
    expect(loaded(source)[0]).toContain('__loopscope');
    expect(left()).toEqual([]);
  }
});

test('of files that are short, only the first eight are left', () => {
  for (let at = 0; at < 12; at++) expect(loaded(`await 1;${' '.repeat(at)}`)[0]).toContain('__loopscope');
  expect(left()).toHaveLength(8);
});

test('processes that load the same file: each has its tasks, also of what has changed since', async () => {
  const job = (name: string): string =>
    `${LONG}exports.work = async function ${name}() { await null; console.log(/\\d+:\\d+/.exec(new Error().stack)[0]); };`;
  const run = await traced({
    'main.cjs': `
      const { execFileSync } = require('node:child_process');
      const { writeFileSync } = require('node:fs');
      const { join } = require('node:path');
      const start = () => process.stdout.write(execFileSync(process.execPath, [join(__dirname, 'start.cjs')]));
      start();
      start();
      writeFileSync(join(__dirname, 'job.cjs'), ${JSON.stringify(job('walk'))});
      start();
    `,
    'start.cjs': `require('./job.cjs').work();`,
    'job.cjs': job('work'),
  });
  const column = (job('work').split('\n')[1] as string).indexOf('new Error') + 1;
  expect(run.stdout).toBe(`2:${column}\n`.repeat(3));
  const tasks = ['work', 'walk'].flatMap((name) => run.tasks(name));
  expect(tasks.map(({ thread, name, line, waits }) => [thread, name, line, waits.length])).toEqual([
    [1, 'work', 2, 1],
    [2, 'work', 2, 1],
    [3, 'walk', 2, 1],
  ]);
});
