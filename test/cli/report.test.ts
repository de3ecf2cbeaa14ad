import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, truncateSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonPieces } from '../../src/cli/report.ts';
import { MAX_CHUNK_BYTES } from '../../src/protocol/recording.ts';
import { encodeChunk } from '../../src/recording/chunk.ts';
import { RecordingWriter } from '../../src/recording/recording-writer.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { commandLine, ending, loopscope } from './command.ts';

async function recorded(source: string): Promise<string> {
  const script = writeProgram(source);
  await loopscope(['record', script], { cwd: dirname(script) });
  return join(dirname(script), 'main.loopscope');
}

const twoTasks = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function order() {
    await sleep(20);
  }
  await order();
  process.exitCode = 4;
`;

test('--json is loopscope-report/1', async () => {
  const file = await recorded(twoTasks);
  const { stdout, stderr, exitCode } = await loopscope(['report', file, '--json']);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  const report = JSON.parse(stdout);
  const script = join(dirname(file), 'main.mjs');
  expect(report).toMatchObject({
    format: 'loopscope-report/1',
    program: { path: script, args: [], exitCode: 4, signal: null, complete: true },
    capture: { dropped: 0 },
    tasks: [
      { id: 1, parentId: null, kind: 'module', file: script, outcome: 'fulfilled', suspensions: 1 },
      {
        id: 2,
        parentId: 1,
        kind: 'async',
        name: 'order',
        file: script,
        line: 2,
        outcome: 'fulfilled',
        suspensions: 1,
        waits: [{ line: 3, on: { kind: 'timer', taskId: null } }],
      },
    ],
    loop: { turns: expect.any(Number) },
    insights: expect.any(Array),
    criticalPath: { taskId: null, startMs: 0, parts: expect.any(Array), more: { parts: 0, ms: 0 } },
  });
  const { criticalPath, criticalPathSteps: steps } = report;
  expect(criticalPath.steps).toBe(steps.length);
  // The timer took longest, and the steps cover the program's whole time without a gap.
  expect(steps).toContainEqual(expect.objectContaining({ what: 'suspended', taskId: 2 }));
  expect(steps[0].startMs).toBe(0);
  for (let at = 1; at < steps.length; at++) expect(steps[at].startMs).toBe(steps[at - 1].endMs);
  expect(steps.at(-1).endMs).toBe(criticalPath.endMs);
  // Fields may be added, but not removed.
  const fields = ['format', 'program', 'capture', 'tasks', 'loop', 'insights'];
  expect(Object.keys(report)).toEqual(expect.arrayContaining(fields));
});

test('without --json it is a text', async () => {
  const { stdout, exitCode } = await loopscope(['report', await recorded(twoTasks)]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('order()');
  expect(stdout).toContain('exit 4');
});

test('--path-of reports the critical path of a task', async () => {
  const file = await recorded(twoTasks);
  const text = await loopscope(['report', file, '--path-of', 'order']);
  expect(text.stdout).toContain('Critical path of order()');
  expect(text.stdout).toContain('suspended for a timer of 20 ms');
  const json = await loopscope(['report', file, '--json', '--path-of', '2']);
  expect(JSON.parse(json.stdout).criticalPath.taskId).toBe(2);
  const none = await loopscope(['report', file, '--path-of', 'odrer']);
  expect(none).toMatchObject({ stdout: '', exitCode: 2 });
  expect(none.stderr).toContain('no task is called "odrer"');
});

test('a recording that was cut off is reported as far as it goes', async () => {
  const file = await recorded('await 1; process.kill(process.pid, "SIGKILL");');
  const killed = await loopscope(['report', file, '--json']);
  expect(killed.exitCode).toBe(0);
  expect(JSON.parse(killed.stdout).program).toMatchObject({
    signal: 'SIGKILL',
    exitCode: null,
    complete: false,
  });
  const whole = await recorded(twoTasks);
  truncateSync(whole, 1500);
  expect((await loopscope(['report', whole])).exitCode).toBe(0);
});

test('what is not a recording gets one clear line', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'text.loopscope'), 'text');
  writeFileSync(join(folder, 'empty.loopscope'), '');
  for (const [name, words] of [
    ['text.loopscope', 'is not a Loopscope recording.'],
    ['empty.loopscope', 'is empty.'],
    ['missing.loopscope', 'There is no file'],
    ['.', 'is a folder.'],
  ] as const) {
    const { stdout, stderr, exitCode } = await loopscope(['report', name], { cwd: folder });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('closing the pipe early, as head does, is not an error', async () => {
  const file = await recorded(`
    async function leaf() {}
    for (let i = 0; i < 20_000; i++) await leaf();
  `);
  const line = commandLine('report', file, '--json')
    .map((word) => `'${word}'`)
    .join(' ');
  const { stdout, stderr } = spawnSync('sh', ['-c', `${line} | head -n 1`], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: '' });
});

test('JSON in pieces is the same JSON', () => {
  const value = { a: 1, none: null, empty: [], list: [{ b: '"\n' }, [1], null], object: { c: [] } };
  expect(JSON.parse([...jsonPieces(value)].join(''))).toEqual(value);
  expect([...jsonPieces({ list: [1, 2] })].join('')).toBe('{\n  "list": [\n    1,\n    2\n  ]\n}\n');
});

test('lists the threads of a program that has several', async () => {
  const script = writeProgram({
    'main.mjs': `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      async function naps() { await once(spawn('sleep', ['0.01']), 'exit'); }
      await once(new Worker(new URL('worker.mjs', import.meta.url)), 'exit');
      await naps();
    `,
    'worker.mjs': `async function work() { await null; } await work();`,
  });
  await loopscope(['record', script], { cwd: dirname(script) });
  const { stdout } = await loopscope(['report', join(dirname(script), 'main.loopscope')]);
  const lines = stdout.slice(stdout.indexOf('Threads, ')).split('\n');
  expect(lines[1]).toMatch(/ ms +main +busy .* 2 tasks +exit 0/);
  expect(lines[2]).toMatch(/ ms +worker worker\.mjs #1 +busy .* 2 tasks +exit 0/);
  expect(lines[3]).toMatch(/^ +sleep … +exit 0 +started by naps main\.mjs:4/);
});

test.each([['report'], ['export', '--to', 'csv']])(
  '%s refuses a small file that unpacks to more than the machine has memory for',
  async (command, ...options) => {
    const file = join(newFolder(), 'hostile.loopscope');
    const writer = await RecordingWriter.create(file, {
      format: 'loopscope-recording/1',
      program: { path: '/app/main.mjs', args: [], cwd: '/app', runtime: 'node 24.0.0' },
      startEpochMs: 0,
      recorder: 'loopscope test',
    });
    await writer.close();
    const chunk = await encodeChunk(0, new Uint8Array(MAX_CHUNK_BYTES));
    for (let bytes = 0; bytes <= totalmem(); bytes += 2 * MAX_CHUNK_BYTES) appendFileSync(file, chunk);
    const { stdout, stderr, exitCode } = await loopscope([command, file, ...options]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(
      /Cannot read hostile.loopscope: .* unpacks to \d+ MiB of events, .* Open it in the window/,
    );
  },
);

test.runIf(existsSync('/dev/full'))('an output that takes no more is an error in one line', async () => {
  const command = commandLine('report', await recorded('await 1;')).map((word) => `'${word}'`);
  const ended = await ending('sh', ['-c', `${command.join(' ')} > /dev/full`], {}, '');
  expect(ended).toMatchObject({
    stderr: 'loopscope: There is no space left where standard output is.\n',
    exitCode: 2,
  });
});
