// The lessons, walked as a newcomer does: pick one, say what will happen, press Run, watch, ask.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../scripts/paths.mjs';
import { lessonSchema } from '../../src/main/lessons.ts';
import { eventually, overlap, type Row, sharedWindow } from './window.ts';

const win = sharedWindow();

const named = (rows: readonly Row[], label: string): Row => {
  const found = rows.find((row) => row.label === label);
  if (found === undefined) throw new Error(`no row ${label} among ${rows.map((row) => row.label)}`);
  return found;
};
const prices = (rows: readonly Row[]) => rows.filter(({ label }) => label.startsWith('fetchPrice('));
const pairs = (rows: readonly Row[]) =>
  rows.flatMap((one, at) => rows.slice(at + 1).map((other) => [one, other] as const));

/** Every program of the course. */
const PROGRAMS = readdirSync(at('samples')).flatMap(
  (lesson) =>
    lessonSchema.parse(JSON.parse(readFileSync(at(`samples/${lesson}/lesson.json`), 'utf8'))).scripts,
);

/** Tab by Tab to what is called this. */
async function tabTo(name: RegExp | ((name: string) => boolean)): Promise<void> {
  const isIt = name instanceof RegExp ? (text: string) => name.test(text) : name;
  const focused = () =>
    win.page.evaluate(() => {
      const { activeElement: at } = document;
      return (
        at?.getAttribute('aria-label') ?? (at as HTMLElement | null)?.innerText?.replace(/\s+/g, ' ') ?? ''
      );
    });
  for (let press = 0; press < 80; press += 1) {
    await win.press('Tab');
    if (isIt(await focused())) return;
  }
  throw new Error(`Tab never came to ${name}`);
}

const verdict = () => win.page.locator('.predict-verdict').textContent();
const revealed = () => win.page.getByRole('list', { name: 'What happened' });

test('a lesson by keyboard alone: picked, predicted, run, answered from the run, and on to the next', async () => {
  const { page } = win;
  await win.button('Start with lesson 1').waitFor();
  await tabTo(/^Lesson 9 A loop inside the loop 0 of 2 /);
  await win.press('Enter');
  // The focus has come along: the lesson is read from its title.
  await eventually(
    () => page.evaluate(() => document.activeElement?.textContent === 'A loop inside the loop'),
    'the title has the focus',
  );
  expect(await page.getByRole('heading', { name: 'What to look for' }).count()).toBe(0);
  await tabTo(/^ring!$/);
  await win.press('Space');
  await tabTo(/^Run and see$/);
  await win.press('Enter');
  await win.finished();

  await revealed().waitFor();
  expect(await verdict()).toBe('It was another one: no parcel today.');
  const texts = await revealed().locator('.predict-text').allTextContents();
  expect(texts).toEqual(['no parcel today', 'ring!', 'the parcel is here']);
  expect(await revealed().getByRole('listitem').nth(1).textContent()).toContain('you said this');
  expect(await revealed().getByRole('listitem').nth(2).textContent()).toContain('never');
  await page.getByRole('heading', { name: 'What to look for' }).waitFor();

  // What the texts name can be gone to.
  await win.focusRows();
  await tabTo(/^postman$/);
  await win.press('Enter');
  await win.selectedIs('postman()');

  // So is what was found: whom it is about on the chart, and its line.
  await tabTo(/^Show it: sync-wait$/);
  await win.press('Enter');
  await eventually(
    async () => (await page.locator('.cm-mark-shown').textContent())?.includes('Atomics.wait') === true,
    'the source shows the line of the finding',
  );

  await win.press('Alt+ArrowRight');
  await page.getByRole('heading', { name: 'At the bell' }).waitFor();
  await tabTo(/^postman$/);
  await win.press('Space');
  await win.press('Control+r');
  await win.finished();
  await revealed().waitFor();
  expect(await verdict()).toBe('You were right.');
  await page.getByText('Nothing that is wrong with how it waits.').waitFor();

  await win.press('Shift+Tab');
  await tabTo(/^All lessons$/);
  await win.press('Enter');
  await win.button(/^Lesson 9 A loop inside the loop 2 of 2 programs run$/).waitFor();
});

test('every program of the course is reached, and its question answered, by keyboard alone', async () => {
  const { page } = win;
  const back = win.button('All lessons');
  if (await back.isVisible()) await back.click();
  // What was run, and said, can be forgotten.
  const over = win.button('Start the course over');
  if (await over.isVisible()) await over.click();
  await over.waitFor({ state: 'detached' });
  await tabTo(/^Lesson 1 Two coroutines 0 of 2 /);
  await win.press('Enter');
  for (const { title, predict } of PROGRAMS) {
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
    const choice = predict?.choices[0]?.text ?? '';
    await tabTo((name) => name === choice.replace(/\s+/g, ' '));
    await win.press('Space');
    await page.locator('.predict-choice[aria-pressed=true]', { hasText: choice }).waitFor();
    await tabTo(/^Run and see$/);
    await win.press('Alt+ArrowRight');
  }
  await page.getByText('This is the last program of the course.').waitFor();

  // A trap in which nothing is found says what to see instead.
  await win.press('Alt+ArrowLeft');
  await page.getByRole('heading', { name: 'A flood' }).waitFor();
  await win.press('Control+r');
  await win.finished();
  await revealed().waitFor();
  await page.getByText('Nothing: nobody waits in vain').waitFor();

  // A question of how long.
  await win.press('Alt+ArrowLeft');
  await win.press('Alt+ArrowLeft');
  await page.getByRole('heading', { name: 'Long strokes' }).waitFor();
  await tabTo(/^ready$/);
  await win.press('Space');
  await tabTo(/^Run and see$/);
  await win.press('Enter');
  await win.finished();
  await revealed().waitFor();
  expect(await verdict()).toBe('You were right.');
  expect(await revealed().getByRole('listitem').first().textContent()).toMatch(/ready.*for \d/);
  // The button is gone: what it led to has the focus.
  await eventually(
    () => page.evaluate(() => document.activeElement?.textContent === 'What happened'),
    'the answer has the focus',
  );

  await win.command('Start the Course Over');
  await win.programs.getByLabel('was run').waitFor({ state: 'detached' });
});

test('two coroutines: they overlap, say what they waited for, and answer in which order', async () => {
  const { page } = win;
  await win.chooseLesson('Two coroutines', 'Order and driver');
  const order = [
    'order: the kitchen starts cooking',
    'driver: on the way',
    'order: the food is ready',
    'driver: at the restaurant',
    'dinner is served',
  ];
  for (const line of order) await page.getByRole('list', { name: 'Pick in order' }).getByText(line).click();
  await win.button('Run and see').click();
  await win.finished();
  await revealed().waitFor();
  expect(await verdict()).toBe('You were right, from first to last.');

  await win.rowsAre(['main.mjs', 'order_food()', 'call_driver()']);
  const rows = await win.rows();
  expect(rows.map(({ level }) => level)).toEqual([1, 2, 2]);
  expect(rows.map(({ state }) => state)).toEqual(Array(3).fill('fulfilled'));
  const [food, driver] = [named(rows, 'order_food()'), named(rows, 'call_driver()')];
  expect(overlap(food, driver)).toBe(true);
  expect(food.toNs).toBeLessThan(driver.toNs ?? 0);

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

  await win.consoleIs(order.map((line) => line.replace('order: ', 'order:  ')));
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
  // The middle of its bar, while it waits; the chart shows the whole run and a little around it.
  const rows = await win.rows();
  const { fromNs, toNs } = named(rows, 'order_food()');
  const whole = Math.max(...rows.map((each) => each.toNs ?? 0));
  const middle = (fromNs + (toNs ?? 0)) / 2 / whole;
  await page.mouse.click(plot.x + plot.width * middle, row.y + row.height / 2);
  await win.selectedIs('order_food()');
  await win.inspector.locator('.wait[data-selected=true]', { hasText: 'sleep(2000)' }).waitFor();
});

test('stock prices all at once: five bars that overlap', async () => {
  await win.runLesson('Stock prices', 'All at once');
  const five = prices(await win.rows());
  expect(five).toHaveLength(5);
  expect(pairs(five).filter(([one, other]) => !overlap(one, other))).toEqual([]);
});

test('stock prices one after the other: five bars like stairs', async () => {
  await win.runLesson('Stock prices', 'One after the other, with await');
  const five = prices(await win.rows());
  expect(five).toHaveLength(5);
  expect(pairs(five).filter(([one, other]) => overlap(one, other))).toEqual([]);
});

test('stock prices with a blocking call: no task waits for a price, and the alarm says who held it up', async () => {
  await win.runLesson('Stock prices', 'With a blocking call');
  expect(prices(await win.rows())).toEqual([]);
  await win.row('alarm()').click();
  await win.inspector.getByRole('button', { name: /^Wait 1, line / }).click();
  // Its timer was due, and the loop was with the module.
  const holders = win.inspector.getByRole('list', { name: 'Who held the loop' });
  expect(await holders.getByRole('listitem').first().textContent()).toContain('blocking.mjs');
  await win.page.getByRole('tab', { name: 'Console' }).click();
  await eventually(async () => (await win.console()).length === 7, 'all is written');
  const lines = await win.console();
  expect([lines[0], lines[5]]).toEqual(['AAPL 227.52', 'alarm: a tenth of a second is over']);
});

test('left open: it is live while it has nothing to do, and ends when it is stopped', async () => {
  await win.chooseLesson('Not closing what you opened', 'Left open');
  await win.button('Run this script').click();
  await win.rowHas('left-open.mjs', 'fulfilled');
  await eventually(
    async () => (await win.labels()).filter((label) => label.startsWith('readThermometer')).length > 2,
    'it goes on measuring',
  );
  expect(await win.page.locator('html').getAttribute('data-session')).toBe('live');
  await win.press('Shift+F5');
  await win.finished();
  await win.bannerSays('You stopped left-open.mjs.');
});
