// The memory that records go through, with several threads at it: on Node 20 a worker's modules are loaded by a thread
// of their own, which tells where functions stand while the worker writes what they do.

import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { type TracedRun, traced } from '../../support/traced.ts';

const MODULES = Array.from({ length: 40 }, (_, number) => number);
const AWAITS = 60_000;

const FLOOD = `
  async function flood(awaits) {
    for (let at = 0; at < awaits; at++) {
      await null;
      if (at % 1000 === 0) await new Promise(setImmediate);
    }
  }
`;

/** A thread's tasks, with the names of their files and their outcomes. */
function tasksOf({ report }: TracedRun, thread: number): string[] {
  return report.tasks
    .filter((task) => task.thread === thread && task.kind === 'async')
    .map(({ name, file, outcome }) => `${name} ${basename(file ?? '')} ${outcome}`)
    .sort();
}

test('while workers write all they can and load modules, every event arrives, in order and with its place', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const start = () => once(new Worker(new URL('busy.mjs', import.meta.url)), 'exit');
      await Promise.all([start(), start(), start()]);
    `,
    'busy.mjs': `
      ${FLOOD}
      const flooding = flood(${AWAITS});
      for (let number = 0; number < ${MODULES.length}; number++) {
        const { part } = await import('./part-' + number + '.mjs');
        await part();
      }
      await flooding;
    `,
    ...Object.fromEntries(
      MODULES.map((number) => [
        `part-${number}.mjs`,
        `export async function part() { await null; return ${number}; }`,
      ]),
    ),
  });
  const expected = ['flood busy.mjs fulfilled', ...MODULES.map((n) => `part part-${n}.mjs fulfilled`)].sort();
  expect([1, 2, 3].map((thread) => tasksOf(run, thread))).toEqual([expected, expected, expected]);
  for (const { waits } of run.tasks('flood')) {
    expect(waits).toHaveLength(AWAITS + AWAITS / 1000);
    expect(waits.every(({ startMs }, at) => at === 0 || startMs >= (waits[at - 1]?.startMs ?? 0))).toBe(true);
  }
});

test('what workers wrote that were terminated while they loaded modules can be read, and nobody waits for them', async () => {
  const run = await traced({
    'main.mjs': `
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      const start = (file) => new Worker(new URL(file, import.meta.url));
      const over = once(start('lasting.mjs'), 'exit');
      for (let number = 0; number < 8; number++) {
        const worker = start('loading.mjs');
        await once(worker, 'message');
        await worker.terminate();
      }
      await over;
      console.log('over');
    `,
    'loading.mjs': `
      import { parentPort } from 'node:worker_threads';
      ${FLOOD}
      flood(Infinity);
      async function load() {
        for (let number = 0; ; number++) {
          await import('./part.mjs?' + number);
          if (number === 3) parentPort.postMessage('loading');
        }
      }
      await load();
    `,
    'lasting.mjs': `${FLOOD} await flood(${AWAITS});`,
    'part.mjs': `async function part() { await null; } await part();`,
  });
  expect(run.stdout).toBe('over\n');
  const lasting = run.report.threads.find(({ name }) => name === 'lasting.mjs');
  expect(tasksOf(run, lasting?.id ?? 0)).toEqual(['flood lasting.mjs fulfilled']);
  const terminated = run.report.threads.filter(({ name }) => name === 'loading.mjs');
  expect(terminated.map(({ exitCode, endMs }) => [exitCode, endMs === null])).toEqual(
    Array.from({ length: 8 }, () => [1, false]),
  );
  for (const { id } of terminated) {
    const tasks = tasksOf(run, id);
    expect(tasks).toContain('load loading.mjs pending');
    expect(tasks.filter((task) => task.startsWith('part part.mjs')).length).toBeGreaterThanOrEqual(4);
  }
});
