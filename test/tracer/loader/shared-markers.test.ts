import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prepare, type Tables } from '../../../src/tracer/loader/prepare.ts';
import { shareMarkers } from '../../../src/tracer/loader/shared-markers.ts';
import { traced } from '../../support/traced.ts';

const LONG = `// ${'what makes a file worth sharing '.repeat(40)}\n`;

test('a file that another thread or process has loaded is not read and marked again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loopscope-test-'));
  onTestFinished(() => {
    shareMarkers(null);
    rmSync(folder, { recursive: true });
  });
  shareMarkers(join(folder, 'pipe'));
  const source = `${LONG}async function work() { await 1; }`;
  /** What a new thread is given for a file, and what it sends; its places begin at a number. */
  const loaded = (text = source, firstSite = 1): string[] => {
    const sent: string[] = [];
    let next = firstSite;
    const takeSites = (count: number): number => {
      next += count;
      return next - count;
    };
    const tables: Tables = { takeSites, send: (_kind, payload) => void sent.push(payload) };
    const code = prepare(text, '/app/work.mjs', 'module', tables);
    return [code, ...sent, `${next}`];
  };

  const first = loaded();
  expect(first[0]).toContain('__loopscope');
  expect(loaded()).toEqual(first);

  const [left] = readdirSync(folder).map((name) => join(folder, name));
  const content = readFileSync(left as string, 'utf8');
  writeFileSync(left as string, content.replace('"code":"', '"code":"/* shared */'));
  expect(loaded()[0]).toBe(`/* shared */${first[0]}`);

  expect(loaded(source.replace('work', 'walk'))[0]).toBe(first[0]?.replace('work', 'walk'));
  expect(loaded(source, 2)).not.toEqual(first);
  writeFileSync(left as string, content.slice(0, 100));
  expect(loaded()).toEqual(first);
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
