// Panels, drawer and dialogs in windows of any size, and after they were hidden.
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { sharedWindow } from './window.ts';

const win = sharedWindow();

/** The texts of these rows, as far as the drawer shows them. */
const inView = (row: string) =>
  win.page.locator('#drawer-panel').evaluate((panel, selector) => {
    const { top, bottom } = panel.getBoundingClientRect();
    return [...panel.querySelectorAll(selector)]
      .filter((one) => one.getBoundingClientRect().bottom > top && one.getBoundingClientRect().top < bottom)
      .map((one) => one.textContent);
  }, row);

test('the side panels grow and shrink with the window, unless the user chose a size', async () => {
  await win.chooseLesson('Two coroutines', 'Order and driver');
  await win.button('Run this script').waitFor();
  const resize = (width: number) => win.resize(width, 800);
  const widths = () =>
    win.page.evaluate(() =>
      ['library', 'inspector'].map((id) => document.getElementById(id)!.getBoundingClientRect().width),
    );
  const [before] = await win.page.evaluate(() => [window.innerWidth]);
  await resize(1900);
  await expect.poll(widths).toEqual([264, 380]);
  await resize(900);
  await expect.poll(widths).toEqual([216, 232]);
  await resize(before!);
  await expect.poll(widths).toEqual([264, 304]);
  await win.command('Welcome');
});

test('the drawer is as high again as it was, or as the user made it, after the window was small', async () => {
  await win.chooseLesson('Two coroutines', 'Order and driver');
  await win.button('Run this script').waitFor();
  const height = () =>
    win.page.evaluate(() => Math.round(document.getElementById('drawer')!.getBoundingClientRect().height));
  await win.resize(1280, 800);
  await expect.poll(height).toBe(176);
  await win.resize(640, 420);
  await expect.poll(height).toBe(0);
  await win.resize(1280, 800);
  await expect.poll(height).toBe(176);
  await win.resize(1280, 950);
  await expect.poll(height).toBe(209);
  await win.resize(1280, 800);
  await expect.poll(height).toBe(176);
  await win.page.getByRole('separator', { name: 'Size of the drawer' }).focus();
  await win.press('ArrowUp');
  await expect.poll(height).not.toBe(176);
  const chosen = await height();
  await win.resize(640, 420);
  await expect.poll(height).toBe(0);
  await win.resize(1280, 800);
  await expect.poll(height).toBe(chosen);
  await win.command('Welcome');
});

test('console and tasks show what they showed after the drawer was hidden', async () => {
  await win.hasRun({
    'lines.mjs': `
      async function task(number) { console.log('line', number, 'x'.repeat(200)); await null; }
      for (let number = 0; number < 100; number++) await task(number);
    `,
  });
  const hideAndShow = async () => {
    const drawer = win.page.getByRole('region', { name: 'Console, source and tasks' });
    await win.press('Control+j');
    await drawer.waitFor({ state: 'hidden' });
    await win.press('Control+j');
    await drawer.waitFor();
  };
  await win.page.getByRole('tab', { name: /^Console/ }).click();
  await expect.poll(async () => (await inView('.console-line')).at(-1)).toContain('line 99 ');
  const last = await inView('.console-line');
  await hideAndShow();
  await expect.poll(() => inView('.console-line')).toEqual(last);
  await win.page.getByRole('log', { name: 'Console' }).evaluate((log) => {
    log.scrollTop = 900;
  });
  await expect.poll(async () => (await inView('.console-line')).length).toBeGreaterThan(1);
  const middle = await inView('.console-line');
  expect(middle).not.toEqual(last);
  await hideAndShow();
  await expect.poll(() => inView('.console-line')).toEqual(middle);
  await win.page.getByRole('tab', { name: /^Tasks/ }).click();
  await win.page.locator('.tasks').evaluate((tasks) => {
    tasks.scrollTop = 900;
  });
  await expect.poll(async () => (await inView('.tasks-row'))[0]).toContain('task(3');
  const rows = await inView('.tasks-row');
  await hideAndShow();
  await expect.poll(() => inView('.tasks-row')).toEqual(rows);
  await win.command('Welcome');
});

test('a console that was at its end shows what was printed while it was hidden', async () => {
  const script = writeProgram({
    'prints.mjs': `
      import { setTimeout as sleep } from 'node:timers/promises';
      for (let number = 0; number < 100; number++) {
        console.log('line', number);
        await sleep(number === 30 ? 2000 : 5);
      }
    `,
  });
  await win.openByDialog(script);
  await win.page.locator('.ready-path', { hasText: script }).waitFor();
  await win.page.getByRole('tab', { name: /^Console/ }).click();
  await win.press('Control+r');
  await win.page.locator('.console-line', { hasText: 'line 30' }).waitFor();
  await win.press('Control+j');
  await win.finished();
  await win.press('Control+j');
  await win.page.locator('.console-line', { hasText: 'line 99' }).waitFor();
  await win.command('Welcome');
});

/** Prints long lines until its file is deleted. */
const PRINTS_ON = `
  import { existsSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  for (let number = 0; existsSync(new URL(import.meta.url)); number += 1) {
    console.log('line ' + number + ' ' + 'x'.repeat((number * 37) % 400));
    await sleep(10);
  }
  console.log('the end');
`;

const lastNumber = async () => Number(/line (\d+)/.exec((await inView('.console-line')).at(-1) ?? '')?.[1]);
/** Waits until the console shows lines that were printed after this. */
const followsOn = async () => {
  const before = await lastNumber();
  // More than are in view.
  await expect.poll(lastNumber).toBeGreaterThan(before + 50);
};
/** Waits until there are more lines, and tells whether none of them was scrolled to. */
const staysWhere = async () => {
  const [[before], height] = [await inView('.console-line'), await linesPx()];
  await expect.poll(linesPx).toBeGreaterThan(height + 1000);
  expect((await inView('.console-line'))[0]).toBe(before);
};
const linesPx = () => win.page.getByRole('log', { name: 'Console' }).evaluate((log) => log.scrollHeight);
/** Turns the wheel over the console. */
const wheel = async (px: number) => {
  await win.page.getByRole('log', { name: 'Console' }).hover();
  await win.page.mouse.wheel(0, px);
};
/** Waits until nothing is scrolled for some frames. */
const isAtRest = () =>
  win.page.getByRole('log', { name: 'Console' }).evaluate(async (log) => {
    for (let frames = 0, before = log.scrollTop; frames < 20; frames += 1) {
      await new Promise(requestAnimationFrame);
      if (log.scrollTop !== before) frames = 0;
      before = log.scrollTop;
    }
  });
const resized = async ([width, height]: readonly [number, number]) => {
  await win.resize(width, height);
  await expect.poll(() => win.page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
};
const SIZES = [
  [1000, 640],
  [1280, 560],
  [900, 900],
  [1280, 800],
] as const;

test('the console stays at its end in a window of any size, until the user scrolls up and after the user has scrolled down', async () => {
  const script = writeProgram({ 'prints-on.mjs': PRINTS_ON });
  await win.start(script);
  await win.page.getByRole('tab', { name: /^Console/ }).click();
  await expect.poll(lastNumber).toBeGreaterThan(50);
  for (const size of SIZES) {
    await resized(size);
    await followsOn();
  }
  await wheel(-300);
  await isAtRest();
  await staysWhere();
  for (const size of [SIZES[1], SIZES[3]]) {
    await resized(size);
    await staysWhere();
  }
  // With a key: a wheel stops where the end was when it was turned.
  await win.page.getByRole('log', { name: 'Console' }).focus();
  await win.press('End');
  await followsOn();
  rmSync(script);
  await win.finished();
  // The same with all lines printed.
  for (const size of SIZES) {
    await resized(size);
    await expect.poll(async () => (await inView('.console-line')).at(-1)).toContain('the end');
  }
  await wheel(-300);
  await expect.poll(async () => (await inView('.console-line')).at(-1)).not.toContain('the end');
  await isAtRest();
  await resized([1280, 560]);
  expect((await inView('.console-line')).at(-1)).not.toContain('the end');
  await wheel(1_000_000);
  await isAtRest();
  for (const size of [SIZES[0], SIZES[3]]) {
    await resized(size);
    await expect.poll(async () => (await inView('.console-line')).at(-1)).toContain('the end');
  }
  await win.command('Welcome');
});

test('the console is searched by keyboard: lines are counted, stepped through, and marked', async () => {
  await win.runToEnd(
    writeProgram({
      'lines.mjs':
        'for (let i = 1; i <= 300; i++) console.log(...(i % 100 ? ["line", i] : ["Warning \\u001b[33m" + i + "\\u001b[0m"]));',
    }),
  );
  await win.page.getByRole('tab', { name: 'Console' }).click();
  await win.page.getByRole('log', { name: 'Console' }).focus();
  await win.press('Control+f');
  const field = win.page.getByRole('textbox', { name: 'Search the console' });
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await win.page.keyboard.type('warning 2');
  const hits = win.page.locator('.drawer .search-hits');
  await expect.poll(() => hits.textContent()).toBe('– of 1');
  await field.fill('warning');
  await expect.poll(() => hits.textContent()).toBe('– of 3');
  const asked = win.page.locator('.console-line.is-asked');
  for (const [key, number, line] of [
    ['Enter', '1 of 3', 'Warning 100'],
    ['Enter', '2 of 3', 'Warning 200'],
    ['Shift+Enter', '1 of 3', 'Warning 100'],
    ['Shift+Enter', '3 of 3', 'Warning 300'],
  ] as const) {
    await win.press(key);
    await expect.poll(() => hits.textContent()).toBe(number);
    await expect.poll(() => asked.locator('.console-text').textContent()).toBe(line);
    await expect.poll(() => asked.locator('mark').allTextContents()).toEqual(['Warning']);
  }
  expect(await win.complaints('.drawer')).toEqual([]);
  await win.press('Escape');
  await win.page.locator('.console mark').first().waitFor({ state: 'detached' });
  // Outside the console the key searches the tasks.
  await win.focusRows();
  await win.press('Control+f');
  expect(await win.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'Search tasks',
  );
});

test('Ctrl and a number show a tab, also of a hidden drawer, and the focus stays where it is', async () => {
  await win.hasRun({ 'tabs.mjs': 'await null;' });
  await win.focusRows();
  const keys = [
    ['Control+1', 'Insights'],
    ['Control+2', 'Console'],
    ['Control+3', 'Source'],
    ['Control+4', 'Tasks'],
    ['Control+5', 'Queues'],
    ['Control+6', 'Range'],
    ['Control+7', 'Marks'],
  ] as const;
  for (const [key, name] of keys) {
    await win.press('Control+j');
    await win.page.getByRole('tablist', { name: 'Views' }).waitFor({ state: 'hidden' });
    await win.press(key);
    await win.page.getByRole('tab', { name, selected: true }).waitFor();
  }
  expect(await win.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Tasks');
  await win.press('Control+2');
});

test('in a window too small for all, panels give way to the chart, and come back with the room', async () => {
  const script = writeProgram({ 'app.mjs': '' });
  const open = async () => {
    await win.openByDialog(script);
    await win.page.locator('.ready-path', { hasText: script }).waitFor();
  };
  await open();
  const names = ['Lessons and Recent', 'Inspector', 'Console, Source and Tasks'] as const;
  const shown = () =>
    Promise.all(names.map((name) => win.button(name).getAttribute('aria-expanded'))).then((all) =>
      names.filter((_, at) => all[at] === 'true'),
    );
  const [library, inspector, drawer] = names;
  await expect.poll(shown).toEqual([...names]);
  await win.resize(800, 800);
  await expect.poll(shown).toEqual([inspector, drawer]);
  // The window cannot be smaller than this.
  await win.resize(200, 200);
  await expect.poll(shown).toEqual([]);
  const widths = () => win.page.evaluate(() => [window.innerWidth, document.documentElement.scrollWidth]);
  expect(await widths()).toEqual([640, 640]);
  await win.button('More commands').click();
  await win.page.getByRole('dialog', { name: 'Commands' }).waitFor();
  await win.press('Escape');
  expect(await win.complaints()).toEqual([]);
  // A panel that is asked for is shown. There is room for one of the side panels.
  await win.button(library).click();
  await win.button(inspector).click();
  await expect.poll(shown).toEqual([inspector]);
  await win.resize(1280, 800);
  await expect.poll(shown).toEqual([...names]);
  // Both side panels at once.
  await win.resize(640, 800);
  await expect.poll(shown).toEqual(names.slice(2));
  await win.resize(1280, 800);
  await expect.poll(shown).toEqual(names);
  // If the user has hidden it, it stays hidden until a lesson is to be read.
  await win.button(library).click();
  await win.command('Welcome');
  await open();
  await expect.poll(shown).toEqual([inspector, drawer]);
  await win.command('Welcome');
  await win.chooseLesson('Two coroutines', 'Order and driver');
  await expect.poll(shown).toEqual([...names]);
  await win.command('Welcome');
});

test('in the smallest window the menu of the rows lies within it, and no field of the run options behind another', async () => {
  await win.hasRun({ 'small.mjs': 'await new Promise((done) => setTimeout(done, 5));' });
  const before = await win.page.evaluate(() => [innerWidth, innerHeight] as const);
  await win.resize(640, 420);
  await win.press('g');
  const beyond = () =>
    win.page.locator('#rows-menu:popover-open').evaluate((menu) => {
      const { left, top, right, bottom } = menu.getBoundingClientRect();
      return [left < 0, top < 0, right > innerWidth, bottom > innerHeight];
    });
  await expect.poll(beyond).toEqual([false, false, false, false]);
  await win.press('Escape');
  await win.press('Control+Shift+O');
  const options = win.page.getByRole('dialog', { name: 'Run options' });
  const hintBelowFieldPx = await options.evaluate((dialog) => {
    const [field, hint] = ['textarea', '.run-options-hint'].map((one) => dialog.querySelector(one)!);
    return hint!.getBoundingClientRect().top - field!.getBoundingClientRect().bottom;
  });
  expect(hintBelowFieldPx).toBeGreaterThanOrEqual(0);
  await win.press('Escape');
  // Beside the drawer there is room for rows, and none for a legend.
  const legend = win.page.getByRole('list', { name: 'Legend' });
  await legend.waitFor();
  await win.press('Control+j');
  await legend.waitFor({ state: 'hidden' });
  await win.press('Control+j');
  await legend.waitFor();
  await win.resize(...before);
  await win.command('Welcome');
});
