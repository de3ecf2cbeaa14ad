// The lessons, walked as a newcomer does: pick one, press Run, watch, ask.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppWindow, eventually, overlap, type Row } from './window.ts';

let win: AppWindow;
beforeAll(async () => {
  win = await AppWindow.open();
});
afterAll(() => win.close());

const named = (rows: readonly Row[], label: string): Row => {
  const found = rows.find((row) => row.label === label);
  if (found === undefined) throw new Error(`no row ${label} among ${rows.map((row) => row.label)}`);
  return found;
};
const prices = (rows: readonly Row[]) => rows.filter(({ label }) => label.startsWith('fetchPrice('));
const pairs = (rows: readonly Row[]) =>
  rows.flatMap((one, at) => rows.slice(at + 1).map((other) => [one, other] as const));

test('two coroutines: they appear while they run, overlap, and say what they waited for', async () => {
  const { page } = win;
  await win.chooseLesson('Order and driver');
  await win.button('Run this script').click();

  await win.session('live');
  await win.rowsAre(['main.mjs', 'order_food()', 'call_driver()']);
  const live = await win.rows();
  expect(live.map(({ state, toNs }) => [state, toNs])).toEqual(Array(3).fill(['suspended', null]));
  expect(live.map(({ level }) => level)).toEqual([1, 2, 2]);
  expect(await page.locator('html').getAttribute('data-session')).toBe('live');
  await win.statusSays('running');

  await win.rowHas('order_food()', 'fulfilled');
  expect(named(await win.rows(), 'call_driver()').state).toBe('suspended');

  await win.finished();
  const rows = await win.rows();
  const [order, driver] = [named(rows, 'order_food()'), named(rows, 'call_driver()')];
  expect(rows.map(({ state }) => state)).toEqual(Array(3).fill('fulfilled'));
  expect(overlap(order, driver)).toBe(true);
  expect(order.toNs).toBeLessThan(driver.toNs ?? 0);

  await win.row('order_food()').click();
  await win.selectedIs('order_food()');
  const waits = win.inspector.getByRole('list', { name: 'Waits' });
  await waits.getByRole('button', { name: 'Wait 1, line 13' }).waitFor();
  expect(await waits.getByRole('listitem').count()).toBe(1);
  expect(await waits.getByRole('listitem').textContent()).toMatch(/await sleep\(2000\).*timer/);
  expect(await win.inspector.getByRole('table', { name: 'Time by state' }).textContent()).toMatch(
    /running.*ready.*suspended/,
  );

  await waits.getByRole('button', { name: 'Wait 1, line 13' }).click();
  expect(await page.getByRole('tab', { name: 'Source' }).getAttribute('aria-selected')).toBe('true');
  await eventually(
    async () =>
      (await page.locator('.cm-mark-selected-wait').allTextContents()).join() === '  await sleep(2000);',
    'the source marks the line that waits',
  );

  await win.consoleIs([
    'order:  the kitchen starts cooking',
    'driver: on the way',
    'order:  the food is ready',
    'driver: at the restaurant',
    'dinner is served',
  ]);
  await win.statusSays('exit 0');
  await win.statusSays('0 dropped');
});

test('a click on a bar selects its task, and the wait under the pointer', async () => {
  const { page } = win;
  await win.row('call_driver()').click();
  await win.selectedIs('call_driver()');
  const row = await win.row('order_food()').boundingBox();
  const plot = await page.locator('.chart-surface').boundingBox();
  if (row === null || plot === null) throw new Error('nothing to click on');
  // A third into the plot: while it waits.
  await page.mouse.click(plot.x + plot.width / 3, row.y + row.height / 2);
  await win.selectedIs('order_food()');
  await win.inspector.locator('.wait[data-selected=true]', { hasText: 'sleep(2000)' }).waitFor();
});

test('stock prices all at once: five bars that overlap', async () => {
  await win.chooseLesson('All at once');
  await win.button('Run this script').click();
  await win.finished();
  const five = prices(await win.rows());
  expect(five).toHaveLength(5);
  expect(pairs(five).filter(([one, other]) => !overlap(one, other))).toEqual([]);
});

test('stock prices one after the other: five bars like stairs', async () => {
  await win.chooseLesson('One after the other, with await');
  await win.button('Run this script').click();
  await win.finished();
  const five = prices(await win.rows());
  expect(five).toHaveLength(5);
  expect(pairs(five).filter(([one, other]) => overlap(one, other))).toEqual([]);
});

test('stock prices with a blocking call: no task waits for a price, and the alarm could not go on', async () => {
  await win.chooseLesson('With a blocking call');
  await win.button('Run this script').click();
  await win.finished();
  const rows = await win.rows();
  expect(prices(rows)).toEqual([]);
  await win.row('alarm()').click();
  const time = win.inspector.getByRole('table', { name: 'Time by state' });
  const share = async (state: string) =>
    Number.parseInt(
      (await time.getByRole('row', { name: state }).locator('td').last().textContent()) ?? '',
      10,
    );
  await eventually(
    async () => (await share('ready')) > (await share('suspended')),
    'the alarm was mostly ready',
  );
  await win.row('blocking.mjs').click();
  await eventually(async () => (await share('running')) > 80, 'the module held the loop');
});
