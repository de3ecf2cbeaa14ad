// The playhead: setting it, stepping, playing, and what was queued then.
import { beforeEach, expect, test } from 'vitest';
import { eventually, sharedWindow } from './window.ts';

const SLEEPERS = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function early() { await sleep(100); }
  async function late() { await sleep(200); }
  await Promise.all([early(), late()]);
`;

const win = sharedWindow();

beforeEach(async () => {
  await win.hasRun({ 'sleepers.mjs': SLEEPERS });
  await win.page.getByRole('tab', { name: 'Queues' }).click();
  await win.focusRows();
  for (const key of ['Escape', 'Escape', 'Shift+F']) await win.press(key);
  await win.shown();
});

const ruler = () => win.page.getByRole('slider', { name: 'Playhead' });
const said = () => ruler().getAttribute('aria-valuetext');
const atNs = async () => Number(await ruler().getAttribute('aria-valuenow'));
const happened = () => win.page.locator('.queues-head [role=status]').textContent();
const queue = (name: string) => win.page.getByRole('list', { name, exact: true });
const queued = (name: string) => queue(name).locator('.queue-entry > .link.mono').allTextContents();
const queuedIs = (name: string, labels: readonly string[]) =>
  expect.poll(() => queued(name), { message: name }).toEqual(labels);

/** Presses a key until this has happened. */
async function stepTo(key: 'ArrowRight' | 'ArrowLeft', what: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const before = await said();
    await win.press(key);
    await eventually(async () => (await said()) !== before, `${key} steps on from ${before}`);
    if ((await said())?.endsWith(what)) return;
  }
  throw new Error(`never came to: ${what}`);
}

test('→ and ← step from one happening to the next, and the queues are those of the moment', async () => {
  await stepTo('ArrowRight', 'late() begins');
  await expect.poll(happened).toBe('late() begins sleepers.mjs started late().');
  await queuedIs('Call stack', ['late()', 'sleepers.mjs']);
  await queuedIs('Timers', ['early()']);
  await stepTo('ArrowRight', 'sleepers.mjs is suspended');
  await queuedIs('Call stack', []);
  await queuedIs('Timers', ['early()', 'late()']);
  await queuedIs('For others', ['sleepers.mjs']);
  await stepTo('ArrowRight', 'early() goes on');
  await queuedIs('Call stack', ['early()']);
  await queuedIs('Timers', ['late()']);
  await stepTo('ArrowLeft', 'late() is suspended');
  await queuedIs('Timers', ['early()', 'late()']);
});

test('the counters are those of the playhead’s moment, until Esc', async () => {
  const counters = () => win.page.locator('.counters').textContent();
  const all = await counters();
  await stepTo('ArrowRight', 'sleepers.mjs is suspended');
  await expect.poll(counters).toMatch(/running0ready0suspended3/);
  await win.press('Escape');
  await expect.poll(counters).toBe(all);
  await expect.poll(said).toBe('nowhere');
  await win.page.getByText('What ran and what was queued at a moment').waitFor();
});

test('a press on the time axis sets it, a drag scrubs, and the keys go on from there', async () => {
  const { x, y, width, height } = (await ruler().boundingBox())!;
  await win.page.mouse.move(x + width * 0.3, y + height / 2);
  await win.page.mouse.down();
  await win.drawn();
  const put = await atNs();
  expect(put).toBeGreaterThan(0);
  await win.page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 });
  await win.page.mouse.up();
  await win.drawn();
  const scrubbed = await atNs();
  expect(scrubbed).toBeGreaterThan(put);
  await win.page.mouse.move(x + width * 0.9, y + height / 2);
  await win.drawn();
  expect(await atNs()).toBe(scrubbed);
  await win.press('ArrowLeft');
  await eventually(async () => (await atNs()) < scrubbed, 'a step back');
});

test('the buttons do the same; Space plays to the end and stops there', async () => {
  await win.button('Step Forward').click();
  await eventually(async () => (await atNs()) > 0 || (await said())?.includes(':') === true, 'a step');
  await win.button('Step Forward').click();
  await win.button('Step Back').click();
  await win.page.getByRole('combobox', { name: 'Speed' }).selectOption('10');
  await win.focusRows();
  await win.press(' ');
  await eventually(
    async () => (await atNs()) === Number(await ruler().getAttribute('aria-valuemax')),
    'it has played to the end',
  );
  await win.button('Play').waitFor();
  await win.page.getByRole('combobox', { name: 'Speed' }).selectOption('0.001');
  await win.press(' ');
  await win.button('Stop playing').waitFor();
  await win.button('Stop playing').click();
  await win.button('Play').waitFor();
  await win.drawn();
  const stopped = await atNs();
  await win.drawn();
  expect(await atNs()).toBe(stopped);
});

test('a task in a queue leads to its row, and the source shows the line that runs', async () => {
  await stepTo('ArrowRight', 'early() goes on');
  await queue('Call stack').getByRole('button', { name: 'early()' }).click();
  await win.selectedIs('early()');
  await win.page.getByRole('tab', { name: 'Source' }).click();
  const current = win.page.locator('.cm-mark-current');
  await expect
    .poll(() => current.allTextContents())
    .toEqual(['async function early() { await sleep(100); }']);
});
