// Everything can be done by keyboard, and with the mouse as in other trace viewers.
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { COMMANDS, type Command } from '../../src/protocol/commands.ts';
import { keyParts } from '../../src/renderer/controls/keys.tsx';
import { writeProgram } from '../support/program.ts';
import { eventually, type Shown, sharedWindow } from './window.ts';

const TREE = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(100); return number; }
  async function branch() { await Promise.all([leaf(1), leaf(2)]); }
  await branch();
  await leaf(3);
`;
const ROWS = ['tree.mjs', 'branch()', 'leaf(1)', 'leaf(2)', 'leaf(3)'];

const win = sharedWindow();

const width = ({ from, to }: Shown) => to - from;
const middle = ({ from, to }: Shown) => (from + to) / 2;
/** A pixel of the overview. No position is known more precisely. */
const CLOSE = 0.004;

async function plot() {
  const box = await win.page.locator('.chart-surface').boundingBox();
  if (box === null) throw new Error('no chart');
  return box;
}

/** The position in the whole run, from 0 to 1, of a part of the plot's width. */
const at = (shown: Shown, part: number) => shown.from + part * width(shown);

async function pressed(...keys: string[]): Promise<Shown> {
  for (const key of keys) await win.press(key);
  return win.shown();
}

/** Waits for the window that an answer of the worker leads to. */
async function becomes(of: (shown: Shown) => boolean, saying: string): Promise<Shown> {
  await eventually(async () => of(await win.shown()), saying);
  return win.shown();
}

beforeEach(async ({ task }) => {
  if (task.name.startsWith('live:')) return;
  await win.hasRun({ 'tree.mjs': TREE });
  // Away from the chart, because keys zoom at the pointer.
  await win.page.mouse.move(5, 5);
  await win.focusRows();
  await pressed('Escape', 'Escape', 'Shift+F');
});

test('W and S zoom, A and D pan, Shift+F shows all', async () => {
  const all = await win.shown();
  expect(all.from).toBeLessThan(CLOSE);
  expect(all.to).toBeGreaterThan(1 - CLOSE);
  const near = await pressed('w', 'w');
  expect(width(near)).toBeLessThan(width(all) * 0.6);
  expect(Math.abs(middle(near) - middle(all))).toBeLessThan(CLOSE);
  const left = await pressed('a');
  expect(left.from).toBeLessThan(near.from);
  expect(Math.abs(width(left) - width(near))).toBeLessThan(CLOSE);
  const right = await pressed('d', 'd');
  expect(right.from).toBeGreaterThan(near.from);
  expect(width(await pressed('s'))).toBeGreaterThan(width(right));
  expect(await pressed('Shift+F')).toEqual(all);
});

test('arrow keys walk the rows; Enter, ← and → fold them', async () => {
  await win.press('ArrowDown');
  await win.selectedIs('tree.mjs');
  await win.press('ArrowDown');
  await win.selectedIs('branch()');
  await win.press('Enter');
  await win.rowsAre(['tree.mjs', 'branch()', 'leaf(3)']);
  expect(await win.row('branch()').getAttribute('aria-expanded')).toBe('false');
  await win.press('ArrowDown');
  await win.selectedIs('leaf(3)');
  await win.press('ArrowUp');
  await win.selectedIs('branch()');
  await win.press('Enter');
  await win.rowsAre(ROWS);
  await win.press('ArrowLeft');
  await win.rowsAre(['tree.mjs', 'branch()', 'leaf(3)']);
  await win.press('ArrowRight');
  await win.rowsAre(ROWS);
  await win.press('ArrowRight');
  await win.selectedIs('leaf(1)');
  await win.press('ArrowLeft');
  await win.selectedIs('branch()');
  await win.press('Escape');
  await win.selectedIs(null);
});

test('keys pressed in quick succession each act on the result of the one before', async () => {
  for (const key of ['Home', 'ArrowDown', 'ArrowLeft', 'ArrowDown']) await win.press(key);
  await win.rowsAre(['tree.mjs', 'branch()', 'leaf(3)']);
  await win.selectedIs('leaf(3)');
  for (const key of ['ArrowUp', 'ArrowRight', 'ArrowRight']) await win.press(key);
  await win.rowsAre(ROWS);
  await win.selectedIs('leaf(1)');
  // Esc removes the selection that End made, and the next key starts without one.
  for (const key of ['End', 'Escape', 'ArrowDown']) await win.press(key);
  await win.selectedIs('tree.mjs');
});

test('F shows the selected task, however soon after the click; a wait first, and then its task', async () => {
  const all = await win.shown();
  await win.row('leaf(3)').click();
  await win.press('f');
  // It is the second half of the run.
  const fitted = await becomes((shown) => width(shown) < width(all), 'the task fills the chart');
  expect(fitted.from).toBeGreaterThan(0.3);
  await pressed('Shift+F');
  const { x, width: wide } = await plot();
  const { y } = (await win.row('tree.mjs').boundingBox())!;
  await win.page.mouse.click(x + wide * middle(fitted), y + 12);
  await win.page.mouse.move(5, 5);
  await win.press('f');
  const wait = await becomes((shown) => width(shown) < width(all), 'the wait fills the chart');
  expect(wait.from).toBeGreaterThan(0.3);
  await win.press('f');
  await becomes((shown) => width(shown) > width(wait) * 1.1, 'its task fills the chart');
});

test('Ctrl+Z and Ctrl+Y go back and forth among the views; in a field they are its own', async () => {
  const all = await win.shown();
  await win.row('leaf(3)').click();
  await win.press('f');
  const late = await becomes((shown) => width(shown) < width(all), 'the late task fills the chart');
  await win.row('leaf(1)').click();
  await win.press('f');
  const early = await becomes(({ from }) => from < late.from, 'the early task fills the chart');
  expect(await pressed('Control+z')).toEqual(late);
  expect(await pressed('Control+z')).toEqual(all);
  expect(await pressed('Control+y')).toEqual(late);
  expect(await pressed('Control+Shift+Z')).toEqual(early);
  await win.press('Control+Shift+P');
  const palette = win.page.getByRole('dialog', { name: 'Commands' });
  const disabled = (name: string) => palette.getByRole('option', { name }).getAttribute('aria-disabled');
  expect([await disabled('Previous View'), await disabled('Next View')]).toEqual(['false', 'true']);
  await win.press('Escape');
  await palette.waitFor({ state: 'detached' });
  await win.press('/');
  const field = win.page.getByRole('textbox', { name: 'Search tasks' });
  await win.page.keyboard.type('l');
  await win.press('Control+z');
  await expect.poll(() => field.inputValue()).toBe('');
  expect(await win.shown()).toEqual(early);
});

test('. and , step through the runs of a task', async () => {
  await win.row('leaf(1)').click();
  await win.inspector.getByRole('heading', { name: 'leaf(1)' }).waitFor();
  // Fits the time between its runs.
  const between = await pressed('f', 'w', 'w');
  await win.press('.');
  const first = await becomes((shown) => middle(shown) < middle(between), 'the first run is in view');
  await win.press('.');
  const second = await becomes((shown) => middle(shown) > middle(first), 'the second one is');
  await win.press(',');
  await becomes((shown) => middle(shown) < middle(second), 'the first one is again');
});

test('/ searches: hits are counted and walked, other rows left out; Esc ends it', async () => {
  await win.press('/');
  await win.page.keyboard.type('leaf');
  const hits = win.page.locator('.search-hits');
  await expect.poll(() => hits.textContent()).toBe('– of 3');
  await win.press('Enter');
  await expect.poll(() => hits.textContent()).toBe('1 of 3');
  await win.selectedIs('leaf(1)');
  await win.press('Enter');
  await win.selectedIs('leaf(2)');
  await win.press('Shift+Enter');
  await win.selectedIs('leaf(1)');
  for (const key of ['Enter', 'Enter']) await win.press(key);
  await expect.poll(() => hits.textContent()).toBe('3 of 3');
  await win.page.getByRole('textbox', { name: 'Search tasks' }).fill('branch');
  await win.rowsAre(['tree.mjs', 'branch()']);
  await expect.poll(() => hits.textContent()).toContain('of 1');
  await win.page.getByRole('textbox', { name: 'Search tasks' }).fill('nothing like it');
  await expect.poll(() => hits.textContent()).toBe('no hits');
  await win.press('Escape');
  await win.rowsAre(ROWS);
  expect(await win.page.getByRole('textbox', { name: 'Search tasks' }).inputValue()).toBe('');
});

test('Esc leaves a field for the rows, and keeps what was typed', async () => {
  const field = win.page.getByRole('textbox', { name: 'Arguments' });
  const focused = () => win.page.evaluate(() => document.activeElement?.getAttribute('role'));
  await field.fill('--fast');
  await win.press('Escape');
  await expect.poll(focused).toBe('treegrid');
  expect(await field.inputValue()).toBe('--fast');
  await field.fill('');
  await win.press('Escape');
  await expect.poll(focused).toBe('treegrid');
});

test('every command stands in the menu and in the palette, with its key, and every key under ?, which Esc closes', async () => {
  const commands: readonly Command[] = COMMANDS;
  const spoken = (keys: readonly string[]) => keys.map((key) => keyParts(key).join('')).join('');
  const menu = await win.launched.app.evaluate(({ Menu }) => {
    const all = ({ items }: Electron.Menu): Electron.MenuItem[] =>
      items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    return all(Menu.getApplicationMenu()!).map(({ label, accelerator }) => `${label} ${accelerator ?? ''}`);
  });
  const accelerator = (key = '') => key.replace('Mod+', 'CmdOrCtrl+').replace('Arrow', '');
  expect(menu).toEqual(
    expect.arrayContaining(commands.map(({ label, keys }) => `${label} ${accelerator(keys[0])}`)),
  );
  await win.press('Control+Shift+P');
  const palette = win.page.getByRole('dialog', { name: 'Commands' });
  await palette.waitFor();
  const offered = await palette.getByRole('option').evaluateAll((options) =>
    options.map((option) => {
      // When it will be enabled is said of some.
      option.querySelector('.palette-when')?.remove();
      return option.textContent;
    }),
  );
  // All commands except the one that opened the palette.
  const others = commands.filter(({ id }) => id !== 'commands');
  const asked = others.map(({ label, group, keys }) => label + group + spoken(keys.slice(0, 1)));
  expect(offered.toSorted()).toEqual(asked.toSorted());
  await win.press('Escape');
  await win.press('?');
  const dialog = win.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.waitFor();
  const told = await dialog.locator('.keys-row').allTextContents();
  const withKeys = commands.filter(({ keys }) => keys.length > 0);
  expect(told).toEqual(
    expect.arrayContaining(
      withKeys.map(({ label, keys }) => label.replace('…', '') + spoken(keys.slice(0, 2))),
    ),
  );
  await win.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('Ctrl+Shift+P runs a command by its name', async () => {
  await win.press('Control+Shift+P');
  await win.page.getByRole('combobox', { name: 'Command' }).fill('theme dark');
  await win.press('Enter');
  await win.page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
  await win.page.locator('html[data-theme=dark]').waitFor({ state: 'attached' });
});

test('Ctrl+wheel zooms, and the moment under the pointer stays where it is', async () => {
  const all = await win.shown();
  const { x, y, width: wide } = await plot();
  await win.page.mouse.move(x + wide * 0.7, y + 60);
  await win.page.keyboard.down('Control');
  for (let notch = 0; notch < 3; notch += 1) await win.page.mouse.wheel(0, -100);
  await win.page.keyboard.up('Control');
  const near = await win.shown();
  expect(width(near)).toBeLessThan(width(all) / 2);
  expect(Math.abs(at(near, 0.7) - at(all, 0.7))).toBeLessThan(CLOSE);
});

test('Shift+wheel pans', async () => {
  const near = await pressed('w', 'w', 'w');
  const { x, y, width: wide } = await plot();
  await win.page.mouse.move(x + wide / 2, y + 60);
  await win.page.keyboard.down('Shift');
  await win.page.mouse.wheel(0, 100);
  await win.page.keyboard.up('Shift');
  const right = await win.shown();
  expect(right.from).toBeGreaterThan(near.from);
  expect(Math.abs(width(right) - width(near))).toBeLessThan(CLOSE);
});

test('a drag selects a range, F fits it, Esc clears it before the selected task', async () => {
  // Points into a task, because how much of the run precedes the first task depends on the machine.
  await win.row('leaf(1)').click();
  await win.inspector.getByRole('heading', { name: 'leaf(1)' }).waitFor();
  await pressed('f');
  await win.row('leaf(3)').click();
  const { x, y, width: wide } = await plot();
  await win.page.mouse.move(x + wide * 0.25, y + 60);
  await win.page.mouse.down();
  await win.page.mouse.move(x + wide * 0.5, y + 70, { steps: 4 });
  await win.page.mouse.up();
  const range = win.page.locator('.range-line');
  expect(await range.textContent()).toMatch(/^range .+ from /);
  // Also opens the drawer.
  await win.press('Control+j');
  await win.page.getByRole('tablist', { name: 'Views' }).waitFor({ state: 'hidden' });
  await range.getByRole('button', { name: 'totals' }).click();
  const totals = win.page.getByRole('tabpanel', { name: 'Range' });
  await expect.poll(() => totals.getByRole('status').textContent()).toMatch(/ from .+ to /);
  const leaves = totals
    .getByRole('table', { name: 'Totals by function' })
    .getByRole('row')
    .filter({ hasText: 'leaf' });
  await expect.poll(() => leaves.locator('td').nth(1).textContent()).toMatch(/^[123]$/);
  // Its tables are sorted by the largest values first, and by any heading that is pressed.
  const functions = totals.getByRole('table', { name: 'Totals by function' });
  const names = () => functions.locator('tbody td:first-child').allTextContents();
  await functions.getByRole('button', { name: 'Function' }).click();
  const ascending = await names();
  expect(ascending).toEqual(ascending.toSorted());
  await functions.getByRole('button', { name: 'Function' }).click();
  expect(await names()).toEqual(ascending.toReversed());
  await win.button('Copy the table').click();
  await win.page.getByText(/^\d+ lines copied$/).waitFor();
  await expect.poll(() => win.clipboard()).toContain('\nwaited for\twaits\t');
  expect(await win.clipboard()).toMatch(/\nleaf\t.*tree\.mjs:2\t[123]\t/);
  await win.focusRows();
  await win.page.mouse.move(5, 5);
  const all = await win.shown();
  const fitted = await pressed('f');
  expect(Math.abs(fitted.from - at(all, 0.25))).toBeLessThan(CLOSE);
  expect(Math.abs(fitted.to - at(all, 0.5))).toBeLessThan(CLOSE);
  await win.press('Escape');
  await range.waitFor({ state: 'detached' });
  await win.selectedIs('leaf(3)');
  await win.press('Escape');
  await win.selectedIs(null);
});

test('live: moving about, and back to where one was, leaves the newest moment, L returns to it, Space pauses', async () => {
  const program = writeProgram({
    'endless.mjs': `
      import { existsSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      async function round(number) { await sleep(50); }
      for (let number = 1; ; number += 1) {
        await round(number);
        while (existsSync(new URL('hold', import.meta.url)) && number > 1) await sleep(20);
      }
    `,
  });
  const hold = join(dirname(program), 'hold');
  writeFileSync(hold, '');
  await win.start(program);
  await win.rowHas('round(2)', 'fulfilled');
  await win.row('round(2)').click();
  await win.selectedIs('round(2)');
  rmSync(hold);
  await win.focusRows();
  const live = win.page.locator('output.is-live');
  await live.waitFor();
  await win.press('a');
  await win.button('Go live').waitFor();
  await win.press('l');
  await live.waitFor();
  await win.press('Control+z');
  await win.button('Go live').waitFor();
  await win.press('l');
  await live.waitFor();
  await win.press(' ');
  await win.page.locator('button[aria-pressed=true]', { hasText: 'Pause view' }).waitFor();
  const goesOn = async () => {
    const tasks = async () => Number((await win.statusBar.textContent())?.match(/(\d+) tasks/)?.[1]);
    const before = await tasks();
    await eventually(async () => (await tasks()) > before + 4, 'the program goes on');
  };
  // The picture of that moment may still be on its way. Once it has come, nothing moves any more.
  let frozen: string[] = [];
  await eventually(async () => {
    frozen = await win.labels();
    await goesOn();
    return (await win.labels()).join() === frozen.join();
  }, 'the rows stand still');
  await win.press('a');
  await goesOn();
  expect(await win.labels()).toEqual(frozen);
  // There are more rows while there is room for them, and soon one row for all similar tasks, which says how many they are.
  const captions = () => win.page.locator('.task-row:not([hidden])').allTextContents();
  const then = await captions();
  await win.button('Go live').click();
  await eventually(async () => (await captions()).join() !== then.join(), 'what came meanwhile is shown');
  // But the selected task keeps its row.
  await win.row('round').waitFor();
  await win.selectedIs('round(2)');
  // The sentence about all of them is renewed as more come, even if all were over meanwhile.
  writeFileSync(hold, '');
  await expect.poll(() => win.page.locator('.counters').textContent()).toContain('alive1');
  await win.row('round').click();
  const said = win.inspector.getByRole('region', { name: 'What they are' });
  await expect.poll(() => said.textContent()).toContain('started: all were fulfilled');
  const before = await said.textContent();
  rmSync(hold);
  await expect.poll(() => said.textContent()).not.toBe(before);
  await win.press('Shift+F5');
  await win.finished();
});
