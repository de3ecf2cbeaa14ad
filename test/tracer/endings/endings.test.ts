// How programs end: orderly, early, with an error, by a signal, or waiting for what never comes.

import { expect, test } from 'vitest';
import { at } from '../../../scripts/paths.mjs';
import { runPlain, writeProgram } from '../../support/program.ts';
import { both, picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('process.exit in the middle leaves tasks pending', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function work() {
      await sleep(60_000);
    }
    async function leave() {
      await sleep(1);
      process.exit(3);
    }
    work();
    await leave();
  `);
  expect(tree(run)).toBe(picture`
    main.mjs pending: await task leave :10
      work pending: await timer :3
      leave pending: await timer :6
  `);
  expect(run.exitCode).toBe(3);
  expect(run.report.program).toMatchObject({ exitCode: 3, signal: null, complete: true });
});

test('process.exit at the top level leaves the module pending', async () => {
  const run = await traced(`
    console.log('before');
    process.exit(0);
  `);
  expect(tree(run)).toBe('main.mjs pending');
  expect(run.stdout).toBe('before\n');
  expect(run.report.program).toMatchObject({ exitCode: 0, signal: null, complete: true });
});

test('a program ends with its process.exitCode', async () => {
  const run = await traced(`
    process.exitCode = 4;
    process.on('exit', (code) => console.log('exit', code));
  `);
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
  expect(run.stdout).toBe('exit 4\n');
  expect(run.report.program).toMatchObject({ exitCode: 4, signal: null, complete: true });
});

test('beforeExit may start more', async () => {
  const run = await traced(`
    async function encore() {
      await null;
      console.log('encore');
    }
    process.once('beforeExit', () => encore());
  `);
  expect(run.stdout).toBe('encore\n');
  expect(run.task('encore').outcome).toBe('fulfilled');
});

test('an uncaught error at the top level rejects the module and ends the program', async () => {
  const run = await traced(`
    async function fail() {
      await null;
      throw new RangeError('too far');
    }
    await fail();
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs rejected: await :5
      fail rejected: await :2
  `);
  expect(run.stderr).toContain('RangeError: too far');
  expect(run.report.program).toMatchObject({ exitCode: 1, signal: null, complete: true });
});

test('an uncaught error in CommonJS ends the program', async () => {
  const run = await traced(
    `
    function fail() {
      throw new Error('at once');
    }
    fail();
  `,
    { type: 'cjs' },
  );
  expect(tree(run)).toBe('main.cjs rejected');
  expect(run.stderr).toContain('Error: at once');
  expect(run.report.program).toMatchObject({ exitCode: 1, signal: null, complete: true });
});

test('an unhandled rejection ends the program', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function fail() {
      await sleep(1);
      throw new Error('nobody catches');
    }
    fail();
    setTimeout(function never() {}, 60_000);
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled
      fail rejected: await timer :3
  `);
  expect(run.stderr).toContain('Error: nobody catches');
  expect(run.report.program).toMatchObject({ exitCode: 1, signal: null, complete: true });
});

test('an unhandled rejection that the program handles does not end it', async () => {
  const run = await traced(`
    process.on('unhandledRejection', (reason, promise) => {
      console.log('unhandled', reason.message, promise === failing);
    });
    async function fail() {
      throw new Error('late');
    }
    const failing = fail();
  `);
  expect(run.stdout).toBe('unhandled late true\n');
  expect(run.exitCode).toBe(0);
  expect(run.task('fail').outcome).toBe('rejected');
});

test('a top-level await that never settles ends with 13', async () => {
  const { plain, traced: run } = await both(`
    async function forever() {
      await new Promise(() => {});
    }
    console.log('waiting');
    await forever();
    console.log('never');
  `);
  expect(tree(run)).toBe(picture`
    main.mjs pending: await task forever :5
      forever pending: await promise :2
  `);
  expect(run.stdout).toBe('waiting\n');
  // The next line of the message is the program's own line, which contains the markers.
  expect(run.stderr.split('\n')[0]).toBe(plain.stderr.split('\n')[0]);
  expect(run.report.program).toMatchObject({ exitCode: 13, signal: null, complete: true });
});

test('a signal that the program sends itself ends it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    console.log('before');
    process.kill(process.pid, 'SIGTERM');
    await sleep(60_000);
  `);
  expect(run.signal).toBe('SIGTERM');
  expect(run.report.program).toMatchObject({ exitCode: null, signal: 'SIGTERM' });
});

test('a signal that the program handles does not end it', async () => {
  const run = await traced(`
    import { once } from 'node:events';
    setInterval(() => {}, 1000);
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 1);
    const [signal] = await once(process, 'SIGTERM');
    console.log(signal);
    process.exit(5);
  `);
  expect(run.stdout).toBe('SIGTERM\n');
  expect(run.report.program).toMatchObject({ exitCode: 5, signal: null, complete: true });
});

test('what was recorded before a program was killed can be read, and says that it was cut off', async () => {
  // The tracer sends the names and awaits of the file's text, but not this.
  const killAt = 'sent by now';
  const run = await traced(
    `
    import { setTimeout as sleep } from 'node:timers/promises';
    async function work() {
      await sleep(60_000);
    }
    async function last(label) {}
    work();
    last(['sent', 'by', 'now'].join(' '));
    await sleep(60_000);
  `,
    { killAt },
  );
  expect(run.signal).toBe('SIGKILL');
  expect(run.report.program).toMatchObject({ exitCode: null, signal: 'SIGKILL', complete: false });
  const [work] = run.children('main.mjs').map(({ name, outcome }) => `${name} ${outcome}`);
  expect(work).toBe('work pending');
});

test('a crash of the runtime itself ends the program as untraced, and the recording is not complete', async () => {
  const { plain, traced: run } = await both(`
    console.log('before');
    process.abort();
  `);
  expect(run.stdout).toBe('before\n');
  expect(run.signal).toBe(plain.signal);
  expect(run.report.program.complete).toBe(false);
});

test('a program that runs out of memory ends as untraced, and the recording is not complete', async () => {
  const { plain, traced: run } = await both(
    `
    const hoard = [];
    for (;;) hoard.push(new Array(100_000).fill(hoard.length));
  `,
    { env: { NODE_OPTIONS: '--max-old-space-size=32' } },
  );
  expect(run.signal).toBe(plain.signal);
  expect(run.exitCode).toBe(plain.exitCode);
  expect(run.report.program.complete).toBe(false);
});

test('a stack that overflows is caught like any other error', async () => {
  const run = await traced(`
    async function deep(level) {
      await deep(level + 1);
    }
    await deep(0).catch((error) => console.log(error.name));
  `);
  expect(run.stdout).toBe('RangeError\n');
  expect(run.task('main.mjs').outcome).toBe('fulfilled');
});

test('a file with a syntax error ends the program before any task', async () => {
  const run = await traced('const = 1;\n');
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain('SyntaxError');
  expect(run.stderr).toContain('main.mjs:1');
  expect(run.report.tasks).toEqual([]);
});

test('what is said of a crash is not lost where another thread opens files at that very moment', async () => {
  const program = `
    import { Worker } from 'node:worker_threads';
    const reading = "require('worker_threads').parentPort.postMessage(1); for (;;) require('fs').readFileSync('/proc/self/stat');";
    const worker = new Worker(reading, { eval: true });
    await new Promise((resolve) => worker.once('message', resolve));
    throw new RangeError('too far');
  `;
  const runs = await Promise.all([1, 2, 3, 4, 5].map(() => traced(program)));
  for (const run of runs) expect(run.stderr).toContain('RangeError: too far');
});

test('standard error is given up only when the sending thread has begun, which keeps what it opens', async () => {
  const program = writeProgram(`
    import { openSync, readlinkSync } from 'node:fs';
    import { divertCrash, noteUncaught } from '${at('src/tracer/unseen/crash.ts')}';
    let opened;
    // Something of which nothing is recorded: there is no thread to send it.
    noteUncaught('no', true);
    divertCrash('printed', () => (opened ??= openSync('/dev/null')));
    console.log(opened > 2, readlinkSync('/proc/self/fd/2').endsWith('/printed'));
  `);
  expect(await runPlain(program, { runtime: process.execPath })).toMatchObject({ stdout: 'true true\n' });
});
