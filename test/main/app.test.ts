import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/protocol/commands.ts';
import { eventually } from '../support/eventually.ts';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { type App, sharedApp, startApp } from './app.ts';

const shared = sharedApp();

/** Chooses an item of the menu bar. */
const choose = (app: App, id: string) =>
  app.app.evaluate(({ Menu }, it) => Menu.getApplicationMenu()?.getMenuItemById(it)?.click(), id);

describe('the state of the app', () => {
  test('holds lessons, runtimes and settings', async () => {
    const app = shared();
    const state = await app.ask('getState');
    expect(state).toMatchObject({
      version: '1.2.3',
      recents: [],
      settings: { theme: 'system', runtimeId: null, panels: {} },
    });
    expect(state.runtimes.map(({ id }) => id)).toEqual(['path', 'electron']);
    expect(state.lessons[0]).toMatchObject({ id: '01-two-coroutines', title: 'Two coroutines' });
    expect(readFileSync(state.lessons[0]?.scripts[0]?.path ?? '', 'utf8')).toContain('order_food');
  });

  test('what is chosen is kept for the next start', async () => {
    const userData = newFolder();
    const script = writeProgram('1');
    const first = await startApp([], { userData });
    await first.ask('changeSettings', { theme: 'dark', panels: { left: [20, 80] } });
    await first.ask('changeSettings', { panels: { right: 3 } });
    const insights = {
      thresholds: { 'late-timer': 25 },
      muted: [{ id: 'never-settled', file: script, code: '1' }],
    };
    await first.ask('changeSettings', { insights });
    const runOptions = { [script]: { args: ['--port', '80'], cwd: '/', env: { FLAVOUR: 'mint' } } };
    const asUsual = { other: { args: [], cwd: null, env: {} } };
    await first.ask('changeSettings', { runOptions: { ...runOptions, ...asUsual } });
    await first.ask('openPath', script);
    expect(await first.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
    const changes = await first.page.evaluate(
      () => window.told.filter(([name]) => name === 'stateChanged').length,
    );
    expect(changes).toBe(5);
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 900, height: 700 }),
    );
    await first.quit();

    const second = await startApp([], { userData });
    const { settings, recents } = await second.ask('getState');
    expect(settings).toEqual({
      theme: 'dark',
      textSize: 1,
      runOptions,
      runtimeId: null,
      panels: { left: [20, 80], right: 3 },
      insights,
      counters: false,
      includesModules: false,
    });
    expect(recents).toEqual([{ path: script, kind: 'script', exists: true }]);
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toMatchObject({ width: 900, height: 700 });
    await second.ask('forgetRecent', script);
    expect((await second.ask('getState')).recents).toEqual([]);
  });

  test('lessons from a folder join the course, are kept for the next start, and can be closed', async () => {
    const app = shared();
    const lesson = (file: string) =>
      JSON.stringify({
        title: 'Mine',
        question: 'What?',
        explanation: ['That.'],
        scripts: [{ title: 'One', role: 'example', file, lookFor: ['{one}'] }],
      });
    const first = writeProgram({ 'a/one.mjs': '1', 'a/lesson.json': lesson('one.mjs') });
    const folder = join(first, '../..');
    const course = (await app.ask('getState')).lessons.length;
    expect(await app.ask('openPath', folder)).toEqual({ ok: true, value: { kind: 'script', path: first } });
    const { lessons } = await app.ask('getState');
    expect(lessons).toHaveLength(course + 1);
    expect(lessons.at(-1)).toMatchObject({
      own: true,
      title: 'Mine',
      scripts: [{ path: first, done: false }],
    });
    await eventually(() => readFileSync(join(app.userData, 'settings.json'), 'utf8').includes(folder));

    // A lesson by itself, and one that is wrong: told what is wrong, which takes nothing away.
    writeFileSync(join(folder, 'a/lesson.json'), lesson('two.mjs'));
    const wrong = await app.ask('openPath', join(folder, 'a'));
    expect(JSON.stringify(wrong)).toContain('there is no file two.mjs');
    expect((await app.ask('getState')).lessons).toHaveLength(course + 1);
    await app.ask('closeLessons');
    expect((await app.ask('getState')).lessons).toHaveLength(course);
  });

  test('settings that are damaged are kept aside, and the app starts', async () => {
    const userData = newFolder();
    writeFileSync(join(userData, 'settings.json'), '{ "settings": { "theme": "pink" } }');
    const app = await startApp([], { userData });
    expect((await app.ask('getState')).settings.theme).toBe('system');
    expect(readFileSync(join(userData, 'settings.json.damaged'), 'utf8')).toContain('pink');
  });
});

describe('the menu', () => {
  test('holds every command, tells the window of a choice, and takes no key from it', async () => {
    const app = shared();
    const items = await app.app.evaluate(
      ({ Menu }, ids) =>
        ids.map((id) => {
          const item = Menu.getApplicationMenu()?.getMenuItemById(id);
          return [id, item?.label, item?.registerAccelerator];
        }),
      COMMANDS.map(({ id }) => id as string),
    );
    expect(items.map(([id, label]) => [id, label])).toEqual(COMMANDS.map(({ id, label }) => [id, label]));
    await choose(app, 'run');
    expect(await app.told('command')).toBe('run');
  });

  test('shows the theme that is chosen', async () => {
    const app = shared();
    const checked = (id: string) =>
      app.app.evaluate(({ Menu }, it) => Menu.getApplicationMenu()?.getMenuItemById(it)?.checked, id);
    expect([await checked('theme-system'), await checked('theme-dark')]).toEqual([true, false]);
    await app.ask('changeSettings', { theme: 'dark' });
    expect([await checked('theme-system'), await checked('theme-dark')]).toEqual([false, true]);
  });
});

describe('files from outside', () => {
  test('the command line names a script: the window is asked to run it, with its arguments', async () => {
    const script = writeProgram('console.log(process.argv.slice(2))');
    const app = await startApp([script, '--', '--port', '80']);
    const options = { args: ['--port', '80'], cwd: app.userData };
    const asked = { path: script, options, run: true };
    expect(await app.told('openRequested')).toEqual(asked);
    expect(await app.ended(1)).toMatchObject({ exitCode: 0 });
  });

  test('a second start hands its file to the first', async () => {
    const userData = newFolder();
    const app = await startApp([], { userData });
    const script = writeProgram('1');
    // The second one ends before it has a window.
    await startApp([script], { userData }).catch(() => {});
    expect(await app.told('openRequested')).toMatchObject({ path: script, run: true });
  });
});

describe('the page is isolated', () => {
  test('has no Node, no remote content, no inline code, and nowhere to go', async () => {
    const app = shared();
    const { page } = app;
    expect(await page.evaluate(() => [typeof require, typeof process, typeof module])).toEqual(
      Array(3).fill('undefined'),
    );
    expect(await page.evaluate(() => Object.keys(window.loopscope).sort())).toEqual(
      [
        'cancelExport',
        'changeSettings',
        'closeBeside',
        'closeLessons',
        'copy',
        'exportRecording',
        'forgetCourse',
        'forgetRecent',
        'getMarks',
        'getState',
        'markCommands',
        'offerCommands',
        'on',
        'openBeside',
        'openPath',
        'pathOfFile',
        'pick',
        'readScript',
        'readVariables',
        'checkRun',
        'run',
        'saveRecording',
        'setMarks',
        'showWritten',
        'showPart',
        'stop',
        'type',
      ].sort(),
    );
    const attempts = await page.evaluate(async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.body.append(inline);
      const blocked: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      await fetch('https://example.invalid/').catch(() => {});
      new Image().src = 'https://example.invalid/x.png';
      while (!blocked.includes('img-src')) await new Promise((resolve) => setTimeout(resolve, 10));
      return {
        inlineRan: 'inlineRan' in window,
        opened: window.open('https://example.invalid/') !== null,
        blocked: blocked.sort(),
        permission: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
        outside: (await fetch('/..%2f..%2fpackage.json')).status,
        malformed: (await fetch('/%.js')).status,
        missing: (await fetch('/missing.js')).status,
      };
    });
    expect(attempts).toEqual({
      inlineRan: false,
      opened: false,
      blocked: expect.arrayContaining(['connect-src', 'img-src']),
      permission: 'denied',
      outside: 404,
      malformed: 404,
      missing: 404,
    });
    const before = page.url();
    // Asked after main has answered each.
    const prevented = app.app.evaluate(async ({ BrowserWindow, session }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      const [gone, downloaded] = await Promise.all([
        new Promise<boolean>((tell) => {
          contents.once('will-frame-navigate', (event) => tell(event.defaultPrevented));
        }),
        new Promise<boolean>((tell) => {
          session.defaultSession.once('will-download', (event) => tell(event.defaultPrevented));
        }),
      ]);
      return { gone, downloaded };
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['x']));
      link.download = 'x.txt';
      link.click();
      location.href = 'https://example.invalid/';
    });
    expect(await prevented).toEqual({ gone: true, downloaded: true });
    expect(page.url()).toBe(before);
    expect(await app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('style elements of a library get in with the page’s nonce, others do not', async () => {
    const { page } = shared();
    const applied = await page.evaluate(() => {
      const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
      const colour = (withNonce: boolean) => {
        const style = document.createElement('style');
        if (withNonce) style.nonce = nonce;
        style.textContent = 'body { color: rgb(1, 2, 3) }';
        document.head.append(style);
        const found = getComputedStyle(document.body).color;
        style.remove();
        return found;
      };
      return [nonce.length > 10, colour(true), colour(false)];
    });
    expect(applied).toEqual([true, 'rgb(1, 2, 3)', 'rgb(0, 0, 0)']);
  });

  test('its requests are validated', async () => {
    const app = shared();
    const ask = (name: string, ...values: unknown[]) =>
      app.page.evaluate(
        ([it, all]) =>
          (window.loopscope as unknown as Record<string, (...a: unknown[]) => Promise<unknown>>)
            [it]?.(...all)
            .then(
              () => 'answered',
              (error: Error) => error.message,
            ),
        [name, values] as const,
      );
    expect(await ask('run', { path: 1, args: [], runtimeId: null })).toContain('expected string');
    expect(await ask('run', { path: 'a.mjs', args: 'x', runtimeId: null })).toContain('expected array');
    expect(await ask('run')).toContain('run: ');
    expect(await ask('openPath', ['a'])).toContain('expected string');
    expect(await ask('stop', 'all')).toContain('expected number');
    expect(await ask('changeSettings', { theme: 'pink' })).toContain('Invalid option');
    expect(await ask('getState', 1)).toContain('Too big');
    expect(await app.ask('changeSettings', { theme: 'dark', more: 1 } as never)).not.toHaveProperty('more');
    await eventually(() => !readFileSync(join(app.userData, 'settings.json'), 'utf8').includes('more'));
  });
});
