import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RECORD_BYTES } from '../../src/protocol/events.ts';
import { HOST_STREAM } from '../../src/protocol/recording.ts';
import { startRecording } from '../../src/recording/recorder.ts';
import { eventually, halted } from '../support/eventually.ts';
import { writeProgram } from '../support/program.ts';
import { dump, isAlive, launchRequest, start } from './fake-program.ts';

describe('a program that ends by itself', () => {
  test('is recorded whole: what the tracer sent, what the program wrote, and how it ended', async () => {
    const recording = await start(`
      fake.hello();
      fake.tasks(1, 3);
      console.log('to stdout');
      setTimeout(() => {
        console.error('to stderr');
        fake.bye(7);
        process.exitCode = 7;
      }, 100);
    `);
    expect(await recording.finished).toMatchObject({
      exitCode: 7,
      signal: null,
      complete: true,
      records: 5,
      problem: null,
    });
    expect(await dump(recording.recordingFile)).toEqual({
      main: ['hello', 'enter 1', 'enter 2', 'enter 3', 'bye 7'],
      host: ['stdout to stdout\n', 'stderr to stderr\n', 'programEnd {"exitCode":7,"signal":null}'],
      cutOff: false,
      damage: null,
    });
  });

  test('sees its own arguments, folder and environment, and nothing of the tracer', async () => {
    const recording = await start(
      `
      console.log(JSON.stringify({
        argv: process.argv.slice(2),
        folder: process.cwd() === import.meta.dirname && process.env.PWD === process.cwd(),
        variables: Object.keys(process.env).filter((name) => name.includes('LOOPSCOPE')),
        stdin: (await import('node:fs')).readFileSync(0, 'utf8'),
      }));
      fake.bye(0);
    `,
      { args: ['--port', '80', 'ä b'] },
    );
    expect((await recording.finished).exitCode).toBe(0);
    const { host } = await dump(recording.recordingFile);
    expect(host[0]).toBe(
      `stdout ${JSON.stringify({ argv: ['--port', '80', 'ä b'], folder: true, variables: [], stdin: '' })}\n`,
    );
  });

  test('does not hand the tracer’s pipe down to what it starts', async () => {
    const recording = await start(`
      import { execFileSync } from 'node:child_process';
      const script = 'if true >&3; then echo inherited; else echo closed; fi 2>&1';
      process.stdout.write(execFileSync('sh', ['-c', script]).toString().split('\\n').at(-2) + '\\n');
      fake.bye(0);
    `);
    await recording.finished;
    expect((await dump(recording.recordingFile)).host[0]).toBe('stdout closed\n');
  });

  test('hands every batch to the listener as it is in the file', async () => {
    const seen = { main: 0, host: 0 };
    const recording = await start(
      'fake.hello(); fake.tasks(1, 100_000); fake.bye(0);',
      {},
      (stream, bytes) => {
        seen[stream === HOST_STREAM ? 'host' : 'main'] += bytes.length;
      },
    );
    await recording.finished;
    const { main, host } = await dump(recording.recordingFile);
    expect(main).toHaveLength(100_002);
    expect(host).toHaveLength(1);
    expect(seen.main).toBeGreaterThan(100_002 * RECORD_BYTES);
  });

  test('ends although a process that it started keeps its output open', async () => {
    const recording = await start(`
      import { spawn } from 'node:child_process';
      const child = spawn('sleep', ['60'], { stdio: ['ignore', 'inherit', 'inherit', 3] });
      console.log(child.pid);
      child.unref();
      fake.bye(0);
      process.exit(0);
    `);
    expect(await recording.finished).toMatchObject({ exitCode: 0, complete: true });
    const { host, cutOff } = await dump(recording.recordingFile);
    expect(host).toHaveLength(2);
    expect(cutOff).toBe(false);
    const sleeper = Number(host[0]?.split(' ')[1]);
    expect(isAlive(sleeper)).toBe(true);
    process.kill(sleeper);
  });
});

describe('a program that does not', () => {
  test('killed with SIGKILL leaves all it had sent, and says that it was cut off', async () => {
    const recording = await start(`
      fake.hello();
      fake.tasks(1, 1000);
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(await recording.finished).toMatchObject({ exitCode: null, signal: 'SIGKILL', complete: false });
    const { main, host, cutOff, damage } = await dump(recording.recordingFile);
    expect(main).toHaveLength(1001);
    expect(host).toEqual(['programEnd {"exitCode":null,"signal":"SIGKILL"}']);
    expect({ cutOff, damage }).toEqual({ cutOff: true, damage: null });
  });

  test('that dies within a record leaves what came before', async () => {
    const recording = await start(`
      fake.hello();
      fake.tasks(1, 2);
      fake.send(new Uint8Array([3, 0, 0]));
      process.abort();
    `);
    expect(await recording.finished).toMatchObject({ signal: 'SIGABRT', complete: false });
    expect((await dump(recording.recordingFile)).main).toEqual(['hello', 'enter 1', 'enter 2']);
  });

  test('that cannot be parsed ends with Node’s own words', async () => {
    const recording = await start('const = 1;');
    expect(await recording.finished).toMatchObject({ exitCode: 1, complete: false });
    expect((await dump(recording.recordingFile)).host.join()).toContain('SyntaxError');
  });

  test('is readable while it runs, up to the last chunk', async () => {
    const recording = await start(`
      fake.hello();
      setInterval(() => fake.tasks(1, 1), 10);
    `);
    await eventually(async () => (await dump(recording.recordingFile)).main.length > 5);
    expect(await dump(recording.recordingFile)).toMatchObject({ cutOff: true, damage: null });
    await recording.program.stop();
    await recording.finished;
  });
});

describe('stopping', () => {
  const waitForOutput = (file: string) =>
    eventually(async () => (await dump(file)).host.some((line) => line.includes('ready')));

  test('asks with SIGTERM, so that a program can tidy up', async () => {
    const recording = await start(`
      process.on('SIGTERM', () => {
        console.log('tidied up');
        process.exit(3);
      });
      console.log('ready');
      setInterval(() => {}, 1000);
    `);
    await waitForOutput(recording.recordingFile);
    await recording.program.stop();
    expect(await recording.finished).toMatchObject({ exitCode: 3, signal: null });
    expect((await dump(recording.recordingFile)).host).toContain('stdout tidied up\n');
  });

  test('insists with SIGKILL where that is ignored, also where the loop is blocked', async () => {
    const recording = await start(`
      process.on('SIGTERM', () => console.log('no'));
      console.log('ready');
      for (;;) {}
    `);
    await waitForOutput(recording.recordingFile);
    await recording.program.stop(200);
    expect(await recording.finished).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  test('reaches the whole tree: children that ignore SIGTERM, and those in a group of their own', async () => {
    const recording = await start(`
      import { spawn } from 'node:child_process';
      const stubborn = spawn('sh', ['-c', 'trap "" TERM; while true; do sleep 0.1; done']);
      const apart = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
      const deep = spawn('sh', ['-c', 'sleep 60 & echo $!; wait']);
      deep.stdout.on('data', (pid) => console.log('ready', stubborn.pid, apart.pid, deep.pid, Number(pid)));
      setInterval(() => {}, 1000);
    `);
    await waitForOutput(recording.recordingFile);
    const line = (await dump(recording.recordingFile)).host[0] as string;
    const pids = line.trim().split(' ').slice(2).map(Number);
    expect(pids).toHaveLength(4);
    expect(pids.every(isAlive)).toBe(true);
    await recording.program.stop(300);
    await eventually(() => !pids.some((pid) => isAlive(pid) && !isZombie(pid)));
    expect(await recording.finished).toMatchObject({ signal: 'SIGTERM' });
  });

  test('a program that floods the pipe is stopped too', async () => {
    const recording = await start('fake.hello(); for (let id = 1; ; id += 1000) fake.tasks(id, 1000);');
    await eventually(async () => (await dump(recording.recordingFile)).main.length > 100_000);
    await recording.program.stop();
    expect(await recording.finished).toMatchObject({ signal: 'SIGTERM', complete: false });
    const { damage, main } = await dump(recording.recordingFile);
    expect(damage).toBeNull();
    // Not one is missing: they are numbered.
    expect(main.slice(1).every((record, at) => record === `enter ${at + 1}`)).toBe(true);
  });
});

describe('when whoever records is killed', () => {
  test('the program ends too, and its recording is readable', async () => {
    const script = writeProgram(`
      process.on('SIGTERM', () => {
        console.log('asked to end');
        setTimeout(() => process.exit(), 50);
      });
      process.stdout.on('error', () => {});
      fake.hello();
      setInterval(() => {}, 1000);
    `);
    const recordingFile = `${script}.loopscope`;
    const here = (path: string) => JSON.stringify(join(import.meta.dirname, path));
    const host = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `
      import { startRecording } from ${here('../../src/recording/recorder.ts')};
      const runtime = { id: 'test', label: 'test', executable: process.execPath, env: {} };
      const launch = { runtime, script: ${JSON.stringify(script)}, args: [], cwd: '/', tracerFile: ${here('fixtures/fake-tracer.cjs')}, output: 'capture' };
      const started = await startRecording({ launch, recordingFile: ${JSON.stringify(recordingFile)}, recorder: 'test' });
      console.log(started.value.program.pid);
      `,
    ]);
    let said = '';
    host.stdout.on('data', (piece) => {
      said += piece;
    });
    await eventually(async () => said.endsWith('\n') && (await dump(recordingFile)).main.length > 0);
    const pid = Number(said);
    expect(isAlive(pid)).toBe(true);
    host.kill('SIGKILL');
    await eventually(() => !isAlive(pid) || isZombie(pid));
    expect(await dump(recordingFile)).toMatchObject({ main: ['hello'], cutOff: true, damage: null });
  });
});

describe('a listener that lags', () => {
  test('holds the program up instead of losing anything', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let received = 0;
    const recording = await start(
      `
      import { appendFileSync } from 'node:fs';
      fake.hello();
      for (let id = 1; id <= 500_000; id += 1000) {
        fake.tasks(id, 1000);
        appendFileSync('progress', '.');
      }
      fake.bye(0);
    `,
      {},
      async (_stream, bytes) => {
        received += bytes.length;
        await held;
      },
    );
    const sent = () => readFileSync(join(recording.header.program.cwd, 'progress')).length * 1000;
    await eventually(() => sent() > 0);
    // It comes to a halt by itself: the pipe is full.
    await halted(sent);
    expect(sent()).toBeLessThan(400_000);
    release();
    expect(await recording.finished).toMatchObject({ exitCode: 0, complete: true });
    const { main } = await dump(recording.recordingFile);
    expect(main).toHaveLength(500_002);
    expect(received).toBeGreaterThan(500_002 * RECORD_BYTES);
  });
});

describe('what cannot be started or written is said', () => {
  const started = (more: object, recordingFile?: string) => {
    const script = writeProgram('fake.bye(0)');
    return startRecording({
      launch: launchRequest(script, more),
      recordingFile: recordingFile ?? `${script}.loopscope`,
      recorder: 'loopscope test',
    });
  };
  const gone = { id: 'x', label: 'x', executable: '/nowhere/node', env: {} };

  test.each([
    ['a runtime that is not there', { runtime: gone }, 'There is no file /nowhere/node.'],
    ['a tracer that is not there', { tracerFile: '/nowhere/t.cjs' }, 'The tracer is not there.'],
    ['a folder that is not there', { cwd: '/nowhere' }, 'There is no file /nowhere.'],
  ])('%s', async (_what, more, detail) => {
    expect(await started(more)).toMatchObject({
      ok: false,
      problem: { title: 'Cannot run main.mjs', detail: expect.stringContaining(detail) },
    });
  });

  test.each([
    ['a folder that is not there', '/nowhere/run.loopscope', 'There is no folder /nowhere.'],
    ['a full disk', '/dev/full', 'There is no space left'],
    ['a folder', '/tmp', '/tmp is a folder.'],
  ])('a recording into %s', async (_what, file, detail) => {
    expect(await started({}, file)).toMatchObject({
      ok: false,
      problem: { title: 'Cannot write the recording', detail: expect.stringContaining(detail) },
    });
  });
});

describe('a program that ran without the tracer', () => {
  const bare = 'process.exitCode = 3;';

  test.each([
    ['', 'See what it wrote to the console, or try another runtime.'],
    ['--permission --allow-fs-read=*', 'add --allow-fs-read=* and --allow-worker'],
    ['--require ./gone.cjs', 'NODE_OPTIONS loads ./gone.cjs first: if that removes SharedArrayBuffer'],
  ])('says so, and what to do about it, with NODE_OPTIONS=%j', async (options, action) => {
    const source = { 'main.mjs': bare, 'gone.cjs': 'delete globalThis.SharedArrayBuffer;' };
    const recording = await start(source, { env: { ...process.env, NODE_OPTIONS: options } });
    expect(await recording.finished).toMatchObject({
      exitCode: 3,
      problem: {
        title: 'Nothing was recorded of main.mjs',
        detail: expect.stringContaining('main.mjs ended with exit code 3, and the tracer could not begin.'),
        action: expect.stringContaining(action),
      },
    });
  });

  test('has no problem if a signal ended it', async () => {
    const recording = await start(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    expect(await recording.finished).toMatchObject({ signal: 'SIGKILL', problem: null });
  });
});

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
