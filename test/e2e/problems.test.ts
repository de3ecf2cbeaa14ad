// What cannot be opened or run: a message that names the file and the cause, and an app that goes on.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { AppWindow, sharedWindow } from './window.ts';

const WORKS = { 'works.mjs': `async function work() { await null; }\nawait work();` };

async function stillWorks(win: AppWindow): Promise<void> {
  await win.runToEnd(writeProgram(WORKS));
  await win.rowsAre(['works.mjs', 'work()']);
  await win.statusSays('exit 0');
}

describe('a file that cannot be run', () => {
  const win = sharedWindow();

  test('is missing', async () => {
    const path = join(newFolder(), 'gone.mjs');
    await win.openByDialog(path);
    await win.problemSays('gone.mjs', path, 'There is no file');
    await stillWorks(win);
  });

  test('is a folder', async () => {
    const path = newFolder();
    await win.drop(path);
    await win.problemSays(path, 'is a folder');
    await stillWorks(win);
  });

  test('is binary', async () => {
    const path = join(newFolder(), 'picture.js');
    writeFileSync(path, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    await win.openByDialog(path);
    await win.problemSays('picture.js', path, 'binary');
  });

  test('is neither a script nor a recording', async () => {
    const path = join(newFolder(), 'notes.txt');
    writeFileSync(path, 'buy milk');
    await win.openByDialog(path);
    await win.problemSays('notes.txt', '.txt');
  });

  test('is a pipe, which would never be read to its end', async () => {
    const path = join(newFolder(), 'pipe.mjs');
    execFileSync('mkfifo', [path]);
    await win.openByDialog(path);
    await win.problemSays(path, 'not a file');
  });

  test.skipIf(process.getuid?.() === 0)('may not be read', async () => {
    const path = writeProgram({ 'secret.mjs': '1' });
    chmodSync(path, 0);
    await win.openByDialog(path);
    await win.problemSays('secret.mjs', path, 'ermission');
  });

  test('has a syntax error: the line is named, the script stays open, and runs once it is corrected', async () => {
    const path = writeProgram({ 'typo.mjs': 'const a = 1;\nconst b = ;\n' });
    await win.start(path);
    const wrong = win.page.locator('.cm-mark-wrong');
    await wrong.waitFor();
    expect(await wrong.textContent()).toBe('const b = ;');
    await win.problemSays('typo.mjs has a syntax error at line 2', `${path}:2`, 'Unexpected token');
    await wrong.waitFor({ state: 'detached' });
    // The message appears again, and disappears with the next run.
    await win.button('Run this script').click();
    await wrong.waitFor();
    writeFileSync(path, 'console.log("corrected")\n');
    await win.page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await win.page.locator('.script-text', { hasText: 'corrected' }).waitFor();
    await win.button('Run this script').click();
    await win.page.locator('.problem').waitFor({ state: 'detached' });
    await win.finished();
    await win.consoleIs(['corrected']);
  });

  test('was deleted or broken while it runs: Rerun says so, and it runs on', async () => {
    const path = writeProgram({ 'edited.mjs': 'setInterval(() => {}, 1e6);\nconsole.log("runs");' });
    await win.start(path);
    await win.consoleIs(['runs']);
    writeFileSync(path, 'const a = ;');
    await win.button('Rerun').click();
    await win.problemSays('edited.mjs has a syntax error at line 1', `${path}:1`);
    rmSync(path);
    await win.button('Rerun').click();
    await win.problemSays('edited.mjs', 'There is no file');
    await win.session('live');
    await win.consoleIs(['runs']);
    await win.button('Stop').click();
    await win.finished();
    // Nor is what is over lost.
    await win.button('Rerun').click();
    await win.problemSays('edited.mjs', 'There is no file');
    await win.consoleIs(['runs']);
  });

  test('was deleted after it was opened', async () => {
    const path = writeProgram({ 'fleeting.mjs': '1' });
    await win.openByDialog(path);
    await win.page.locator('.ready-path', { hasText: path }).waitFor();
    rmSync(path);
    await win.button('Run this script').click();
    await win.problemSays('fleeting.mjs', path, 'There is no file');
    await stillWorks(win);
  });
});

test('a file on the command line that is missing is named in the window', async () => {
  const path = join(newFolder(), 'gone.mjs');
  const win = await AppWindow.open({ args: [path] });
  onTestFinished(() => win.close());
  await win.problemSays(path, 'There is no file');
  await stillWorks(win);
});

describe('a runtime that cannot run it', () => {
  /** Starts the app with this folder as its whole PATH, after the `node` on PATH was chosen. */
  async function withPath(folder: string): Promise<AppWindow> {
    const userData = newFolder();
    const settings = { theme: 'system', runtimeId: 'path', panels: {} };
    writeFileSync(join(userData, 'settings.json'), JSON.stringify({ settings, recents: [], window: null }));
    const win = await AppWindow.open({ userData, env: { PATH: folder } });
    onTestFinished(() => win.close());
    return win;
  }

  test('is not there any more: the message says so, and another can be picked', async () => {
    const win = await withPath(newFolder());
    await win.start(writeProgram(WORKS));
    await win.problemSays('No Node.js was found', 'PATH');
    await win.page.getByRole('combobox', { name: 'Runtime' }).selectOption('electron');
    await stillWorks(win);
    await win.statusSays('node ');
  });

  test('is broken: it is named, and another can be picked', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'bin'));
    const node = join(folder, 'bin/node');
    writeFileSync(node, '#!/bin/sh\nexit 3\n');
    chmodSync(node, 0o755);
    const win = await withPath(join(folder, 'bin'));
    await win.start(writeProgram(WORKS));
    await win.problemSays(node, 'exit code 3');
    expect(await win.page.getByRole('combobox', { name: 'Runtime' }).inputValue()).toBe('path');
    await win.page.getByRole('combobox', { name: 'Runtime' }).selectOption('electron');
    await stillWorks(win);
  });
});
