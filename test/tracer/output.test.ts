// What a program prints: every line has its moment, and the task and thread that wrote it, wherever it came through.

import { describe, expect, test } from 'vitest';
import { consoleLines } from '../../src/model/details/written.ts';
import { type TracedRun, traced } from '../support/traced.ts';

/** `worker w.mjs #1 work(): text` in the order of the moments: the thread unless it is the main one, the task, and what was written. */
function written({ model }: TracedRun): string[] {
  return consoleLines(model, 0, model.tables.console.length).map(
    ({ by, text }) => `${by === null ? 'nobody' : `${by.thread} ${by.label}`.trim()}: ${text}`,
  );
}

test('each line is of the task that wrote it, through whatever function, and stands within its life', async () => {
  const run = await traced({
    'main.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      import { Console } from 'node:console';
      import fs from 'node:fs';
      async function speak(text, ms) {
        console.log(text, 'begins');
        await sleep(ms);
        console.error(text, 'ends');
        return text;
      }
      async function log() {
        fs.writeSync(1, 'direct ü\\n');
        fs.writeSync(1, Buffer.from('xbytes\\n'), 1);
        fs.writevSync(2, [Buffer.from('several'), Buffer.from(' parts\\n')]);
        await new Promise((done) => fs.write(1, 'later\\n', done));
      }
      async function more() {
        process.stdout.write('two lines\\n' + 'at once ' + 'é'.repeat(100) + '\\n');
        process.stdout.write('c2l4dHktZm91cgo=', 'base64');
        process.stdout.write('latin \\u00e4\\n', 'latin1');
        process.stdout.cork();
        process.stdout.write(new Uint8Array([104, 101, 108, 100, 10]));
        process.stdout.uncork();
        process.stdout.write('');
        new Console(process.stderr).log('another console');
        try { process.stdout.write('never', 'no encoding'); } catch {}
      }
      async function begin() { process.stdout.write('half a line, '); }
      async function finish() { process.stdout.write('and the rest\\n'); }
      await Promise.all([speak('a', 150), speak('b', 5)]);
      await log();
      await more();
      await begin();
      await finish();
      setTimeout(() => console.log('from a timer'), 1);
      setImmediate(console.log, 'by nobody’s code');
    `,
  });
  const lines = written(run);
  expect(lines).toEqual([
    'speak("a", 150): a begins',
    'speak("b", 5): b begins',
    'speak("b", 5): b ends',
    'speak("a", 150): a ends',
    'log(): direct ü',
    'log(): bytes',
    'log(): several parts',
    'log(): later',
    'more(): two lines',
    `more(): at once ${'é'.repeat(100)}`,
    'more(): sixty-four',
    'more(): latin \ufffd',
    'more(): held',
    'more(): another console',
    'begin(): half a line, and the rest',
    ...lines.slice(-2),
  ]);
  expect(lines.slice(-2).sort()).toEqual([
    'main.mjs: by nobody’s code',
    'setTimeout callback main.mjs:34: from a timer',
  ]);
  const { tasks } = run.model.tables;
  for (const { text, timeNs, by } of consoleLines(run.model, 0, lines.length)) {
    const task = by?.task ?? null;
    if (task === null || text.startsWith('by nobody')) continue;
    expect(timeNs).toBeGreaterThanOrEqual(tasks.startNs.get(task));
    expect(timeNs).toBeLessThanOrEqual(tasks.endNs.get(task));
  }
});

describe('threads and processes', () => {
  test('tell themselves what they wrote, whoever passes it on', async () => {
    const run = await traced({
      'main.mjs': `
        import { Worker } from 'node:worker_threads';
        import { fork, spawn, execFileSync } from 'node:child_process';
        import { once } from 'node:events';
        const file = (name) => new URL(name, import.meta.url);
        async function start() {
          const worker = new Worker(file('worker.mjs'));
          const kept = new Worker(file('worker.mjs'), { stdout: true, stderr: true });
          kept.stdout.on('data', (bytes) => process.stdout.write('kept: ' + bytes));
          console.log('same text');
          await Promise.all([once(worker, 'exit'), once(kept, 'exit')]);
        }
        await start();
        async function processes() {
          await once(fork(file('child.mjs'), { stdio: ['ignore', 'inherit', 1, 'ipc'] }), 'exit');
          const piped = fork(file('child.mjs'), { silent: true });
          piped.stdout.pipe(process.stdout);
          await once(piped, 'close');
          await once(spawn('sh', ['-c', 'echo native'], { stdio: 'inherit' }), 'exit');
          console.log('last');
        }
        await processes();
      `,
      'worker.mjs': `
        import fs from 'node:fs';
        import { Worker, isMainThread } from 'node:worker_threads';
        async function compute() {
          console.log('same text');
          console.error('to stderr');
        }
        await compute();
        new Worker('console.log("from a worker of a worker")', { eval: true });
      `,
      'child.mjs': `
        async function serve() { console.log('child out'); console.error('child err'); }
        await serve();
        process.disconnect();
      `,
    });
    const lines = written(run);
    // Threads run at the same time, so any of them may be first.
    expect(lines.slice(0, -5).sort()).toEqual([
      'on("data") callback: kept: from a worker of a worker',
      'on("data") callback: kept: same text',
      'start(): same text',
      'worker [eval] #1: from a worker of a worker',
      'worker worker.mjs #1 compute(): same text',
      'worker worker.mjs #1 compute(): to stderr',
    ]);
    expect(lines.slice(-5)).toEqual([
      expect.stringMatching(/^child child\.mjs pid \d+ serve\(\): child out$/),
      // Its standard error is the program's standard output.
      expect.stringMatching(/^child child\.mjs pid \d+ serve\(\): child err$/),
      'processes(): child out',
      'nobody: native',
      'processes(): last',
    ]);
  });
});

test('a flood that a full pipe keeps waiting is of the tasks that wrote it, at the moments when they did', async () => {
  const run = await traced(`
    import fs from 'node:fs';
    async function flood(name, count) {
      for (let at = 0; at < count; at++) process.stdout.write(name + ' ' + at + '\\n');
    }
    await flood('first', 20_000);
    process.stdout.write('y'.repeat(700_000) + '\\n');
    console.error('between');
    await flood('second', 20_000);
  `);
  const { model } = run;
  const lines = consoleLines(model, 0, model.tables.console.length);
  expect(lines).toHaveLength(40_002);
  const wrote = new Map<string, number>();
  for (const { text, by } of lines) {
    const line = `${/^[a-z]+/.exec(text.slice(0, 10))?.[0]} by ${by?.task}`;
    wrote.set(line, (wrote.get(line) ?? 0) + 1);
  }
  const [first, second] = model.tables.tasks.length === 3 ? [1, 2] : [];
  expect(Object.fromEntries(wrote)).toEqual({
    [`first by ${first}`]: 20_000,
    'yyyyyyyyyy by 0': 1,
    'between by 0': 1,
    [`second by ${second}`]: 20_000,
  });
  expect(lines.findIndex(({ text }) => text === 'between')).toBe(20_001);
});
