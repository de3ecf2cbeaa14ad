// Idle time is folded: distant events are side by side, and every gesture works as before.
import { beforeEach, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

/** Three bursts of 60 ms, a second apart, which is longer than the pauses that a busy machine causes. */
const BURSTS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function burst() { for (const end = performance.now() + 60; performance.now() < end; ) await null; }
  for (let at = 0; at < 3; at++) { await burst(); if (at < 2) await sleep(1000); }
`;

const win = sharedWindow();
beforeEach(async () => {
  await win.hasRun({ 'bursts.mjs': BURSTS });
  await win.focusRows();
});

const folds = () => win.page.locator('.axis-fold').count();
const plot = async () => (await win.page.locator('.chart-surface').boundingBox())!;
const cursorTime = () => win.page.locator('.chart-cursor-time').textContent();
const playhead = async () =>
  Number(await win.page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow'));
const marked = () =>
  win.launched.app.evaluate(
    ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('toggle-elastic')?.checked === true,
  );

test('E folds it, the axis shows where, and all of the run is in view still', async () => {
  expect(await folds()).toBe(0);
  const before = await win.shown();
  await win.press('e');
  await expect.poll(folds).toBeGreaterThanOrEqual(2);
  await eventually(marked, 'the menu marks it');
  const { from, to } = await win.shown();
  expect(from).toBeCloseTo(before.from, 1);
  expect(to).toBeGreaterThan(0.9);
  expect(await win.page.locator('.axis-fold title').first().textContent()).toMatch(
    /in which nothing happens/,
  );
});

test('the playhead stands where it was put, and the moment under the pointer stays while one zooms', async () => {
  const { x, y, width } = await plot();
  for (const part of [0.2, 0.5, 0.8]) {
    const at = x + Math.round(width * part);
    await win.page.mouse.click(at, y - 12);
    await expect.poll(playhead).toBeGreaterThan(0);
    await eventually(async () => {
      const line = await win.page.locator('.chart-sticky .chart-playhead').boundingBox();
      return line !== null && Math.abs(line.x - at) <= 1.5;
    }, 'the playhead is where the press was');
  }
  await win.press('Escape');
  await win.page.mouse.move(x + width * 0.5, y + 100);
  await win.drawn();
  const before = await cursorTime();
  await win.page.keyboard.down('Control');
  await win.page.mouse.wheel(0, -360);
  await win.page.keyboard.up('Control');
  await win.shown();
  const seconds = (text: string | null) => Number(text?.replace(/[^\d.]/g, ''));
  expect(seconds(await cursorTime())).toBeCloseTo(seconds(before), 2);
});

test('pans, selects a range and fits it', async () => {
  const { x, y, width } = await plot();
  const before = await win.shown();
  await win.page.keyboard.down('Shift');
  await win.page.mouse.wheel(0, 200);
  await win.page.keyboard.up('Shift');
  await eventually(async () => (await win.shown()).from > before.from, 'the window is further on');
  await win.press('a');
  await win.shown();
  await win.press('Shift+F');
  await win.shown();
  await win.page.mouse.move(x + width * 0.4, y + 150);
  await win.page.mouse.down();
  await win.page.mouse.move(x + width * 0.6, y + 150, { steps: 3 });
  await win.page.mouse.up();
  await win.page.locator('.range-line').waitFor();
  await win.drawn();
  const range = (await win.page.locator('.chart-range').boundingBox())!;
  expect(Math.abs(range.x - x - width * 0.4)).toBeLessThan(3);
  expect(Math.abs(range.width - width * 0.2)).toBeLessThan(5);
  await win.press('f');
  await eventually(async () => {
    const box = await win.page.locator('.chart-range').boundingBox();
    return box !== null && Math.abs(box.width - width) < 6;
  }, 'the range fills the plot');
  await win.press('Escape');
});

test('a task is found under the pointer; the brush takes the window elsewhere', async () => {
  await win.press('Shift+F');
  await win.shown();
  await win.row('burst()').click();
  await win.inspector.getByRole('heading', { name: 'burst()' }).waitFor();
  await win.press('f');
  await win.shown();
  const { x, width } = await plot();
  const row = (await win.row('burst()').boundingBox())!;
  await win.page.mouse.move(x + width / 2, row.y + row.height / 2);
  await expect.poll(() => win.page.locator('.tooltip').textContent()).toContain('burst()');
  const overview = (await win.page.locator('.chart-brush').boundingBox())!;
  const before = await win.shown();
  await win.page.mouse.move(overview.x + overview.width * (before.from + before.to) * 0.5, overview.y + 20);
  await win.page.mouse.down();
  await win.page.mouse.move(overview.x + overview.width * 0.5, overview.y + 20, { steps: 4 });
  await win.page.mouse.up();
  await eventually(async () => (await win.shown()).from > before.from, 'the window has moved');
});

test('E again unfolds it, and what is in view stays in view; by command, too', async () => {
  await win.press('Shift+F');
  await win.shown();
  await win.press('e');
  await expect.poll(folds).toBe(0);
  await eventually(async () => !(await marked()), 'the menu marks it no more');
  expect((await win.shown()).to).toBeGreaterThan(0.9);
  await win.command('Fold Idle Time');
  await expect.poll(folds).toBeGreaterThanOrEqual(2);
  await win.command('Fold Idle Time');
  await expect.poll(folds).toBe(0);
});

test('in a comparison, time in which both are idle is folded in both charts; closing one unfolds it', async () => {
  await win.runToEnd(writeProgram({ 'bursts.mjs': BURSTS }));
  await win.runAgain();
  await win.focusRows();
  await win.press('e');
  await expect.poll(folds).toBeGreaterThanOrEqual(2);
  await win.command('Compare With the Run Before');
  await win.page.locator('.comparison[data-state=shown]').waitFor();
  // It is another time scale, on which nothing is folded yet.
  expect(await folds()).toBe(0);
  expect(await marked()).toBe(false);
  await win.page.getByRole('treegrid', { name: 'Tasks' }).first().focus();
  await win.press('e');
  await expect.poll(folds).toBeGreaterThanOrEqual(4);
  const places = (recording: string) =>
    win.page
      .getByRole('region', { name: `Recording ${recording}` })
      .locator('.axis-fold')
      .evaluateAll((all) => all.map((fold) => fold.getAttribute('transform')));
  expect(await places('A')).toEqual(await places('B'));
  await win.press('Shift+Escape');
  await win.page.locator('.comparison').waitFor({ state: 'detached' });
  await expect.poll(folds).toBe(0);
  await eventually(async () => !(await marked()), 'the menu marks it no more');
});

test('while a program runs only past idle time is folded, the rest when it ends', async () => {
  await win.start(
    writeProgram({
      'waiting.mjs': `${BURSTS} await sleep(1000); await burst(); setInterval(() => {}, 1000);`,
    }),
  );
  const bursts = async () => (await win.labels()).filter((label) => label === 'burst()').length;
  await expect.poll(bursts).toBe(2);
  await win.focusRows();
  await win.press('e');
  await expect.poll(folds).toBeGreaterThanOrEqual(1);
  await win.page.locator('output.is-live').waitFor();
  await expect.poll(bursts).toBe(4);
  const before = await folds();
  await win.press('Shift+F5');
  await win.finished();
  await expect.poll(folds).toBeGreaterThan(before);
  expect((await win.shown()).to).toBeGreaterThan(0.9);
});
