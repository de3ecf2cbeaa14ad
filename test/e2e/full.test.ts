// More than the window has memory for: it says so, the program goes on, and its recording has all of it.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Model } from '../../src/model/index.ts';
import { openRecording } from '../../src/recording/reader.ts';
import { writeProgram } from '../support/program.ts';
import { AppWindow } from './window.ts';

/** Goes on until somebody stops it; a hundred tasks for each number it writes. */
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

test('a program of which no more is shown goes on and is recorded; opened again, as much is shown', async () => {
  const win = await AppWindow.open({ env: { LOOPSCOPE_SHOWN_MIB: '0.25' } });
  const { page } = win;
  try {
    const banner = page.getByRole('status').filter({ hasText: 'are shown.' });
    await win.openByDialog(writeProgram({ 'endless.mjs': PROGRAM }));
    await win.button('Run this script').click();
    await banner.waitFor();
    const file = join(
      win.launched.userData,
      'recordings',
      readdirSync(join(win.launched.userData, 'recordings'))[0]!,
    );
    expect(await banner.textContent()).toMatch(
      /^Only the first .+ are shown\.Its [\d,]+ events .*endless\.mjs goes on, and all that it does is recorded in /,
    );
    expect(await banner.textContent()).toContain(file);
    await win.statusSays('running');
    await win.statusSays('only the first ');
    const shown = await page.locator('.status-bar span').first().textContent();
    const shownEvents = Number(shown!.replace(/\D/g, ''));
    expect(16 * shownEvents).toBeLessThan(0.25 * 1024 * 1024);

    // Twice as much is in the file before it is stopped: it is not held up either.
    await expect
      .poll(async () => (await modelOf(file)).tables.events, { timeout: 60_000 })
      .toBeGreaterThan(2 * shownEvents);
    await win.button('Stop').click();
    await win.finished();
    expect(await page.locator('.status-bar span').first().textContent()).toBe(shown);
    expect(await banner.textContent()).toContain('All of it is in ');
    expect((await modelOf(file)).signal).toBe('SIGTERM');

    await win.openByDialog(file);
    await page
      .locator('html:not([data-session=finished])')
      .waitFor({ state: 'attached' })
      .catch(() => {});
    await win.finished();
    await banner.waitFor();
    const again = await page.locator('.status-bar span').first().textContent();
    expect(again).toBe(shown);
    await win.statusSays('exit unknown');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    await banner.waitFor({ state: 'detached' });
  } finally {
    await win.close();
  }
});
