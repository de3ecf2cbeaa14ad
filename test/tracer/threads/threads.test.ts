// Workers, processes and clusters that a program starts: each is a thread of the recording, tied to the task that started it. That the
// program cannot tell the difference is checked in children.test.ts.

import { describe, expect, test } from 'vitest';
import { picture, type Report, type TracedRun, traced } from '../../support/traced.ts';

/** One line for each thread: what it is, who started it, its tasks, and how it ended. The numbers of processes are left out. */
function threads({ report }: TracedRun): string {
  return report.threads
    .slice(1)
    .map((thread) => {
      const by = report.tasks.find(({ id }) => id === thread.startedById)?.name ?? 'nobody';
      return `${thread.label.replace(/ pid \d+/, '')} by ${by}: ${inside(report, thread.id)}; ${thread.signal ?? thread.exitCode}`;
    })
    .sort()
    .join('\n');
}

const inside = ({ tasks, threads: all }: Report, id: number): string =>
  all[id]?.traced
    ? tasks
        .filter(({ thread }) => thread === id)
        .map(({ name, outcome }) => `${name} ${outcome}`)
        .join(', ')
    : 'not traced';

const SLEEP = `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));`;
const BUSY = `
  ${SLEEP}
  async function work() { await sleep(1); }
`;

describe('workers', () => {
  test('have their tasks, and are tied to the task that started them', async () => {
    const run = await traced({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        async function resize(name) {
          await once(new Worker(new URL('resize.mjs', import.meta.url), { name }), 'exit');
        }
        async function fails() {
          await once(new Worker('process.exit(3)', { eval: true }), 'exit');
        }
        await Promise.all([resize('left'), fails()]);
        await resize(undefined);
      `,
      'resize.mjs': `${BUSY} await work();`,
    });
    expect(threads(run)).toBe(picture`
      worker [eval] #2 by fails: ; 3
      worker left #1 by resize: resize.mjs fulfilled, work fulfilled; 0
      worker resize.mjs #3 by resize: resize.mjs fulfilled, work fulfilled; 0
    `);
    const [module] = run.tasks('resize.mjs');
    expect(run.taskById(module?.parentId ?? 0).name).toBe('resize');
    expect(run.task('fails').waits[0]?.on.name).toBe('"exit" of worker [eval] #2');
  });

  test('are named where their messages are waited for, and where they come', async () => {
    const run = await traced({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('job.mjs', import.meta.url));
        async function asks() {
          worker.postMessage('go');
          await new Promise((resolve) => worker.once('message', function answered() { resolve(); }));
        }
        async function again() { worker.postMessage('over'); await once(worker, 'message'); }
        await asks();
        await again();
        await once(worker, 'exit');
      `,
      'job.mjs': `
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', (text) => {
          parentPort.postMessage('done');
          if (text === 'over') parentPort.close();
        });
      `,
    });
    expect(run.tasks('answered').map(({ label }) => label)).toEqual(['answered(from worker job.mjs #1)']);
    expect(run.task('again').waits[0]?.on.name).toBe('"message" of worker job.mjs #1');
  });

  test('may start workers of their own, of every kind of module', async () => {
    const run = await traced({
      'main.cjs': `
        const { Worker } = require('node:worker_threads');
        function begin() { new Worker(__dirname + '/outer.mjs'); }
        begin();
        (async function later() { begin(); })();
      `,
      'outer.mjs': `
        import { Worker } from 'node:worker_threads';
        ${BUSY}
        async function nested() { await work(); new Worker(new URL('inner.cjs', import.meta.url)); }
        await nested();
      `,
      'inner.cjs': `${BUSY} work();`,
    });
    expect(threads(run)).toBe(picture`
      worker inner.cjs #1 by nested: inner.cjs fulfilled, work fulfilled; 0
      worker inner.cjs #1 by nested: inner.cjs fulfilled, work fulfilled; 0
      worker outer.mjs #1 by main.cjs: outer.mjs fulfilled, nested fulfilled, work fulfilled; 0
      worker outer.mjs #2 by later: outer.mjs fulfilled, nested fulfilled, work fulfilled; 0
    `);
  });

  test('may be terminated, or be gone with the program, in the middle of something', async () => {
    const run = await traced({
      'main.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const start = async () => {
          const worker = new Worker(new URL('busy.mjs', import.meta.url));
          await once(worker, 'message');
          return worker;
        };
        const [first] = await Promise.all([start(), start()]);
        await first.terminate();
        process.exit(4);
      `,
      'busy.mjs': `
        import { parentPort } from 'node:worker_threads';
        ${SLEEP}
        async function forever() { parentPort.postMessage('ready'); for (;;) await sleep(1); }
        await forever();
      `,
    });
    const ended = threads(run).replace(/#\d/g, '#').split('\n').sort();
    expect(ended).toEqual([
      'worker busy.mjs # by start: busy.mjs pending, forever pending; 1',
      'worker busy.mjs # by start: busy.mjs pending, forever pending; null',
    ]);
    expect(run.report.threads.map(({ endMs }) => endMs === null)).toEqual([false, false, false]);
  });

  test('that are terminated before they have begun are one thread each, and over', async () => {
    const run = await traced({
      'main.mjs': `
        import { Worker } from 'node:worker_threads';
        const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        for (let ms = 0; ms < 40; ms += 4) {
          const worker = new Worker(new URL('listening.mjs', import.meta.url));
          await sleep(ms);
          await worker.terminate();
        }
      `,
      'listening.mjs': `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});`,
    });
    const [, ...workers] = run.report.threads;
    expect(workers.map(({ label }) => label)).toEqual(
      Array.from({ length: 10 }, (_, at) => `worker listening.mjs #${at + 1}`),
    );
    expect(workers.filter(({ startedById, endMs }) => startedById === null || endMs === null)).toEqual([]);
  });
});

describe('processes', () => {
  test('that run Node are traced, others are not, each tied to the task that started it', async () => {
    const run = await traced({
      'main.mjs': `
        import { exec, execFileSync, fork, spawn } from 'node:child_process';
        import { once } from 'node:events';
        const node = process.execPath;
        async function forks() { await once(fork('child.mjs', ['3']), 'exit'); }
        async function spawns() { await once(spawn(node, ['child.mjs', '0'], { stdio: 'ignore' }), 'exit'); }
        async function runs() { await new Promise((resolve) => exec('"' + node + '" child.mjs 5', resolve)); }
        async function waits() { await once(spawn('sleep', ['0.01']), 'exit'); }
        async function prepares() { await once(exec('set -e; cd . && sleep 0.01'), 'exit'); }
        async function asks() { execFileSync(node, ['child.mjs', '0']); }
        await forks();
        await spawns();
        await runs();
        await waits();
        await prepares();
        await asks();
      `,
      'child.mjs': `${BUSY} await work(); process.exitCode = Number(process.argv[2]);`,
    });
    expect(threads(run)).toBe(picture`
      child child.mjs by asks: child.mjs fulfilled, work fulfilled; 0
      child child.mjs by forks: child.mjs fulfilled, work fulfilled; 3
      child child.mjs by runs: child.mjs fulfilled, work fulfilled; 5
      child child.mjs by spawns: child.mjs fulfilled, work fulfilled; 0
      child sleep by prepares: not traced; 0
      child sleep by waits: not traced; 0
    `);
    expect(run.task('prepares').waits[0]?.on.name).toBe('"exit" of process sleep');
    const times = run.report.threads.map(({ startMs, endMs }) => [startMs, endMs ?? Number.NaN]);
    const [main, ...others] = times as [number, number][];
    for (const [from, to] of others) {
      expect(from).toBeGreaterThanOrEqual(main?.[0] ?? Number.NaN);
      expect(to).toBeLessThanOrEqual(main?.[1] ?? Number.NaN);
    }
  });

  test('may be workers of a cluster that are started again and again', async () => {
    const run = await traced(`
      import cluster from 'node:cluster';
      import { once } from 'node:events';
      async function serve() { await new Promise((resolve) => setTimeout(resolve, 1)); process.exit(Number(process.env.CODE)); }
      async function restart(CODE) { await once(cluster.fork({ CODE }), 'exit'); }
      if (cluster.isPrimary) for (let code = 1; code <= 3; code++) await restart(code);
      else await serve();
    `);
    const numbered = (number: number) =>
      `cluster worker main.mjs #${number} by restart: main.mjs pending, serve pending; ${number}`;
    expect(threads(run).split('\n')).toEqual([1, 2, 3].map(numbered));
    expect(run.tasks('restart').map(({ waits }) => waits[0]?.on.name)).toEqual(
      [1, 2, 3].map((number) => `"exit" of cluster worker #${number}`),
    );
  });

  test('may start workers and processes of their own', async () => {
    const run = await traced({
      'main.cjs': `
        const { fork } = require('node:child_process');
        async function begin() { fork(__dirname + '/child.cjs'); }
        begin();
      `,
      'child.cjs': `
        const { execFileSync } = require('node:child_process');
        const { Worker } = require('node:worker_threads');
        async function inChild() { new Worker(__dirname + '/leaf.cjs').on('exit', sync); }
        function sync() { execFileSync(process.execPath, [__dirname + '/leaf.cjs']); }
        inChild();
      `,
      'leaf.cjs': `${BUSY} work();`,
    });
    expect(threads(run).replace(/^(child leaf.cjs by) [^:]*/m, '$1 …')).toBe(picture`
      child child.cjs by begin: child.cjs fulfilled, inChild fulfilled, sync fulfilled; 0
      child leaf.cjs by …: leaf.cjs fulfilled, work fulfilled; 0
      worker leaf.cjs #1 by inChild: leaf.cjs fulfilled, work fulfilled; 0
    `);
  });

  test('that are killed have done what they did until then', async () => {
    const run = await traced({
      'main.mjs': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        async function kills() {
          const child = fork('child.mjs');
          await once(child, 'message');
          child.kill('SIGKILL');
          await once(child, 'exit');
        }
        await kills();
      `,
      'child.mjs': `
        ${BUSY}
        async function forever() { for (let i = 0; ; i++) { await work(); if (i === 500) process.send('ready'); } }
        await forever();
      `,
    });
    const [child] = threads(run).split(', work');
    expect(child).toBe('child child.mjs by kills: child.mjs pending, forever pending');
    expect(run.report.threads[1]).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    expect(run.tasks('work').length).toBeGreaterThan(1);
  });

  test('are told with their commands, and of the arguments with nothing that may be a secret', async () => {
    const run = await traced({
      'main.mjs': `
        import { exec, execFile, spawn, spawnSync } from 'node:child_process';
        import { promisify } from 'node:util';
        const over = (child) => new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
        process.env.TOKEN = 'secret1';
        await promisify(execFile)('git', ['--version']);
        await promisify(execFile)('git', ['rev-parse', '--show-prefix', 'secret2', 'secret3', '--git-dir']).catch(() => 0);
        await over(spawn('true', ['secret4', '-p', 'secret5', '--key=secret6', '-psecret7']));
        await promisify(exec)('true secret8');
        spawnSync('true', ['secret9']);
      `,
    });
    expect(run.report.threads.map(({ name, command }) => `${name}: ${command}`)).toEqual([
      ': null',
      'git: git --version',
      'git: git rev-parse --show-prefix … --git-dir',
      'true: true … -p … --key=… …',
      'true: null',
      'true: true …',
    ]);
    expect(JSON.stringify(run.report.threads)).not.toContain('secret');
  });

  test('crash by themselves', async () => {
    const run = await traced({
      'main.mjs': `
        import { spawnSync } from 'node:child_process';
        async function starts() { console.log(spawnSync(process.execPath, ['child.mjs']).status); }
        await starts();
      `,
      'child.mjs': `async function fails() { await null; throw new Error('no'); } await fails();`,
    });
    expect(run.stdout).toBe('1\n');
    expect(threads(run)).toBe('child child.mjs by starts: child.mjs rejected, fails rejected; 1');
  });

  test('of a cluster have their tasks', async () => {
    const run = await traced({
      'main.mjs': `
        import cluster from 'node:cluster';
        import { once } from 'node:events';
        import { createServer, get } from 'node:http';
        async function serve(request, response) {
          await null;
          response.end('ok');
        }
        async function start() {
          const worker = cluster.fork();
          const over = once(worker, 'exit');
          const [{ port }] = await once(worker, 'listening');
          return { over, port };
        }
        async function ask({ port }) {
          const [response] = await once(get({ port, host: '127.0.0.1', agent: false }), 'response');
          for await (const text of response) console.log(String(text));
        }
        if (cluster.isPrimary) {
          const workers = await Promise.all([start(), start()]);
          await ask(workers[0]);
          await ask(workers[1]);
          cluster.disconnect();
          await Promise.all(workers.map(({ over }) => over));
        } else {
          createServer(serve).listen(0, '127.0.0.1');
        }
      `,
    });
    expect(run.stdout).toBe('ok\nok\n');
    const started = run.report.threads.map(({ kind, label, exitCode, startedById }) =>
      [kind, label, exitCode, run.report.tasks.find(({ id }) => id === startedById)?.name].join(' '),
    );
    expect(started).toEqual([
      'main main 0 ',
      'process cluster worker main.mjs #1 0 start',
      'process cluster worker main.mjs #2 0 start',
    ]);
    expect(run.tasks('serve').map(({ thread }) => thread > 0)).toEqual([true, true]);
  });
});
