// What the Insights tab says, where it leads, and how findings are muted.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFolder } from '../support/folder.ts';
import { sharedWindow } from './window.ts';

/** Awaits one after the other without need, and is still waiting at the end. */
const PROGRAM = `
  import { setTimeout as sleep } from 'node:timers/promises';
  const load = async (ms) => { await sleep(ms); return ms; };
  const one = await load(60);
  const other = await load(70);
  console.log(one, other);
  async function stuck() { await new Promise(() => {}); }
  stuck();
`;

const win = sharedWindow();
const folder = newFolder(afterAll);
beforeAll(async () => {
  const path = join(folder, 'waits.mjs');
  writeFileSync(path, PROGRAM);
  await win.runToEnd(path);
  await tab().click();
});

const tab = () => win.page.getByRole('tab', { name: /^Insights/ });
const view = () => win.page.getByRole('region', { name: 'Insights' });
const summaryIs = (text: string | RegExp) =>
  expect.poll(() => view().getByRole('status').textContent()).toMatch(text);

const BOTH = /^2 findings: 1 never-settled, 1 sequential-awaits$/;

test('findings are counted by kind', async () => {
  await summaryIs(BOTH);
  await expect.poll(() => tab().textContent()).toBe('Insights2');
});

test('one leads to its task in the chart and to its line in the source', async () => {
  await view()
    .getByRole('button', { name: /stuck\(\).*still waited/ })
    .click();
  await win.selectedIs('stuck()');
  await expect
    .poll(() => win.page.locator('.cm-mark-shown').first().textContent())
    .toContain('async function stuck()');
  await tab().click();
});

test('one says what to do, with an example before and after', async () => {
  await view().getByRole('button', { name: 'What to do about it: sequential-awaits' }).click();
  const figures = view().getByRole('figure');
  await expect
    .poll(() => figures.allTextContents())
    .toEqual([
      expect.stringMatching(/^Before.*await loadUser/),
      expect.stringMatching(/^After.*Promise\.all/),
    ]);
});

test('when a finding or its tab disappears, the focus moves to the next one, or to the tab', async () => {
  const focused = () =>
    win.page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
    );
  // Shows that the user uses the keyboard.
  await win.press('Shift');
  await view()
    .getByRole('button', { name: /stuck\(\).*still waited/ })
    .focus();
  await win.press('Enter');
  await expect.poll(focused).toBe('Source');
  await tab().click();
  await view().getByRole('button', { name: 'Mute never-settled at this line' }).focus();
  await win.press('Enter');
  await summaryIs(/^1 finding/);
  await expect.poll(focused).toBe('What to do about it: sequential-awaits');
  await win.button('What is looked for').focus();
  await win.press('Enter');
  await win.button('Show again').focus();
  await win.press('Enter');
  await summaryIs(BOTH);
  await expect.poll(focused).toMatch(/^Insights/);
  await win.button('What is looked for').click();
});

test('muting at its line hides and counts it, and can be undone', async () => {
  await view().getByRole('button', { name: 'Mute never-settled at this line' }).click();
  await summaryIs(/^1 finding: 1 sequential-awaits · 1 muted$/);
  await win.button('What is looked for').click();
  await view().getByRole('list', { name: 'Muted lines' }).getByRole('button', { name: 'Show again' }).click();
  await summaryIs(BOTH);
});

test('muting everywhere lasts for the next run, and can be undone', async () => {
  const kind = view().getByRole('checkbox', { name: /^sequential-awaits/ });
  await kind.uncheck();
  await summaryIs(/^1 finding: 1 never-settled · 1 kind not looked for$/);
  await win.press('Control+r');
  await win.session('live');
  await win.finished();
  await summaryIs(/^1 finding: 1 never-settled · 1 kind not looked for$/);
  if (!(await kind.isVisible())) await win.button('What is looked for').click();
  await kind.check();
  await summaryIs(BOTH);
});

test('a threshold that is raised leaves out what stays below it', async () => {
  const field = view()
    .getByRole('list', { name: 'What is looked for' })
    .getByRole('spinbutton', { name: 'Threshold of sequential-awaits in ms' });
  await field.fill('60000');
  await field.press('Enter');
  await summaryIs(/^1 finding: 1 never-settled$/);
  await win.button('Back to 20 ms').first().click();
  await summaryIs(BOTH);
});

/** Has needless awaits until one is needed. The test starts each step. */
const CHANGES = `
  import { existsSync } from 'node:fs';
  import { setTimeout as sleep } from 'node:timers/promises';
  async function sum(rows) { let all = 0; for (const row of rows) all += await row; return all; }
  const said = async (word) => { while (!existsSync(new URL(word, import.meta.url))) await sleep(20); };
  await sum(new Array(40_000).fill(1));
  await said('wait');
  await sum([sleep(5, 1)]);
  await said('end');
`;

test('is shown while the program runs, and withdrawn when it proves wrong', async () => {
  const path = join(folder, 'changes.mjs');
  writeFileSync(path, CHANGES);
  await win.start(path);
  await tab().click();
  await summaryIs(/^1 finding: 1 needless-await$/);
  writeFileSync(join(folder, 'wait'), '');
  await summaryIs(/^Nothing found so far\.$/);
  await expect.poll(() => tab().textContent()).toBe('Insights');
  writeFileSync(join(folder, 'end'), '');
  await win.finished();
  await summaryIs(/^Nothing found\.$/);
});
