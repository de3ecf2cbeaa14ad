// Which rows the chart shows, and in which order.
import { beforeEach, expect, test } from 'vitest';
import { eventually, sharedWindow } from './window.ts';

const MANY = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function leaf(number) { await sleep(1 + (number % 7)); if (number === 40) throw new Error('no'); }
  async function branch() { await Promise.allSettled(Array.from({ length: 60 }, (_, at) => leaf(at))); }
  await branch();
  // Longer suspended than what it called, whatever the machine does.
  await sleep(50);
`;

const FOLDED = ['many.mjs', 'branch()', 'leaf'];

const win = sharedWindow();

/** The same labels, but as a tree. Grouped by function, they would be in other rows. */
const treeIsBack = () =>
  expect
    .poll(async () => (await win.rows()).map(({ label, level }) => `${label} ${level}`))
    .toEqual(['many.mjs 1', 'branch() 2', 'leaf 3']);

beforeEach(async () => {
  await win.hasRun({ 'many.mjs': MANY });
  await win.focusRows();
  await win.press('Escape');
});

test('siblings that are alike share a row, which says how they ended and opens to all of them', async () => {
  await win.rowsAre(['many.mjs', 'branch()', 'leaf']);
  const fold = win.row('leaf');
  expect(await fold.textContent()).toContain('×60');
  expect(await fold.getAttribute('aria-label')).toBe('leaf, 60 tasks: 59 fulfilled, 1 rejected');
  expect(await fold.locator('.task-row-failures').textContent()).toBe('1');
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

test('the inspector says what such a row stands for, leads to its tasks and opens it', async () => {
  await win.row('leaf').click();
  const { inspector } = win;
  await expect
    .poll(() => inspector.getByRole('region', { name: 'What they are' }).textContent())
    .toContain('60 tasks, each a leaf that branch started: 59 were fulfilled and 1 was rejected.');
  await expect
    .poll(() => inspector.getByRole('list', { name: 'Waits' }).textContent())
    .toContain('await sleep(1 + (number % 7))×60');
  const longest = inspector.getByRole('row', { name: /^longest/ }).getByRole('button');
  expect(await longest.textContent()).toMatch(/^leaf\(\d+\)$/);
  await inspector.getByRole('button', { name: 'Show all 60 as rows' }).click();
  await win.row('leaf(0)').waitFor();
  await inspector.getByRole('button', { name: 'Show them as one row' }).click();
  await win.rowsAre(FOLDED);
  await inspector.getByRole('list', { name: 'Rejected' }).getByRole('button', { name: 'leaf(40)' }).click();
  await win.selectedIs('leaf(40)');
  await win.focusRows();
  await win.press('ArrowLeft');
  await win.selectedIs('leaf');
  await inspector.getByRole('button', { name: 'Show only rejected tasks' }).click();
  await win.rowsAre(['many.mjs', 'branch()', 'leaf(40)']);
  await win.command('All Tasks');
  await win.selectedIs('leaf');
  const before = await win.shown();
  await win.focusRows();
  await win.press('f');
  await eventually(async () => (await win.shown()).to < before.to, 'the window is that of the fold');
  await win.press('Shift+F');
  await win.press('ArrowLeft');
  await win.rowsAre(FOLDED);
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

test('a closed row shows the failures it hides; R, or a click on their number, goes to them', async () => {
  await win.row('branch()').click();
  await win.press('ArrowLeft');
  await win.rowsAre(['many.mjs', 'branch()']);
  await win.inspector.getByRole('heading', { name: 'branch()' }).waitFor();
  await win.press('f');
  await win.shown();
  expect(await win.row('branch()').textContent()).toContain('+60');
  expect(await win.row('branch()').getAttribute('aria-label')).toBe(
    'branch(), fulfilled, 60 tasks below, 1 of them rejected',
  );
  const { x, width } = (await win.page.locator('.chart-surface').boundingBox())!;
  const { y } = (await win.row('branch()').boundingBox())!;
  const tooltip = win.page.locator('.chart .tooltip').first();
  await win.page.mouse.move(x + width / 2, y + 12);
  await expect
    .poll(() => tooltip.textContent())
    .toMatch(/below60 tasks.*rejected1 below.*R goes to the next/);
  await win.row('branch()').locator('.task-row-failures').click();
  await win.selectedIs('leaf(40)');
  // There is only one, so both the next and the previous one lead to it again.
  for (const key of ['r', 'Shift+R']) {
    await win.command('Collapse All');
    await win.press('Escape');
    await win.rowsAre(['many.mjs']);
    await win.press(key);
    await win.selectedIs('leaf(40)');
  }
  await win.press('Shift+F');
  await win.command('Group by Function');
  await win.command('Group by Who Started Them');
  await treeIsBack();
});

test('a heading of the Tasks table sorts it, also by keyboard and in reverse, and the order is kept', async () => {
  await win.page.getByRole('tab', { name: /^Tasks/ }).click();
  const grid = win.page.getByRole('grid', { name: 'Tasks' });
  const first = () => grid.locator('tbody tr td:first-child').first().textContent();
  const sorted = (name: string) => grid.getByRole('columnheader', { name }).getAttribute('aria-sort');
  expect(await sorted('Start')).toBe('ascending');
  await win.button('Suspended').click();
  await expect.poll(() => sorted('Suspended')).toBe('descending');
  await expect.poll(first).toBe('many.mjs');
  await win.press('Enter');
  await expect.poll(() => sorted('Suspended')).toBe('ascending');
  await expect.poll(first).toMatch(/^leaf\(\d+\)$/);
  // It is as it was left.
  await win.page.getByRole('tab', { name: /^Console/ }).click();
  await win.page.getByRole('tab', { name: /^Tasks/ }).click();
  expect(await sorted('Suspended')).toBe('ascending');
  await win.button('Start').click();
  await expect.poll(first).toBe('many.mjs');
});

const menu = () => win.page.getByRole('dialog', { name: 'Rows' });
const openMenu = async () => {
  await win.focusRows();
  await win.press('g');
  await menu().waitFor();
};

test('G opens the menu of the rows; a filter leaves out rows of the chart and of the table', async () => {
  await openMenu();
  await menu().getByRole('button', { name: 'rejected' }).click();
  await win.rowsAre(['many.mjs', 'branch()', 'leaf(40)']);
  await expect.poll(() => menu().locator('output').textContent()).toBe('1 of 62 tasks');
  await win.press('Escape');
  await menu().waitFor({ state: 'hidden' });
  await win.page.getByRole('tab', { name: 'Tasks 1' }).click();
  const cells = win.page.getByRole('grid', { name: 'Tasks' }).locator('tbody tr td:first-child');
  await expect.poll(() => cells.allTextContents()).toEqual(['leaf(40)']);
  // The table as it is shown, with its headings; of many rows, the picked ones.
  await win.press('Escape');
  await win.button('Copy the table').click();
  await win.page.getByText('2 lines copied').waitFor();
  await win.launched.app.evaluate(({ clipboard }) => clipboard.clear());
  await win.press('Control+Shift+C');
  await expect
    .poll(() => win.clipboard())
    .toMatch(/^task\tstate\tstart ms\t.*\nleaf\(40\)\trejected\t[\d.]+\t.*\/many\.mjs:\d+$/);
  await openMenu();
  await menu().getByRole('button', { name: 'Show all' }).click();
  await win.press('Escape');
  await menu().waitFor({ state: 'hidden' });
  await win.rowsAre(FOLDED);
  const grid = win.page.getByRole('grid', { name: 'Tasks' });
  await grid.focus();
  await win.press('Home');
  await win.press('Shift+ArrowDown');
  await expect.poll(() => grid.locator('tbody tr[aria-selected=true]').count()).toBe(2);
  await win.press('Control+c');
  await win.page.getByText('3 lines copied').waitFor();
  await expect
    .poll(async () => (await win.clipboard()).split('\n').map((line) => line.split('\t')[0]))
    .toEqual(['task', 'many.mjs', 'branch()']);
  await win.press('Control+a');
  await win.press('Control+c');
  await win.page.getByText('63 lines copied').waitFor();
  // A task's waits, by command.
  await win.row('branch()').click();
  await win.command('Copy the Waits of the Task');
  await expect
    .poll(() => win.clipboard())
    .toMatch(/^wait\tplace\texpression\t.*\n1\t.*many\.mjs:\d+\tawait /);
});

test('a filter by kind, by duration, by file', async () => {
  await openMenu();
  await menu().getByRole('button', { name: 'modules' }).click();
  await win.rowsAre(['many.mjs']);
  await menu().getByRole('button', { name: 'modules' }).click();
  const least = menu().getByLabel('At least');
  await least.pressSequentially('0.05');
  expect(await least.inputValue()).toBe('0.05');
  await least.fill('600000');
  await win.rowsAre([]);
  await win.press('Escape');
  // The Tasks tab has such a button, too.
  await win.page.locator('.chart').getByRole('button', { name: 'Show all tasks' }).click();
  await win.rowsAre(FOLDED);
  await openMenu();
  const file = menu().getByRole('combobox', { name: 'File' });
  await eventually(async () => (await file.locator('option').count()) === 2, 'the file is offered');
  await file.selectOption('many.mjs');
  await menu().getByLabel('my code').check();
  await win.rowsAre(FOLDED);
  await menu().getByRole('button', { name: 'Show all' }).click();
  await win.press('Escape');
});

test('rows are grouped and ordered, from the menu and by command', async () => {
  await openMenu();
  await menu().getByRole('combobox', { name: 'Group by' }).selectOption('function');
  await expect
    .poll(async () => (await win.rows()).map(({ label, level }) => `${label} ${level}`))
    .toEqual(['many.mjs 1', 'branch() 1', 'leaf 1']);
  await menu().getByRole('combobox', { name: 'Order by' }).selectOption('duration');
  // All leaves are together. The module waits for `branch` to the end.
  await win.rowsAre(['leaf', 'many.mjs', 'branch()']);
  await win.press('Escape');
  await win.command('Group by Kind');
  await win.command('Order by Start');
  await win.rowsAre(['modules', 'async functions']);
  await win.command('Group by File');
  await win.rowsAre(['many.mjs']);
  await win.command('Group by Thread');
  await win.rowsAre(['main']);
  await win.command('Group by Function');
  await win.command('Order by Duration');
  await win.rowsAre(['leaf', 'many.mjs', 'branch()']);
  const order = () => menu().getByRole('combobox', { name: 'Order by' }).inputValue();
  for (const [name, value] of [
    ['Order by Time Suspended', 'suspended'],
    ['Order by Time Running', 'running'],
    ['Order by Time Ready', 'ready'],
    ['Order by Start', 'start'],
  ] as const) {
    await win.command(name);
    await openMenu();
    expect(await order()).toBe(value);
    await win.press('Escape');
  }
  await win.command('Group by Who Started Them');
  await treeIsBack();
});

test('P pins the selected row above all others, by mouse too; it stays there under a filter', async () => {
  await win.row('leaf').click();
  await win.press('p');
  await win.rowsAre(['leaf', 'many.mjs', 'branch()']);
  await win.row('branch()').hover();
  await win.row('branch()').locator('.task-row-pin').click();
  await win.rowsAre(['leaf', 'branch()', 'many.mjs']);
  expect(await win.row('branch()').getAttribute('aria-description')).toBe('pinned');
  await win.command('Only Rejected Tasks');
  await win.rowsAre(['leaf', 'branch()', 'leaf(40)', 'many.mjs']);
  await win.command('All Tasks');
  await win.row('leaf').click();
  await win.press('Enter');
  await win.row('leaf(0)').waitFor();
  // Its tasks are pinned with it. There are more than fit, but the last rows can be reached.
  await win.press('End');
  await win.selectedIs('many.mjs');
  await win.row('many.mjs').waitFor();
  expect((await win.labels()).slice(0, 2)).toEqual(['leaf', 'leaf(0)']);
  await win.press('Home');
  await win.selectedIs('leaf');
  await win.press('Enter');
  await win.press('p');
  await win.rowsAre(['branch()', 'leaf', 'many.mjs']);
  await win.command('Unpin All Rows');
  await win.rowsAre(FOLDED);
});

test('all rows are opened and closed by command', async () => {
  await win.command('Expand All');
  await win.row('leaf(0)').waitFor();
  await win.command('Collapse All');
  await win.rowsAre(['many.mjs']);
  await win.row('many.mjs').click();
  await win.selectedIs('many.mjs');
  await win.press('ArrowRight');
  await win.rowsAre(['many.mjs', 'branch()']);
  await win.press('ArrowDown');
  await win.selectedIs('branch()');
  await win.press('ArrowRight');
  await win.rowsAre(FOLDED);
});
