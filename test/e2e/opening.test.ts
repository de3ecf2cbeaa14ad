// Every way to open a script, and what it is run with.
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { newFolder } from '../support/folder.ts';
import { writeProgram } from '../support/program.ts';
import { AppWindow, sharedWindow } from './window.ts';

const HELLO = `
  async function greet(name) { await null; console.log('hello ' + name); }
  await greet(process.argv[2] ?? 'nobody');
`;

describe('a file named on the command line, and Recent', () => {
  test('runs at once with its arguments; after a restart it is among the recent files', async () => {
    const userData = newFolder();
    const script = writeProgram({ 'hello.mjs': HELLO });

    const first = await AppWindow.open({ userData, args: [script, '--', 'argument'] });
    await first.finished();
    await first.consoleIs(['hello argument']);
    await first.close();

    const second = await AppWindow.open({ userData });
    onTestFinished(() => second.close());
    await second.session('idle');
    await second.page.getByRole('heading', { name: /^Lessons/ }).waitFor();
    await second.page.locator(`.recent-open[title=${JSON.stringify(script)}]`).click();
    // The arguments of the last run, until they are changed.
    const field = second.page.getByRole('textbox', { name: 'Arguments' });
    await expect.poll(() => field.inputValue()).toBe('argument');
    await field.fill('');
    await second.button('Run this script').click();
    await second.finished();
    await second.consoleIs(['hello nobody']);
    await second.rowsAre(['hello.mjs', 'greet("nobody")']);

    // The recording of the first run is there too.
    const recordings = second.page.locator('.recent-open[title$=".loopscope"]');
    expect(await recordings.count()).toBe(2);
    await recordings.last().click();
    await second.rowsAre(['hello.mjs', 'greet("argument")']);
    await second.consoleIs(['hello argument']);
  });
});

describe('in a window that is open', () => {
  const win = sharedWindow();

  const argumentsField = () => win.page.getByRole('textbox', { name: 'Arguments' });

  test('by dropping it on the window', async () => {
    const script = writeProgram({ 'dropped.mjs': HELLO });
    await win.drop(script);
    await win.page.locator('.ready-path', { hasText: script }).waitFor();
    await win.button('Run this script').click();
    await win.finished();
    await win.rowsAre(['dropped.mjs', 'greet("nobody")']);
  });

  test('several dropped at once are refused, and nothing is lost', async () => {
    const [one, other] = [writeProgram({ 'one.mjs': HELLO }), writeProgram({ 'other.mjs': HELLO })];
    await win.drop(one, other);
    await win.problemSays('Cannot open several files at once');
    await win.rowsAre(['dropped.mjs', 'greet("nobody")']);
  });

  test('with the dialog; cancelling changes nothing', async () => {
    const script = writeProgram({ 'picked.mjs': HELLO });
    await win.dialogsAnswer(null);
    await win.button(/^Open$/).click();
    await win.rowsAre(['dropped.mjs', 'greet("nobody")']);
    await win.dialogsAnswer(script);
    await win.button(/^Open$/).click();
    await win.button('Run this script').click();
    await win.finished();
    await win.rowsAre(['picked.mjs', 'greet("nobody")']);
  });

  test('through a symbolic link, as commands of packages are, with its source', async () => {
    const link = join(newFolder(), 'greet.mjs');
    symlinkSync(writeProgram({ 'linked.mjs': HELLO }), link);
    await win.runToEnd(link);
    await win.rowsAre(['linked.mjs', 'greet("nobody")']);
    await win.page.getByRole('tab', { name: 'Source' }).click();
    const text = win.page.getByRole('textbox', { name: 'Source' });
    await expect.poll(() => text.textContent()).toContain('async function greet(name)');
  });

  test('of a package that is not traced into: the Source tab says why it has no text', async () => {
    await win.runToEnd(writeProgram({ 'node_modules/greet/index.mjs': HELLO }));
    await win.page.getByRole('tab', { name: 'Source' }).click();
    await win.page.getByText('The recording does not hold this file').waitFor();
  });

  test('arguments are the program’s, quoted ones in one piece, and Rerun runs with those of now', async () => {
    await win.openByDialog(writeProgram('console.log(JSON.stringify(process.argv.slice(2)))'));
    await win.page.locator('.ready-path', { hasText: 'main.mjs' }).waitFor();
    await argumentsField().fill('--port 80 "two words"');
    await argumentsField().press('Enter');
    await win.finished();
    await win.consoleIs(['["--port","80","two words"]']);
    await argumentsField().fill('again');
    await win.button('Rerun').click();
    await win.consoleIs(['["again"]']);
    await win.finished();
  });

  test('folder, arguments and variables are set in one place, and kept for the script', async () => {
    const script = writeProgram({
      'options.mjs': 'console.log(process.cwd(), ...process.argv.slice(2), process.env.FLAVOUR)',
      'elsewhere/taste.env': '# of today\nFLAVOUR="mint"\n',
    });
    const elsewhere = join(dirname(script), 'elsewhere');
    const variables = join(elsewhere, 'taste.env');
    await win.openByDialog(script);
    await win.page.locator('.ready-path', { hasText: script }).waitFor();
    await win.press('Control+Shift+O');
    const dialog = win.page.getByRole('dialog', { name: 'Run options' });
    const field = (name: string) => dialog.getByRole('textbox', { name });
    const pick = async (name: string, path: string) => {
      await win.dialogsAnswer(path);
      await dialog.getByRole('button', { name }).click();
    };
    await pick('Choose…', elsewhere);
    await expect.poll(() => field('Folder').inputValue()).toBe(elsewhere);
    await field('Arguments').fill('--fast');
    await pick('Add a file…', variables);
    await expect.poll(() => field('Arguments').inputValue()).toBe(`--fast ${variables}`);
    await field('Variables').fill('nonsense');
    await dialog.getByText('Line 1 is no variable').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save and run' }).isDisabled()).toBe(true);
    await field('Variables').fill('');
    await pick('Add from a file…', variables);
    await expect.poll(() => field('Variables').inputValue()).toContain('FLAVOUR');
    expect(await win.complaints()).toEqual([]);
    await dialog.getByRole('button', { name: 'Save and run' }).click();
    await win.finished();
    await win.consoleIs([`${elsewhere} --fast ${variables} mint`]);

    await win.drop(writeProgram({ 'other.mjs': HELLO }));
    await win.page.getByText('It runs in this folder.').waitFor();
    await win.drop(script);
    await win.page.getByText(`It runs in ${elsewhere}, with 1 variable of its own`).waitFor();
    await win.button('Change…').click();
    await field('Folder').fill(join(elsewhere, 'gone'));
    await win.press('Enter');
    await win.button('Run this script').click();
    await win.problemSays('Choose a folder to run it in.');
  });

  test('the runtime that is picked is the one that runs it', async () => {
    const runtime = win.page.getByRole('combobox', { name: 'Runtime' });
    const [onPath, own] = await runtime.locator('option').allTextContents();
    expect(onPath).toMatch(/^node \d+/);
    expect(own).toMatch(/^electron \d+.* \(node \d+/);
    const script = writeProgram('console.log(process.version.slice(1), process.versions.electron ?? "none")');
    const version = (label = '') => /node ([\d.]+)/.exec(label)?.[1];

    await win.runToEnd(script);
    await win.consoleIs([`${version(onPath)} none`]);
    await runtime.selectOption('electron');
    await win.button('Rerun').click();
    await win.consoleIs([`${version(own)} ${/electron ([\d.]+)/.exec(own ?? '')?.[1]}`]);
    await win.finished();
    await runtime.selectOption('path');
    await win.button('Rerun').click();
    await win.consoleIs([`${version(onPath)} none`]);
    await win.finished();
  });

  test('opening another script asks before it stops a running program', async () => {
    const endless = writeProgram({ 'endless.mjs': 'setInterval(() => {}, 1e6)' });
    const next = writeProgram({ 'next.mjs': HELLO });
    await win.start(endless);
    await win.rowsAre(['endless.mjs']);
    await win.drop(next);
    // The question has the focus: Escape answers it, and keys do nothing behind it.
    await win.button('Keep running').waitFor();
    await win.press('Shift+F5');
    await win.press('Escape');
    await win.button('Keep running').waitFor({ state: 'detached' });
    await win.statusSays('running');
    // The same holds for a script that is picked in the dialog.
    await win.openByDialog(next);
    await win.button('Stop and open').click();
    await win.page.locator('.ready-path', { hasText: next }).waitFor();
    await win.button('Run this script').click();
    await win.finished();
    await win.rowsAre(['next.mjs', 'greet("nobody")']);
  });
});
