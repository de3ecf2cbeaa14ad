import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AppState, Result, Session } from '../../src/protocol/bridge.ts';
import { HOST_STREAM } from '../../src/protocol/recording.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { isAlive } from '../recording/fake-program.ts';
import { eventually, halted } from '../support/eventually.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { type App, sharedApp, startApp } from './app.ts';

const shared = sharedApp();

const request = (path: string, args: string[] = []) => ({
  path,
  args,
  cwd: null,
  env: {},
  runtimeId: null,
  includesModules: false,
});

function given<T>(result: Result<T> | null): T {
  if (!result?.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

/** Every byte that a page was sent for a session, by stream. */
const received = (app: App, id: number) =>
  app.page.evaluate((it) => window.sessions[it]?.bytes ?? {}, id) as Promise<Record<number, number[]>>;

async function inFile(path: string): Promise<Record<number, number[]>> {
  const streams: Record<number, number[]> = {};
  const ending = await given(await openRecording(path)).read((stream, bytes) => {
    streams[stream] = [...(streams[stream] ?? []), ...bytes];
  });
  expect(ending.damage).toBeNull();
  return streams;
}

const endOf = (app: App, id: number) =>
  app.page
    .waitForFunction((it) => window.sessions[it]?.others.find(({ type }) => type === 'end'), id)
    .then((found) => found.jsonValue());

describe('a run', () => {
  test.runIf(process.platform === 'linux')(
    'has no descriptors beyond those that a terminal would give it',
    async () => {
      const app = shared();
      const script = writeProgram(`
      import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
      for (const fd of readdirSync('/proc/self/fd')) {
        try {
          const flags = Number.parseInt(readFileSync('/proc/self/fdinfo/' + fd, 'utf8').match(/flags:\\s*(\\d+)/)[1], 8);
          if (fd > 2 && !(flags & 0o2000000)) console.log(fd, readlinkSync('/proc/self/fd/' + fd));
        } catch {}
      }
      console.log('no more');
    `);
      const session = given(await app.ask('run', request(script)));
      expect(await app.ended(session.id)).toMatchObject({ exitCode: 0 });
      const host = (await received(app, session.id))[HOST_STREAM] ?? [];
      expect(Buffer.from(host).toString('latin1')).not.toMatch(/^\d+ /m);
      expect(Buffer.from(host).toString('latin1')).toContain('no more');
    },
  );

  test('is sent to the page while it is recorded, and so is its end', async () => {
    const app = shared();
    const script = writeProgram('console.log(process.argv.slice(2).join()); await 1; process.exitCode = 3;');
    const session = given(await app.ask('run', request(script, ['a', 'b c'])));
    expect(session).toMatchObject({ kind: 'live', path: script, args: ['a', 'b c'], runtime: /^node \d+\./ });
    expect(await app.ended(session.id)).toEqual({
      sessionId: session.id,
      exitCode: 3,
      signal: null,
      complete: true,
      problem: null,
    });
    expect(await endOf(app, session.id)).toEqual({ type: 'end', cutOff: false, damage: null });
    const bytes = await received(app, session.id);
    expect(Object.keys(bytes).map(Number).sort()).toEqual([0, HOST_STREAM]);
    const { 0xffff: _header, ...streams } = await inFile(session.recordingPath);
    expect(bytes).toEqual(streams);
    expect(Buffer.from(bytes[HOST_STREAM] ?? []).toString('latin1')).toContain('a,b c\n');
    const recents = (await app.ask('getState')).recents.slice(0, 2).map(({ path, kind }) => ({ path, kind }));
    expect(recents).toEqual([
      { path: session.recordingPath, kind: 'recording' },
      { path: script, kind: 'script' },
    ]);
  });

  test('has the environment and the priority the app was started with, not what Electron makes of them', async () => {
    const app = await startApp([], { env: { GREETING: 'hello = world' } });
    const script = writeProgram(`
      const { GREETING, CHROME_DESKTOP, NO_AT_BRIDGE, GDK_BACKEND } = process.env;
      console.log(JSON.stringify({ GREETING, CHROME_DESKTOP, NO_AT_BRIDGE, GDK_BACKEND }));
      console.log('as nice as', process.getBuiltinModule('os').getPriority());
    `);
    const session = given(await app.ask('run', request(script)));
    await app.ended(session.id);
    const host = Buffer.from((await received(app, session.id))[HOST_STREAM] ?? []).toString('latin1');
    expect(host).toContain('{"GREETING":"hello = world"}');
    expect(host).toContain(`as nice as ${getPriority()}\n`);
  });

  test('stops when it is asked to, with all it started', async () => {
    const app = shared();
    const script = writeProgram(`
      import { spawn } from 'node:child_process';
      console.log('child', spawn('sleep', ['60']).pid);
      setInterval(() => {}, 1000);
    `);
    const session = given(await app.ask('run', request(script)));
    let child = 0;
    await eventually(async () => {
      const host = Buffer.from((await received(app, session.id))[HOST_STREAM] ?? []).toString('latin1');
      child = Number(/child (\d+)/.exec(host)?.[1] ?? 0);
      return child > 0;
    });
    expect(isAlive(child)).toBe(true);
    await app.ask('stop', session.id);
    expect(await app.ended(session.id)).toMatchObject({ signal: 'SIGTERM', complete: false, problem: null });
    expect(await endOf(app, session.id)).toEqual({ type: 'end', cutOff: true, damage: null });
    await eventually(() => !isAlive(child));
    // Again, and for a session that never was: nothing happens.
    await app.ask('stop', session.id);
    await app.ask('stop', 9999);
  });

  test.each([
    ['the next run', async (app: App) => void (await app.ask('run', request(writeProgram('1'))))],
    ['a page that is loaded anew', async (app: App) => void (await app.page.reload())],
    ['quitting', (app: App) => app.quit()],
    ['closing the window', (app: App) => app.page.close()],
  ])('is ended by %s', async (_what, end) => {
    const app = await startApp();
    const folder = newFolder();
    const script = writeProgram(`
      import { writeFileSync } from 'node:fs';
      process.on('SIGTERM', () => process.exit(0));
      writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(process.pid));
      setInterval(() => {}, 1000);
    `);
    const session = given(await app.ask('run', request(script)));
    await eventually(() => Number(readFileSync(join(folder, 'pid'), 'utf8')) > 0);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    const recording = existsSync(session.recordingPath) ? session.recordingPath : '';
    await end(app);
    await eventually(() => !isAlive(pid));
    // And in order: its recording has its end.
    await eventually(async () => !(await given(await openRecording(recording)).read(() => {})).cutOff);
  });

  test('does not outlive an app that is killed', async () => {
    const app = await startApp();
    const file = join(newFolder(), 'pid');
    const script = writeProgram(`
      import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(file)}, String(process.pid));
      setInterval(() => {}, 1000);
    `);
    given(await app.ask('run', request(script)));
    await eventually(() => isAlive(Number(readFileSync(file, 'utf8'))));
    app.app.process().kill('SIGKILL');
    await eventually(() => !isAlive(Number(readFileSync(file, 'utf8'))));
  });

  test('waits for a page that lags instead of flooding it', async () => {
    const app = shared();
    const script = writeProgram(`
      const line = 'x'.repeat(99) + '\\n';
      for (let i = 0; i < 400_000; i++) process.stdout.write(line);
    `);
    await app.page.evaluate(() => {
      window.acknowledges = false;
    });
    const session = given(await app.ask('run', request(script)));
    const amount = () => app.page.evaluate((id) => window.sessions[id]?.received ?? 0, session.id);
    await halted(amount, 4 * 1024 * 1024);
    expect(await amount()).toBeLessThan(7 * 1024 * 1024);
    await app.page.evaluate((id) => {
      window.acknowledges = true;
      window.sessions[id]?.acknowledge();
    }, session.id);
    expect(await app.ended(session.id)).toMatchObject({ exitCode: 0, complete: true });
    await endOf(app, session.id);
    expect(await amount()).toBeGreaterThan(40_000_000);
  });

  test('only the latest recordings are kept', async () => {
    const app = await startApp();
    const script = writeProgram('1');
    const { id, recordingPath } = given(await app.ask('run', request(script)));
    await app.ended(id);
    const folder = join(recordingPath, '..');
    expect(folder).toBe(join(app.userData, 'recordings'));
    expect(statSync(folder).mode & 0o077, 'for nobody else').toBe(0);
    for (let at = 0; at < 30; at++) writeFileSync(join(folder, `old-${at}.loopscope`), '');
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    const again = given(await app.ask('run', request(script)));
    await app.ended(again.id);
    expect(readdirSync(folder).filter((name) => name.endsWith('.loopscope'))).toHaveLength(20);
    expect(readdirSync(folder)).toContain('notes.txt');
    const { recents } = await app.ask('getState');
    expect(recents.map(({ kind }) => kind)).toEqual(['recording', 'script']);
    expect(recents.some(({ path }) => path === recordingPath)).toBe(false);
  });
});

describe('what cannot be run is refused, and nothing is lost', () => {
  test.each([
    ['a file that is not there', '/nowhere/a.mjs', 'Cannot open a.mjs'],
    ['a folder', '/tmp', 'Cannot open tmp'],
    ['a syntax error', 'const = 1;', 'main.mjs has a syntax error at line 2'],
  ])('%s', async (_what, path, title) => {
    const app = shared();
    const script = path.startsWith('/') ? path : writeProgram(`\n\n${path}`);
    const before = given(await app.ask('run', request(writeProgram('setInterval(() => {}, 1000)'))));
    expect(await app.ask('run', request(script))).toMatchObject({ ok: false, problem: { title } });
    // What ran before still runs.
    expect(await app.page.evaluate(() => window.told.some(([name]) => name === 'sessionEnded'))).toBe(false);
    await app.ask('stop', before.id);
    await app.ended(before.id);
  });

  test('no usable runtime', async () => {
    const app = shared();
    const missing = { ...request(writeProgram('1')), runtimeId: '/nowhere/node', includesModules: false };
    expect(await app.ask('run', missing)).toMatchObject({
      ok: false,
      problem: { title: 'Cannot run programs with /nowhere/node', detail: 'There is no file /nowhere/node.' },
    });
  });

  test('no place for the recording', async () => {
    const app = await startApp();
    writeFileSync(join(app.userData, 'recordings'), 'a file where the folder should be');
    expect(await app.ask('run', request(writeProgram('1')))).toMatchObject({
      ok: false,
      problem: { title: 'Cannot write the recording' },
    });
  });

  test('a syntax error in a file that is imported is told by Node', async () => {
    const app = shared();
    const script = writeProgram({ 'main.mjs': 'import "./other.mjs";', 'other.mjs': 'const = 1;' });
    const session = given(await app.ask('run', request(script)));
    expect(await app.ended(session.id)).toMatchObject({ exitCode: 1 });
    const host = Buffer.from((await received(app, session.id))[HOST_STREAM] ?? []).toString('latin1');
    expect(host).toContain('SyntaxError');
  });
});

describe('Electron’s own Node', () => {
  test('runs programs where there is no other', async () => {
    const app = await startApp([], { env: { PATH: '/nowhere' } });
    const state: AppState = await app.ask('getState');
    expect(state.runtimes.map(({ id }) => id)).toEqual(['electron']);
    const script = writeProgram('console.log(process.versions.electron !== undefined); await 1;');
    const session = given(await app.ask('run', request(script)));
    expect(session.runtime).toBe(state.runtimes[0]?.label);
    expect(await app.ended(session.id)).toMatchObject({ exitCode: 0, complete: true });
    const host = Buffer.from((await received(app, session.id))[HOST_STREAM] ?? []).toString('latin1');
    expect(host).toContain('true\n');
  });
});

describe('a recording', () => {
  async function recorded(app: App): Promise<Session> {
    const session = given(await app.ask('run', request(writeProgram('await 1;'))));
    await app.ended(session.id);
    return session;
  }

  test('is opened again, the same', async () => {
    const app = shared();
    const live = await recorded(app);
    const opened = given(await app.ask('openPath', live.recordingPath));
    if (opened.kind !== 'recording') throw new Error(opened.kind);
    expect(opened.session).toEqual({ ...live, id: live.id + 1, kind: 'recording' });
    expect(await endOf(app, opened.session.id)).toEqual({ type: 'end', cutOff: false, damage: null });
    expect(await received(app, opened.session.id)).toEqual(await received(app, live.id));
    expect((await app.ask('getState')).recents[0]).toEqual({
      path: live.recordingPath,
      kind: 'recording',
      exists: true,
    });
  });

  test('is opened beside the session there is, which stays, until another one is or it is closed', async () => {
    const app = shared();
    const live = await recorded(app);
    const beside = given(await app.ask('openBeside', live.recordingPath));
    expect(beside).toEqual({ ...live, id: live.id + 1, kind: 'recording' });
    expect(await endOf(app, beside.id)).toEqual({ type: 'end', cutOff: false, damage: null });
    expect(await received(app, beside.id)).toEqual(await received(app, live.id));
    const another = given(await app.ask('openBeside', live.recordingPath));
    expect(await endOf(app, another.id)).toMatchObject({ type: 'end' });
    await app.ask('closeBeside');
    expect(await app.ask('openBeside', '/nowhere.loopscope')).toMatchObject({ ok: false });
    // The window's own is still the one that is saved.
    expect((await app.ask('getState')).recents[0]?.path).toBe(live.recordingPath);
  });

  test('that is not a recording is refused with a reason', async () => {
    const app = shared();
    const file = join(newFolder(), 'x.loopscope');
    writeFileSync(file, 'text');
    expect(await app.ask('openPath', file)).toMatchObject({
      ok: false,
      problem: { detail: `${file} is not a Loopscope recording.` },
    });
  });

  test('that is damaged is shown as far as it goes', async () => {
    const app = shared();
    const { recordingPath } = await recorded(app);
    const bytes = readFileSync(recordingPath);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    const file = join(newFolder(), 'damaged.loopscope');
    writeFileSync(file, bytes);
    const opened = given(await app.ask('openPath', file));
    if (opened.kind !== 'recording') throw new Error(opened.kind);
    expect(await endOf(app, opened.session.id)).toMatchObject({
      cutOff: true,
      damage: /damaged from byte \d+ on: a chunk that does not match its checksum/,
    });
  });

  test('is saved where the user chooses', async () => {
    const app = shared();
    const { id, recordingPath } = await recorded(app);
    const file = join(newFolder(), 'saved.loopscope');
    // The system's dialog cannot be driven from here: only what it answers is made up.
    const answer = (filePath: string) =>
      app.app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: path === '', filePath: path });
      }, filePath);
    await answer('');
    expect(await app.ask('saveRecording', id)).toBeNull();
    await answer(file);
    expect(await app.ask('saveRecording', id)).toEqual({ ok: true, value: file });
    expect(readFileSync(file)).toEqual(readFileSync(recordingPath));
    await answer('/nowhere/x.loopscope');
    expect(await app.ask('saveRecording', id)).toMatchObject({
      ok: false,
      problem: { title: 'Cannot save the recording' },
    });
    await answer(recordingPath);
    expect(await app.ask('saveRecording', id)).toEqual({ ok: true, value: recordingPath });
    expect(readFileSync(recordingPath)).toEqual(readFileSync(file));
  });

  test('is picked in the dialog, which does not open it', async () => {
    const app = shared();
    const { recordingPath } = await recorded(app);
    const answer = (filePaths: string[]) =>
      app.app.evaluate(({ dialog }, paths) => {
        dialog.showOpenDialog = async () => ({ canceled: paths.length === 0, filePaths: paths });
      }, filePaths);
    await answer([]);
    expect(await app.ask('pick', 'program', null)).toBeNull();
    await answer([recordingPath]);
    expect(await app.ask('pick', 'program', null)).toBe(recordingPath);
  });
});
