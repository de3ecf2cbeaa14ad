// Which rows the chart shows, and in which order.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { AppWindow } from './window.ts';

const MANY = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(1 + (number % 7)); if (number === 40) throw new Error('no'); }
  async function branch() { await Promise.allSettled(Array.from({ length: 60 }, (_, at) => leaf(at))); }
  await branch();
`;

let win: AppWindow;
beforeAll(async () => {
  win = await AppWindow.open();
});
afterAll(() => win.close());

beforeEach(async () => {
  if ((await win.page.locator('html').getAttribute('data-session')) !== 'finished')
    await win.runToEnd(writeProgram({ 'many.mjs': MANY }));
  await win.focusRows();
  await win.press('Escape');
});

test('siblings that are alike share a row, which says how they ended and opens to all of them', async () => {
  await win.rowsAre(['many.mjs', 'branch()', 'leaf']);
  const fold = win.row('leaf');
  expect(await fold.textContent()).toContain('×60');
  expect(await fold.getAttribute('aria-label')).toBe('leaf, 60 tasks: 59 fulfilled, 1 rejected');
  await fold.click();
  await win.selectedIs('leaf');
  await win.press('ArrowRight');
  await win.row('leaf(0)').waitFor();
  await win.press('ArrowRight');
  await win.selectedIs('leaf(0)');
  await win.row('leaf').click();
  await win.press('ArrowLeft');
  await win.rowsAre(['many.mjs', 'branch()', 'leaf']);
});

test('a double click on such a row opens it, in the chart and in its caption', async () => {
  const { x, width } = (await win.page.locator('.chart-surface').boundingBox())!;
  const { y } = (await win.row('leaf').boundingBox())!;
  await win.page.mouse.dblclick(x + width / 2, y + 8);
  await win.row('leaf(0)').waitFor();
  await win.row('leaf').dblclick();
  await win.rowsAre(['many.mjs', 'branch()', 'leaf']);
});

test('the search finds what such a row hides', async () => {
  await win.press('/');
  await win.page.keyboard.type('leaf(40');
  await expect.poll(() => win.page.locator('.search-hits').textContent()).toBe('– of 1');
  await win.press('Enter');
  await win.selectedIs('leaf(40)');
  await win.press('Escape');
  await win.row('leaf(40)').waitFor();
  await win.focusRows();
  await win.press('ArrowLeft');
  await win.selectedIs('leaf');
  await win.press('ArrowLeft');
  await win.rowsAre(['many.mjs', 'branch()', 'leaf']);
});
