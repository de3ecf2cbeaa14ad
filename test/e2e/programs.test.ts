// Programs that do not behave: they never end, hang, crash, flood. Each stays watchable, and so does the next.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app.ts';
import { writeProgram } from '../support/program.ts';
import {
  consoleText,
  openPath,
  runOpened,
  shownRow,
  shownRows,
  untilRow,
  untilSession,
} from '../support/window.ts';

let app: LaunchedApp;
let page: Page;
beforeAll(async () => {
  app = await launchApp();
  page = app.page;
});
afterAll(() => app.close());

async function start(source: string): Promise<void> {
  await openPath(app, writeProgram(source));
  await runOpened(page);
}

const stop = () => page.getByRole('button', { name: 'Stop', exact: true }).click();
const everything = () => page.locator('body').innerText();

test('a program that never ends is stopped, and its tasks are left pending', async () => {
  await start(`
    async function forever() {
      await new Promise((resolve) => setInterval(() => {}, 1000));
    }
    await forever();
  `);
  await untilRow(page, 'forever()');
  await stop();
  await untilSession(page, 'finished');
  expect((await shownRow(page, 'forever()')).state).toBe('pending');
  expect(await everything()).toContain('SIGTERM');
});

test('one that ignores the polite signal is killed after a while', async () => {
  await start(`
    process.on('SIGTERM', () => console.log('not yet'));
    async function stubborn() {
      await new Promise((resolve) => setInterval(() => {}, 1000));
    }
    await stubborn();
  `);
  await untilRow(page, 'stubborn()');
  await stop();
  await untilSession(page, 'finished');
  expect(await consoleText(page)).toContain('not yet');
  expect(await everything()).toContain('SIGKILL');
});

test('a loop without end shows who holds the event loop, while it does and in the recording', async () => {
  await start(`
    async function spin() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (;;);
    }
    await spin();
  `);
  await expect
    .poll(async () => (await shownRows(page)).find(({ label }) => label === 'spin()')?.state)
    .toBe('running');
  await stop();
  await untilSession(page, 'finished');
  expect((await shownRow(page, 'spin()')).state).toBe('pending');
});

test('a crash: exit code, what Node said, and the task that failed', async () => {
  await start(`
    async function load(order) {
      await null;
      return order.dish.name;
    }
    await load({});
  `);
  await untilSession(page, 'finished');
  expect((await shownRow(page, 'load()')).state).toBe('rejected');
  expect((await shownRow(page, 'main.mjs')).state).toBe('rejected');
  const said = await consoleText(page);
  expect(said).toContain('return order.dish.name;');
  expect(said).toContain("TypeError: Cannot read properties of undefined (reading 'name')");
  expect(said).not.toContain('__loopscope');
  expect(await everything()).toContain('exit 1');
});

test('an exit code of its own', async () => {
  await start(`console.log('leaving'); process.exit(3);`);
  await untilSession(page, 'finished');
  expect(await everything()).toContain('exit 3');
});

test('a flood of output arrives whole', async () => {
  await start(`for (let i = 0; i < 20_000; i++) console.log('line ' + i);`);
  await untilSession(page, 'finished');
  await expect.poll(() => page.getByRole('tab', { name: /Console/ }).innerText()).toMatch(/20,000/);
  await expect.poll(() => consoleText(page)).toContain('line 19999');
});

test('arguments reach the program, and rerunning it begins anew', async () => {
  await openPath(app, writeProgram(`console.log('asked for', process.argv.slice(2).join(' and '));`));
  await page.getByRole('textbox', { name: 'Arguments' }).fill('soup "two spoons"');
  await runOpened(page);
  await untilSession(page, 'finished');
  await expect.poll(() => consoleText(page)).toContain('asked for soup and two spoons');
  await page.getByRole('textbox', { name: 'Arguments' }).fill('tea');
  await page.getByRole('button', { name: 'Rerun' }).click();
  await expect.poll(() => consoleText(page)).toContain('asked for tea');
});

test('two thousand tasks: all are counted, and the last can be reached', async () => {
  await start(`
    const leaf = async (i) => { await new Promise((resolve) => setTimeout(resolve, i % 20)); };
    await Promise.all(Array.from({ length: 2000 }, (_, i) => leaf(i)));
  `);
  await untilSession(page, 'finished');
  await expect.poll(() => page.getByRole('tab', { name: /Tasks/ }).innerText()).toContain('2,001');
  const rows = page.getByRole('treegrid', { name: 'Tasks' });
  await rows.focus();
  await page.keyboard.press('End');
  await untilRow(page, 'leaf(1999)').catch(async () => {
    // The labels of the first 500 tell their argument; the last rows are there all the same.
    expect((await shownRows(page)).filter(({ label }) => label === 'leaf()').length).toBeGreaterThan(3);
  });
});
