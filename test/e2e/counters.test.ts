// How many tasks were in which state over time, and how busy the loop was: a strip on the chart's scale.
import { beforeEach, expect, test } from 'vitest';
import { eventually, sharedWindow } from './window.ts';

/** Eight tasks sleep at once, for longer than anything else takes. */
const SLEEPERS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function sleeper() { await sleep(1000); }
  await Promise.all(Array.from({ length: 8 }, sleeper));
`;

const win = sharedWindow();
beforeEach(async () => {
  await win.hasRun({ 'sleepers.mjs': SLEEPERS });
});

/** Shows the time in which they sleep: on a busy machine the program takes longer to start than they sleep. */
async function showSleep(): Promise<void> {
  await win.row('sleeper()').click();
  await win.inspector.getByRole('button', { name: /^Wait 1,/ }).click();
  await win.press('f');
  await win.shown();
  for (const key of ['Escape', 'Escape']) await win.press(key);
}

const strip = () => win.page.locator('.chart-counters');
const said = (name: string) => strip().locator(`.counters-${name} dd`);
const toggle = () => win.button('counters');
/** Whether the menu bar marks a command. */
const marked = (id: string) =>
  win.launched.app.evaluate(
    ({ Menu }, name) => Menu.getApplicationMenu()?.getMenuItemById(name)?.checked === true,
    id,
  );

test('are shown and hidden by key, by button and by command; the menu marks it', async () => {
  await win.focusRows();
  expect(await strip().isVisible()).toBe(false);
  expect(await marked('toggle-counters')).toBe(false);
  await win.press('c');
  await strip().waitFor();
  await eventually(async () => (await marked('toggle-counters')) === true, 'the menu marks it');
  expect(await toggle().getAttribute('aria-pressed')).toBe('true');
  await toggle().click();
  await strip().waitFor({ state: 'hidden' });
  await eventually(async () => (await marked('toggle-counters')) === false, 'the menu marks it no more');
  await win.command('Counters over Time');
  await strip().waitFor();
});

test('show the most tasks alive, and the values at the pointer', async () => {
  await showSleep();
  // The module and all sleepers.
  await expect.poll(() => said('alive').textContent()).toBe('up to 9');
  const { x, y, width, height } = (await strip().locator('.counters-surface').boundingBox())!;
  await win.page.mouse.move(x + width / 2, y + height / 2);
  await expect.poll(() => said('alive').textContent()).toBe('9');
  expect(await said('running').textContent()).toBe('0');
  expect(await said('suspended').textContent()).toBe('9');
  expect(await said('loop').textContent()).toBe('0 % busy');
  // Versions of Node differ in whether they read the script with the pool.
  expect(await said('pool').textContent()).toMatch(/^(not used|0 on 4 threads)$/);
  expect(await strip().locator('.chart-cursor').isVisible()).toBe(true);
  // The pointer over the rows counts, too.
  await win.page.mouse.move(x + width / 2, y + height + 60);
  await expect.poll(() => said('alive').textContent()).toBe('9');
  await win.page.mouse.move(x + width / 2, y - 300);
  await expect.poll(() => said('alive').textContent()).toBe('up to 9');
});

test('take the mouse as the rows do: a click puts the playhead, a drag selects a range, Ctrl+wheel zooms', async () => {
  const { x, y, width, height } = (await strip().locator('.counters-surface').boundingBox())!;
  const [middle, top] = [x + width / 2, y + height / 2];
  await win.page.mouse.click(middle, top);
  await win.page.locator('.chart-playhead-time').waitFor();
  await win.page.mouse.move(middle, top - 300);
  await expect.poll(() => said('suspended').textContent()).toBe('9');
  await win.focusRows();
  await win.press('Escape');
  await win.page.mouse.move(middle - 40, top);
  await win.page.mouse.down();
  await win.page.mouse.move(middle + 40, top, { steps: 3 });
  await win.page.mouse.up();
  await win.page.locator('.range-line').waitFor();
  await win.press('Escape');
  const before = await win.shown();
  await win.page.keyboard.down('Control');
  await win.page.mouse.wheel(0, -240);
  await win.page.keyboard.up('Control');
  await eventually(async () => {
    const now = await win.shown();
    return now.to - now.from < (before.to - before.from) * 0.9;
  }, 'the window is shorter');
  await expect.poll(() => said('alive').textContent()).toBe('9');
  await win.press('Shift+F');
});

test('stay on after a restart', async () => {
  const settings = await win.page.evaluate(() =>
    window.loopscope.getState().then(({ settings }) => settings),
  );
  expect(settings.counters).toBe(true);
});

test('the menu marks how rows are grouped and ordered, and a click there that does nothing leaves no mark', async () => {
  await eventually(async () => (await marked('group-tree')) === true, 'the menu marks the tree');
  expect(await marked('order-start')).toBe(true);
  await win.command('Group by Kind');
  await win.command('Order by Duration');
  await eventually(async () => (await marked('group-kind')) && !(await marked('group-tree')), 'by kind');
  await eventually(
    async () => (await marked('order-duration')) && !(await marked('order-start')),
    'by duration',
  );
  await win.command('Group by Who Started Them');
  await win.command('Order by Start');
  await win.command('Welcome');
  await win.launched.app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.getMenuItemById('group-file')?.click(),
  );
  await eventually(async () => (await marked('group-tree')) && !(await marked('group-file')), 'as it was');
});
