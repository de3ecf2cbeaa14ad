// The parts of the window that explain a task: the inspector, the chart's arrows, the tooltip.
import type { Locator } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

/**
 * While `parse` computes, the timer of `sleeper` becomes due. `parse` rarely asks for the time, because each answer is garbage, and
 * collecting it took a busy machine 40 ms of the 60.
 */
const LATE = `
  import { setTimeout as sleep } from 'node:timers/promises';
  const burn = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ) for (let i = 0; i < 1e5; i++); };
  async function parse() { burn(60); }
  async function sleeper() { await sleep(20); }
  async function leaf(number) { await null; return number; }
  async function many() { for (let i = 0; i < 3000; i++) await leaf(i); }
  const sleeping = sleeper();
  await parse();
  await sleeping;
  console.log('slept');
  await many();
  console.log('called');
`;

const win = sharedWindow();
beforeEach(async () => {
  await win.hasRun({ 'late.mjs': LATE });
});

const waits = () => win.inspector.getByRole('list', { name: 'Waits' });

test('a late wait says who had the loop meanwhile, and leads to that run', async () => {
  await win.row('sleeper()').click();
  await waits().getByRole('button', { name: 'Wait 1, line 4' }).click();
  const holders = win.inspector.getByRole('list', { name: 'Who held the loop' });
  await expect.poll(() => holders.getByRole('listitem').first().textContent()).toMatch(/^parselate\.mjs:3/);
  // If the machine gave the program hardly any of that time, that is the reason.
  expect(await win.inspector.textContent()).toMatch(
    /the loop was held by parse late\.mjs:3|the machine ran something else for .* of that/,
  );
  await holders.getByRole('button', { name: 'parse', exact: true }).click();
  await win.selectedIs('parse()');
});

test('pointing at a ready stretch says it, too', async () => {
  await win.row('sleeper()').click();
  await waits().getByRole('button', { name: 'Wait 1, line 4' }).click();
  await win.shown();
  const surface = (await win.page.locator('.chart-surface').boundingBox())!;
  const row = (await win.row('sleeper()').boundingBox())!;
  // The wait fills the view. In its last quarter the task was ready.
  await win.page.mouse.move(surface.x + surface.width * 0.75, row.y + row.height / 2);
  const tooltip = win.page.locator('.tooltip');
  await expect.poll(() => tooltip.textContent()).toMatch(/meanwhile[\d.]+ ms {2}parse {2}late\.mjs:3/);
});

test('a mark below the rows says what the program wrote then, and leads to it', async () => {
  await win.focusRows();
  await win.press('Shift+F');
  await win.shown();
  const marks = win.page.locator('.chart-console canvas');
  const strip = (await marks.boundingBox())!;
  const tooltip = win.page.locator('.tooltip');
  const written = async (x: number) => {
    await win.page.mouse.move(strip.x + x, strip.y + strip.height / 2);
    if ((await marks.evaluate(({ style }) => style.cursor)) !== 'pointer') return false;
    await tooltip.waitFor();
    return (await tooltip.textContent())?.includes('slept');
  };
  let x = 0;
  while (x < strip.width && !(await written(x))) x += 4;
  await win.page.mouse.click(strip.x + x, strip.y + strip.height / 2);
  const asked = win.page.locator('.console-line.is-asked .console-text');
  await expect.poll(() => asked.textContent()).toBe('slept');
});

test('a line of the console leads to the task that wrote it, by keyboard, too, and the inspector to the line', async () => {
  await win.consoleIs(['slept', 'called']);
  await win.page.getByRole('log', { name: 'Console' }).focus();
  await win.press('Home');
  await win.press('ArrowDown');
  await expect
    .poll(() => win.page.locator('.console-line:focus-within .console-text').textContent())
    .toBe('called');
  await win.press('Enter');
  await win.selectedIs('late.mjs');
  const printed = win.inspector.getByRole('list', { name: 'Printed lines' });
  await expect.poll(() => printed.getByRole('listitem').allTextContents()).toHaveLength(2);
  await printed.getByRole('button').last().click();
  await expect
    .poll(() => win.page.locator('.console-line.is-asked .console-text').textContent())
    .toBe('called');
  await win.row('sleeper()').click();
  await win.page.getByRole('button', { name: 'late.mjs', exact: true }).first().click();
  await win.selectedIs('late.mjs');
});

test('lists of thousands of waits and children scroll and take the keyboard', async () => {
  await win.row('many()').click();
  await waits().getByRole('button', { name: 'Wait 1, line 6' }).waitFor();
  const rows = waits().getByRole('listitem');
  expect(await rows.first().getAttribute('aria-setsize')).toBe('3000');
  expect(await rows.count()).toBeLessThan(60);
  await waits().evaluate((list) => list.parentElement?.scrollTo(0, list.parentElement.scrollHeight));
  await waits().getByRole('button', { name: 'Wait 3000, line 6' }).click();
  await eventually(
    async () => (await waits().locator('[data-selected=true]').textContent())?.includes('leaf(i)') === true,
    'the last wait is picked',
  );
  const children = win.inspector.getByRole('list', { name: 'Started tasks' });
  await children.getByRole('button', { name: 'leaf(0)' }).click();
  await win.selectedIs('leaf(0)');
});

test('arrow keys move through a list of thousands, and Tab leaves it', async () => {
  await win.row('many()').click();
  const wait = (number: number) => waits().getByRole('button', { name: `Wait ${number}, line 6` });
  await wait(1).waitFor();
  const isFocused = (one: Locator) =>
    expect.poll(() => one.evaluate((button) => button === document.activeElement)).toBe(true);
  await waits().evaluate((list) => list.parentElement?.focus());
  await win.press('ArrowDown');
  await isFocused(wait(1));
  await win.press('ArrowDown');
  await isFocused(wait(2));
  await win.press('End');
  await isFocused(wait(3000));
  const focused = (what: 'row' | 'list' | 'panel') =>
    win.page.evaluate((part) => {
      const element = document.activeElement as HTMLElement | null;
      if (part === 'row') return element?.closest<HTMLElement>('[data-index]')?.dataset.index;
      return part === 'list'
        ? element?.querySelector('ul')?.ariaLabel
        : element?.closest('section')?.ariaLabel;
    }, what);
  await win.press('Tab');
  expect(await focused('row')).toBe('2999');
  await win.press('Tab');
  expect(await focused('list')).toBe('Started tasks');
  await win.press('Tab');
  expect(await focused('row')).toBe('0');
  await win.press('Tab');
  expect(await focused('panel')).not.toBe('Inspector');
});

test('the kinds of arrows can be chosen', async () => {
  await win.row('parse()').click();
  const arrows = win.inspector.getByRole('group', { name: 'Arrows in the chart' });
  const started = arrows.getByRole('button', { name: 'started' });
  expect(await started.getAttribute('aria-pressed')).toBe('false');
  await started.click();
  expect(await started.getAttribute('aria-pressed')).toBe('true');
});

test('what is said of a task comes at once: nothing moves after its name is shown', async () => {
  const tasks = ['many()', 'parse()', 'sleeper()', 'late.mjs'];
  // In each frame, whose inspector it is and how far down its waits stand.
  await win.page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = () => {
      const headings = [...document.querySelectorAll('.inspector :is(h2, h3)')] as HTMLElement[];
      const [name, waits] = ['h2', 'h3'].map((kind) => headings.filter((one) => one.matches(kind)));
      const top = waits!.find(({ textContent }) => textContent?.startsWith('Waits'))?.offsetTop;
      if (name![0] !== undefined) seen.add(`${name![0].textContent} ${top}`);
      requestAnimationFrame(look);
    };
    look();
  });
  for (const task of tasks) {
    await win.row(task).click();
    await win.inspector.getByRole('heading', { level: 2, name: task }).waitFor();
    await win.inspector.getByRole('heading', { name: 'Awaited by' }).waitFor();
  }
  await win.row('many()').click();
  await win.inspector.getByRole('heading', { level: 2, name: 'many()' }).waitFor();
  const seen = await win.page.evaluate(() => [...(Reflect.get(globalThis, 'seen') as Set<string>)]);
  expect(seen.map((one) => one.split(' ')[0])).toEqual(expect.arrayContaining(tasks));
  expect(new Set(seen.map((one) => one.split(' ')[0])).size).toBe(seen.length);
});

test('the keyboard stays in the inspector while it follows links there', async () => {
  const { page, inspector } = win;
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await win.row('sleeper()').click();
  await win.press('[');
  await win.selectedIs('sleeper()');
  const back = inspector.getByRole('button', { name: 'What Woke It' });
  await back.focus();
  await win.press('Enter');
  await win.selectedIs('late.mjs');
  await expect.poll(() => inspector.getByRole('heading', { level: 2 }).textContent()).toBe('late.mjs');
  expect(await back.evaluate((button) => button === document.activeElement)).toBe(true);
  await win.row('sleeper()').click();
  const starter = inspector.getByRole('button', { name: 'late.mjs', exact: true }).first();
  // A key, so that the focus is the keyboard's.
  await win.press('Tab');
  await starter.focus();
  await win.press('Enter');
  await win.selectedIs('late.mjs');
  await expect.poll(focused).toBe('late.mjs');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
});

test('[ and ] walk the chain of cause, Ctrl+Z and Ctrl+Y back and forth on it', async () => {
  await win.row('sleeper()').click();
  await win.focusRows();
  const steps: readonly (readonly [key: string, selected: string, says: string])[] = [
    ['[', 'sleeper()', 'sleeper() went on after a timer of 20 ms.'],
    ['[', 'late.mjs', 'late.mjs started sleeper().'],
    ['[', 'late.mjs', 'No task started late.mjs: the chain begins here.'],
    // Forward again on the way back, although this run started other tasks, too.
    [']', 'sleeper()', 'late.mjs started sleeper(). (and 2 more)'],
  ];
  const said = win.inspector.getByRole('status');
  for (const [key, selected, says] of steps) {
    await win.press(key);
    await expect.poll(() => said.textContent()).toBe(says);
    await win.selectedIs(selected);
  }
  await win.press('Control+z');
  await win.selectedIs('late.mjs');
  await win.press('Control+y');
  await win.selectedIs('sleeper()');
  await win.inspector.getByRole('button', { name: 'What It Woke' }).click();
  await expect.poll(() => said.textContent()).toBe('sleeper() went on after a timer of 20 ms.');
});

test('the source says what its lines cost; a line shows only its tasks, and what is pointed at lights its line', async () => {
  await win.page.getByRole('tab', { name: 'Source' }).click();
  const figures = win.page.locator('.source-figures-gutter .source-figures');
  await expect.poll(() => figures.nth(2).innerText()).toMatch(/^1\n.*s\n1\n/);
  await win.page.getByRole('textbox', { name: 'Source' }).focus();
  const said = win.page.getByText(/^Line 4: 1 call, .*; 1 wait, suspended .* Enter shows only its tasks\.$/);
  // Three lines down, past lines 1 and 3.
  for (let step = 0; step < 3; step++) await win.press('ArrowDown');
  await said.waitFor({ state: 'attached' });
  await win.press('Enter');
  await win.rowsAre(['late.mjs', 'sleeper()']);
  await win.button('Remove filter late.mjs:4').click();
  await eventually(async () => (await win.labels()).includes('parse()'), 'all rows are back');
  // Clicks on line 6.
  await figures.nth(4).click();
  await eventually(async () => !(await win.labels()).includes('parse()'), 'only rows of the line are left');
  await figures.nth(4).click();
  await eventually(async () => (await win.labels()).includes('parse()'), 'all rows are back');
  // Clicks on the line's text. A drag only selects text and filters nothing.
  const text = win.page.locator('.cm-line').nth(3);
  await text.click({ position: { x: 60, y: 9 } });
  await win.rowsAre(['late.mjs', 'sleeper()']);
  const { x, y } = (await text.boundingBox())!;
  await win.page.mouse.move(x + 20, y + 9);
  await win.page.mouse.down();
  await win.page.mouse.move(x + 90, y + 9, { steps: 4 });
  await win.page.mouse.up();
  await expect.poll(() => win.page.evaluate(() => getSelection()?.toString())).not.toBe('');
  expect(await win.labels()).toEqual(['late.mjs', 'sleeper()']);
  await text.click({ position: { x: 60, y: 9 } });
  await eventually(async () => (await win.labels()).includes('parse()'), 'all rows are back');

  await win.row('parse()').click();
  await win.inspector.getByRole('heading', { name: 'parse()' }).waitFor();
  await win.press('f');
  await win.shown();
  const row = (await win.row('parse()').boundingBox())!;
  const surface = (await win.page.locator('.chart-surface').boundingBox())!;
  await win.page.mouse.move(surface.x + surface.width / 2, row.y + row.height / 2);
  const lit = win.page.locator('.cm-mark-lit', { hasText: 'function parse' });
  await eventually(async () => (await lit.count()) === 1, 'the line of the run is lit');
  await win.press('Shift+F');
});

test('a task among the calls of its function, and those that await it', async () => {
  await win.row('many()').click();
  const children = win.inspector.getByRole('list', { name: 'Started tasks' });
  await children.getByRole('button', { name: 'leaf(1)' }).click();
  await win.selectedIs('leaf(1)');
  const awaiting = win.inspector.getByRole('list', { name: 'Awaited by' }).getByRole('listitem');
  await expect.poll(() => awaiting.allTextContents()).toEqual(['many()late.mjs:6', 'late.mjslate.mjs:11']);
  const durations = win.inspector.getByRole('region', { name: 'Durations' });
  expect(await durations.textContent()).toContain('3,000 calls');
  await durations.getByRole('button', { name: /^[\d,]+ calls? of .* to .*, this one among them$/ }).click();
  const chips = win.page.getByRole('region', { name: 'Filter' }).getByRole('button', { name: /^Remove/ });
  await expect.poll(() => chips.count()).toBe(3);
  await eventually(
    async () => !(await win.labels()).includes('parse()'),
    'only the calls of that bin are shown',
  );
  await win.button('clear').click();
  await eventually(async () => (await win.labels()).includes('parse()'), 'all rows are back');
});

test('K draws the critical path of the program or the selected task, and lists what took longest', async () => {
  const table = win.inspector.getByRole('table', { name: 'Critical path' });
  await win.focusRows();
  for (const key of ['Escape', 'Escape', 'Escape']) await win.press(key);
  await win.selectedIs(null);
  await win.press('k');
  await table.getByRole('button', { name: 'many', exact: true }).first().waitFor();
  expect(await table.textContent()).toContain('no task yet, or no more');
  await win.row('sleeper()').click();
  await table.getByText('suspended for a timer of 20 ms').waitFor();
  await expect.poll(() => table.getByRole('button', { name: 'many', exact: true }).count()).toBe(0);
  await table.getByRole('button', { name: 'sleeper', exact: true }).first().click();
  await win.selectedIs('sleeper()');
  await win.inspector.getByRole('button', { name: 'of this task' }).click();
  await table.waitFor({ state: 'detached' });
});

test('a click on a bar selects its task, and the wait under the pointer', async () => {
  const { page } = win;
  await win.runLesson('Two coroutines', 'Order and driver');
  await win.row('call_driver()').click();
  await win.selectedIs('call_driver()');
  const row = await win.row('order_food()').boundingBox();
  const plot = await page.locator('.chart-surface').boundingBox();
  if (row === null || plot === null) throw new Error('nothing to click on');
  // Points at the middle of its bar, while it waits. The chart shows the whole run with a small margin.
  const rows = await win.rows();
  const { fromNs, toNs } = rows.find(({ label }) => label === 'order_food()')!;
  const whole = Math.max(...rows.map((each) => each.toNs ?? 0));
  const middle = (fromNs + (toNs ?? 0)) / 2 / whole;
  await page.mouse.click(plot.x + plot.width * middle, row.y + row.height / 2);
  await win.selectedIs('order_food()');
  await win.inspector.locator('.wait[data-selected=true]', { hasText: 'sleep(2000)' }).waitFor();
});

test('of a source of thousands of lines those in view are laid out, and no others', async () => {
  await win.runToEnd(
    writeProgram({ 'long.mjs': `${'// One of very many lines.\n'.repeat(5000)}await null;\n` }),
  );
  await win.page.getByRole('tab', { name: /^Console/ }).click();
  const laidOut = await win.page.evaluateHandle(() => {
    const counted = { lines: 0 };
    const linesOf = (node: Node) =>
      node instanceof Element
        ? node.querySelectorAll('.cm-line').length + Number(node.matches('.cm-line'))
        : 0;
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) counted.lines += linesOf(node);
    }).observe(document.body, { childList: true, subtree: true });
    return counted;
  });
  await win.page.getByRole('tab', { name: 'Source' }).click();
  const text = win.page.getByRole('textbox', { name: 'Source' });
  await expect.poll(() => text.textContent()).toContain('One of very many lines');
  const lines = await laidOut.evaluate((counted) => counted.lines);
  expect(lines).toBeGreaterThan(5);
  expect(lines).toBeLessThan(500);
});
