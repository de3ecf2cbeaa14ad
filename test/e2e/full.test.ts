// More than the window has memory for: it says so, the program and its console go on, and other parts can be shown.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Model } from '../../src/model/index.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { writeProgram } from '../support/program.ts';
import { AppWindow } from './window.ts';

/** Goes on until it is stopped, with a hundred tasks for each number that it prints. */
const PROGRAM = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function step() { await null; }
  for (let number = 1; ; number += 1) {
    for (let times = 0; times < 100; times += 1) await step();
    console.log('step ' + number);
    await sleep(10);
  }
`;

const modelOf = async (path: string): Promise<Model> => {
  const model = new Model();
  const opened = await openRecording(path);
  if (!opened.ok) throw new Error(opened.problem.detail);
  await opened.value.read((stream, bytes) => model.ingest(stream, bytes));
  return model;
};

test('a program that is too long to show goes on with its console, and its parts can be shown one by one', async () => {
  const win = await AppWindow.open({ env: { LOOPSCOPE_SHOWN_MIB: '0.25' } });
  const { page } = win;
  try {
    const banner = page.getByRole('status').filter({ hasText: /This shows|are shown/ });
    const full = page.getByRole('status').filter({ hasText: 'as many as this machine has memory to show' });
    const events = async () =>
      Number((await page.locator('.status-bar span').first().textContent())!.replace(/\D/g, ''));
    const lastLine = async () => {
      const text = await page.getByRole('log').textContent();
      return Number(/step (\d+)(?!.*step)/s.exec(text ?? '')?.[1] ?? 0);
    };
    await win.openByDialog(writeProgram({ 'endless.mjs': PROGRAM }));
    await win.button('Run this script').click();
    await full.waitFor();
    const recordings = join(win.launched.userData, 'recordings');
    const file = join(recordings, readdirSync(recordings)[0]!);
    expect(await full.textContent()).toMatch(
      /^Only the first .+ are shown\.[\d,]+ events .*endless\.mjs goes on: its console is below, and all that it does is recorded in /,
    );
    expect(await full.textContent()).toContain(file);
    await win.statusSays('running');
    await win.statusSays('only the first ');
    const shown = await events();
    expect(16 * shown).toBeLessThan(0.25 * 1024 * 1024);

    // Twice as much is in the file before anything else is done, so neither the program nor its console is held up.
    await expect
      .poll(async () => (await modelOf(file)).tables.events, { timeout: 60_000 })
      .toBeGreaterThan(2 * shown);
    const said = (await modelOf(file)).tables.console.length;
    await expect.poll(lastLine).toBeGreaterThanOrEqual(said);
    expect(await events()).toBe(shown);

    await full.getByRole('button', { name: 'Show the Newest Part' }).click();
    await expect.poll(() => full.textContent()).toMatch(/^This shows .* after the first /);
    await win.statusSays('running');
    await expect.poll(lastLine).toBeGreaterThan(said);
    expect(await page.locator('.status-bar').textContent()).not.toContain('impossible');

    await win.button('Stop').click();
    await win.finished();
    expect((await modelOf(file)).signal).toBe('SIGTERM');
    await full.getByRole('button', { name: 'Show the Beginning' }).click();
    await expect.poll(() => full.textContent()).toContain('Only the first ');
    await win.finished();
    expect(await events()).toBe(shown);
    expect(await full.textContent()).toContain('All of it is in ');
    await win.statusSays('ended by SIGTERM');

    await full.getByRole('button', { name: 'Show the Next Part' }).click();
    await expect.poll(() => full.textContent()).toMatch(/^This shows .* after the first /);
    await win.finished();
    await full.getByRole('button', { name: 'Show the Newest Part' }).click();
    await full.waitFor({ state: 'detached' });
    await win.finished();
    await page.getByRole('status').filter({ hasText: 'This shows what came after the first ' }).waitFor();
    expect(await page.locator('.status-bar').textContent()).not.toContain('impossible');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await banner.waitFor({ state: 'detached' });
  } finally {
    await win.close();
  }
});
