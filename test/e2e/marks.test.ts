// Moments that the user marks with a note: below the time axis, in a list, and again when the recording is reopened.
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { sharedWindow } from './window.ts';

const NAPS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function nap() { await sleep(100); }
  for (let at = 0; at < 5; at++) await nap();
`;

const win = sharedWindow();
beforeEach(async () => {
  await win.hasRun({ 'naps.mjs': NAPS });
});

const dialog = () => win.page.getByRole('dialog', { name: 'Mark', exact: true });
const flags = () => win.page.locator('.chart-marks .mark:not([hidden])').allTextContents();
const flagsAre = (texts: readonly string[]) => expect.poll(flags).toEqual(texts);
const playhead = async () =>
  Number(await win.page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'));
const plot = async () => (await win.page.locator('.chart-surface').boundingBox())!;
const list = () => win.page.getByRole('table', { name: 'Marks' });

/** Puts the pointer over the plot, at a part of its width. */
async function pointAt(part: number): Promise<void> {
  const { x, y, width } = await plot();
  await win.page.mouse.move(x + width * part, y + 200);
}

async function markAt(part: number, text: string): Promise<void> {
  await win.focusRows();
  await win.press('Escape');
  await pointAt(part);
  await win.press('m');
  await dialog().waitFor();
  await win.page.keyboard.type(text);
  await win.press('Enter');
  await dialog().waitFor({ state: 'detached' });
}

test('M marks the moment under the pointer, with a note that stands below the axis', async () => {
  expect(await win.page.locator('.chart-marks').isVisible()).toBe(false);
  await markAt(0.7, 'third nap');
  await markAt(0.3, 'first nap');
  await flagsAre(['first nap', 'third nap']);
  await pointAt(0.3);
  await win.press('m');
  await dialog().waitFor();
  expect(await dialog().getByRole('textbox', { name: 'Note' }).inputValue()).toBe('first nap');
  await win.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await flagsAre(['first nap', 'third nap']);
});

test('N and Shift+N move the playhead to the next and the previous mark; so does a click on a flag', async () => {
  await win.focusRows();
  await win.press('Escape');
  await win.press('Shift+N');
  await expect.poll(playhead).toBeGreaterThan(0);
  const first = await playhead();
  await win.press('n');
  await expect.poll(playhead).toBeGreaterThan(first);
  // A mark that is out of view is brought into view without a change of the zoom.
  for (const key of ['w', 'w', 'w']) await win.press(key);
  const near = await win.shown();
  await win.press('Shift+N');
  await expect.poll(playhead).toBe(first);
  const there = await win.shown();
  expect(there.to - there.from).toBeCloseTo(near.to - near.from, 2);
  await win.press('Shift+F');
  await win.page.getByRole('button', { name: 'Mark third nap' }).click();
  await expect.poll(playhead).toBeGreaterThan(first);
});

test('M at the playhead is another mark, or changes the note of the one there', async () => {
  await win.focusRows();
  await win.press('m');
  await dialog().getByRole('button', { name: 'Save' }).waitFor();
  await dialog().getByRole('textbox', { name: 'Note' }).fill('the third nap');
  await win.press('Enter');
  await flagsAre(['first nap', 'the third nap']);
  await win.page.getByRole('button', { name: 'Mark the third nap' }).dblclick();
  await dialog().getByRole('button', { name: 'Delete' }).click();
  await flagsAre(['first nap']);
});

test('the list goes to a mark, changes its note and takes it away', async () => {
  await markAt(0.6, 'later');
  await win.command('Show Marks');
  const rows = list().getByRole('row');
  await expect.poll(() => rows.count()).toBe(3);
  await win.page.getByRole('tab', { name: 'Marks 2' }).waitFor();
  await rows.nth(2).getByRole('textbox').fill('much later');
  await win.press('Enter');
  await flagsAre(['first nap', 'much later']);
  await rows.nth(2).getByRole('button').first().click();
  await expect.poll(playhead).toBeGreaterThan(0);
  await rows
    .nth(1)
    .getByRole('button', { name: /^Delete the mark at/ })
    .click();
  await flagsAre(['much later']);
  await win.focusRows();
  await win.press('Escape');
});

test('a recording that is opened again has its marks, wherever it is, and is not changed', async () => {
  const before = await win.page.evaluate(() => window.loopscope.getState());
  const recording = before.recents.find(({ kind }) => kind === 'recording')!.path;
  const copy = join(writeProgram({ 'there.txt': '' }), '..', 'copy.loopscope');
  const bytes = readFileSync(recording);
  const { mtimeMs } = statSync(recording);
  copyFileSync(recording, copy);
  await win.openByDialog(copy);
  const newest = async () => (await win.page.evaluate(() => window.loopscope.getState())).recents[0]?.path;
  await expect.poll(newest).toBe(copy);
  await win.finished();
  await flagsAre(['much later']);
  await win.command('Next Mark');
  await markAt(0.2, 'in the copy');
  await flagsAre(['in the copy', 'much later']);
  expect(readFileSync(recording).equals(bytes)).toBe(true);
  expect(statSync(recording).mtimeMs).toBe(mtimeMs);
  expect(readFileSync(copy).equals(bytes)).toBe(true);
});

test('another program has none', async () => {
  await win.runToEnd(writeProgram({ 'other.mjs': NAPS }));
  expect(await win.page.locator('.chart-marks').isVisible()).toBe(false);
});
