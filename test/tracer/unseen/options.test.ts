// Small programs under the options, signals and endings that Node has for them: what each writes and how it ends is the same
// with the tracer as without. They are processes that one program starts, so that is put to the proof, too.

import { expect, test } from 'vitest';
import { both } from '../../support/traced.ts';

/**
 * Programs that print the line at which they end are in crashes.test.ts, because nobody takes the markers out of a process's own standard error.
 * Its options, and the signal that it is sent once it is ready, stand before each.
 */
const PROGRAMS: Readonly<Record<string, readonly [options: string, signal: string | null, source: string]>> =
  {
    stdin: [
      '',
      null,
      `let n = 0; for await (const piece of process.stdin) n += piece.length; console.log(n);`,
    ],
    warn: ['--unhandled-rejections=warn', null, `void reject(); setTimeout(() => console.log('late'), 10);`],
    none: ['--unhandled-rejections=none', null, `void reject(); setTimeout(() => console.log('late'), 10);`],
    code: [
      '--unhandled-rejections=warn-with-error-code',
      null,
      `void reject(); setTimeout(() => console.log('late'), 10);`,
    ],
    order: [
      '',
      null,
      `process.on('beforeExit', (code) => console.log('before', code)); process.on('exit', (code) => console.log(code, process.exitCode)); process.exitCode = 3;`,
    ],
    terminated: [
      '',
      'SIGTERM',
      `process.on('SIGTERM', (...told) => { console.log(...told); clearInterval(timer); }); const timer = setInterval(() => {}, 9); console.log('ready');`,
    ],
    hungUp: ['', 'SIGHUP', `setInterval(() => {}, 9); console.log('ready');`],
    interrupted: [
      '',
      'SIGINT',
      `process.once('SIGINT', () => { console.log('interrupted'); process.exit(5); }); setInterval(() => {}, 9); console.log('ready');`,
    ],
    noCode: [
      '--disallow-code-generation-from-strings',
      null,
      `try { eval('1'); } catch (error) { console.log(error.message); } await reject().catch((error) => console.log(error.stack));`,
    ],
    frozen: [
      '--frozen-intrinsics --no-warnings',
      null,
      `await reject().catch((error) => console.log(error.stack.split('\\n')[1])); console.log(Object.isFrozen(Array.prototype));`,
    ],
    domains: [
      '--no-warnings',
      null,
      `import domains from 'node:domain'; const own = domains.create(); own.on('error', (error) => console.log(error.message)); own.run(() => setTimeout(() => { throw new Error('caught'); }, 1)); own.run(async () => { await 1; console.log(process.domain === own); });`,
    ],
    marks: [
      '',
      null,
      `import perf from 'node:perf_hooks'; const seen = new perf.PerformanceObserver((list) => { console.log(list.getEntries().map(({ name }) => name)); seen.disconnect(); }); seen.observe({ entryTypes: ['mark', 'function'] }); perf.performance.mark('a'); perf.performance.timerify(async function timed() { await 1; })();`,
    ],
    inspector: [
      '',
      null,
      `import { Session, url } from 'node:inspector'; const own = new Session(); own.connect(); own.post('Runtime.evaluate', { expression: '1 + 1' }, (error, { result }) => console.log(error, result.value)); console.log(url()); await reject().catch((error) => console.log(error.stack));`,
    ],
    modules: [
      '--experimental-vm-modules --no-warnings',
      null,
      `import vm from 'node:vm'; const own = new vm.SourceTextModule('export const a = await 1'); await own.link(() => {}); await own.evaluate(); console.log(own.namespace.a);`,
    ],
    realms: [
      '',
      null,
      `import vm from 'node:vm'; try { vm.runInNewContext('null.x', {}, { filename: 'q.js' }); } catch (error) { console.log(error.stack.split('\\n').slice(0, 4), error instanceof Error); } console.log(typeof vm.runInNewContext('Error.prepareStackTrace = (e, sites) => sites.length; new Error().stack'));`,
    ],
    limits: [
      '',
      null,
      `Error.stackTraceLimit = 1; await reject().catch((error) => console.log(error.stack)); Error.stackTraceLimit = 0; console.log(new Error('z').stack); delete Error.stackTraceLimit; console.log(new Error('y').stack); Error.stackTraceLimit = 'x'; console.log(new Error('w').stack);`,
    ],
    asked: [
      '',
      null,
      `let asked = 0; Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get() { asked++; return undefined; } }); void new Error('a').stack; console.log(asked); setTimeout(() => console.log(asked), 1);`,
    ],
    captured: [
      '',
      null,
      `const own = {}; Error.captureStackTrace(own); console.log(own.stack.split('\\n')[1]); function hides() { const other = {}; Error.captureStackTrace(other, hides); return other.stack.split('\\n')[1]; } console.log(hides(), Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace'));`,
    ],
  };

const MAIN = `

  import { spawn } from 'node:child_process';
  import programs from './programs.json' with { type: 'json' };

  const run = ([name, [options, signal]]) => new Promise((done) => {
    const own = options.split(' ').filter(Boolean);
    const child = spawn(process.execPath, [...own, name + '.mjs'], { cwd: import.meta.dirname });
    const said = { stdout: '', stderr: '' };
    let isSent = signal === null;
    for (const stream of ['stdout', 'stderr']) child[stream].on('data', (piece) => {
      said[stream] += piece;
      if (isSent || !said.stdout.includes('ready')) return;
      isSent = true;
      child.kill(signal);
    });
    child.on('close', (...ending) => done([name, said, ending]));
    child.stdin.on('error', () => {});
    child.stdin.end('a\\nb\\n');
  });
  for (const each of Object.entries(programs)) console.log(JSON.stringify(await run(each), null, 1));
`;

/** The output without what differs from run to run: process ids, and whether Node runs microtasks from its own JavaScript. */
const steady = (output: string): string =>
  output
    .replace(/\(node:\d+\)/g, '(node:PID)')
    .replace(/\\n {4}at (async )?process\.processTicksAndRejections[^\\]*/g, '');

test('programs do the same under options of Node and signals, and however they end', async () => {
  const files = Object.entries(PROGRAMS).map(([name, [, , source]]) => [
    `${name}.mjs`,
    `${source}\nasync function reject() { await null; throw new Error('no'); }\n`,
  ]);
  const { plain, traced } = await both({
    'main.mjs': MAIN,
    'programs.json': JSON.stringify(PROGRAMS),
    ...Object.fromEntries(files),
  });
  expect(steady(plain.stdout)).toContain('"interrupted');
  expect(steady(traced.stdout)).toBe(steady(plain.stdout));
  expect(traced.stderr).toBe(plain.stderr);
});
