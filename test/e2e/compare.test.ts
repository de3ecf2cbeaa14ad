// Two recordings, one above the other: a lesson's trap and fix, two runs of one script, two files.
import { rmSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

const win = sharedWindow();

/** How long two programs of a lesson take, one after the other, on two busy cores. */
const RUN_BOTH_MS = 60_000;
const side = (letter: 'A' | 'B'): Locator => win.page.getByRole('region', { name: `Recording ${letter}` });
const shown = () => win.page.locator('.comparison[data-state=shown]').waitFor({ timeout: RUN_BOTH_MS });
const gone = () => win.page.locator('.comparison').waitFor({ state: 'detached' });
const words = () => win.page.locator('.comparison-words').textContent();
const labels = (letter: 'A' | 'B') =>
  side(letter)
    .locator('.task-row:not([hidden])')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.label));
const selected = (letter: 'A' | 'B') =>
  side(letter).locator('.task-row[aria-selected=true]').getAttribute('data-label');
/** The labels of the time axis and their positions. */
const ticks = (letter: 'A' | 'B') =>
  side(letter)
    .locator('.chart-axis .tick')
    .evaluateAll((all) => all.map((tick) => `${tick.textContent} ${tick.getAttribute('transform')}`));
/** The cells of a function in the table of differences. */
const cells = (name: string) =>
  win.page
    .getByRole('table', { name: 'Functions' })
    .getByRole('row')
    .filter({ hasText: name })
    .first()
    .getByRole('cell')
    .allTextContents();

test('a lesson’s trap and fix are run one after the other, and compared', async () => {
  await win.chooseLesson('Awaiting one by one', 'One by one');
  await win.command('Run Both and Compare');
  await win.page.getByText('1 of 2, the trap: one-by-one.mjs runs').waitFor();
  await win.page.getByText('2 of 2, the fix: together.mjs runs').waitFor({ timeout: RUN_BOTH_MS });
  await shown();
  expect(await win.page.locator('.progress-strip').count()).toBe(0);
  // First what the lesson says about the two, then what the recordings say.
  expect(await words()).toMatch(/^The same four answers: .*The fix (is|took) /);
  expect(await words()).toContain('Only the trap has sequential-awaits.');
  expect(await side('A').locator('.side-head').textContent()).toMatch(/^Aone-by-one\.mjstrap.*exit 0/);
  expect(await side('B').locator('.side-head').textContent()).toMatch(/^Btogether\.mjsfix.*exit 0/);
  await expect.poll(() => labels('A')).toContain('wayTo("dentist")');
  await expect.poll(() => labels('B')).toContain('appointment()');
  // The charts take the space of the tables until the user asks for these.
  expect(await win.page.getByRole('table', { name: 'Functions' }).isVisible()).toBe(false);
  await win.press('Control+j');
  await win.page.getByRole('table', { name: 'Functions' }).waitFor();
});

test('both share one time scale and move together', async () => {
  const before = await ticks('A');
  expect(before.length).toBeGreaterThan(2);
  expect(await ticks('B')).toEqual(before);
  await win.press('w');
  await eventually(async () => {
    const [a, b] = [await ticks('A'), await ticks('B')];
    return a.join() !== before.join() && a.join() === b.join();
  }, 'both are zoomed, to the same stretch');
  await win.press('Shift+F');
  await expect.poll(() => ticks('B')).toEqual(before);
});

test('each has its own selection; the panels show the side with the keyboard focus', async () => {
  await side('B').getByRole('treegrid').focus();
  await win.press('ArrowDown');
  await expect.poll(() => selected('B')).toBe('together.mjs');
  await win.press('F6');
  await win.press('ArrowDown');
  await win.press('ArrowDown');
  await expect.poll(() => selected('A')).toBe('weather()');
  expect(await selected('B')).toBe('together.mjs');
  await expect.poll(() => win.inspector.textContent()).toContain('weather()');
  await win.page.getByRole('heading', { name: 'What to look for' }).waitFor();
  await win.press('F6');
  await expect.poll(() => win.inspector.textContent()).toContain('together.mjs');
});

test('functions stand beside each other; one that is picked is selected in both', async () => {
  expect((await cells('appointment')).slice(1, 6)).toEqual([
    '–',
    expect.stringMatching(/ s$/),
    'new',
    '–',
    '1',
  ]);
  expect((await cells('one-by-one.mjs → together.mjs')).slice(4, 6)).toEqual(['1', '1']);
  await win.page.getByRole('table', { name: 'Functions' }).getByRole('button', { name: 'news' }).click();
  await expect.poll(() => selected('A')).toBe('news()');
  await expect.poll(() => selected('B')).toBe('news()');
  await win.page
    .getByRole('table', { name: 'Functions' })
    .getByRole('button', { name: 'Function', exact: true })
    .click();
  const sorted = await win.page
    .getByRole('table', { name: 'Functions' })
    .locator('td:first-child .link')
    .allTextContents();
  expect(sorted).toEqual([...sorted].sort());
});

test('swapped, A and B are the other way round, with what is said of them; each keeps its selection', async () => {
  await side('B').getByRole('treegrid').focus();
  await win.press('x');
  await eventually(
    // On a busy machine both take most of their time to start, so it may be a little longer or many times as long.
    async () => /The trap took .* (than|as long as) the fix/.test((await words()) ?? ''),
    'it is told from the other side',
  );
  expect(await side('A').locator('.side-head').textContent()).toMatch(/^Atogether\.mjsfix/);
  expect(await selected('A')).toBe('news()');
  // The focus is where it was.
  await win.press('ArrowUp');
  await expect.poll(() => selected('A')).toBe('weather()');
  await win.button('Swap').click();
  await eventually(async () => /The fix (is|took) /.test((await words()) ?? ''), 'and back');
  expect(await side('A').locator('.side-head').textContent()).toMatch(/^Aone-by-one\.mjstrap/);
});

test('a finding that only one of them has leads to its chart and its line', async () => {
  await win.page
    .getByRole('region', { name: 'Findings' })
    .getByRole('button', { name: /^sequential-awaits/ })
    .click();
  await expect.poll(() => selected('A')).toBe('one-by-one.mjs');
  await expect.poll(() => win.page.getByRole('tab', { selected: true }).textContent()).toBe('Source');
  await win.command('Show Differences');
  await win.page.getByRole('tab', { name: 'Differences', selected: true }).waitFor();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('axe finds nothing serious', async () => {
    await win.page.emulateMedia({ colorScheme });
    expect(await win.complaints()).toEqual([]);
  });
});

test('closing it leaves the first session alone', async () => {
  await win.press('Shift+Escape');
  await gone();
  expect(await win.page.getByRole('treegrid', { name: 'Tasks' }).count()).toBe(1);
  await expect.poll(() => win.labels()).toContain('appointment()');
  expect(await win.page.getByRole('tab', { name: 'Differences' }).count()).toBe(0);
  await win.statusSays('exit 0');
});

const program = (times: number) => `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function step() { await sleep(1); }
  for (let number = 0; number < ${times}; number += 1) await step();
`;

test('after running a script again, with the run before; Run ends a comparison', async () => {
  const path = writeProgram({ 'again.mjs': program(2) });
  const inPalette = async (name: string) => {
    await win.press('Control+Shift+P');
    const options = win.page.getByRole('dialog', { name: 'Commands' }).getByRole('option', { name });
    const texts = await options.allTextContents();
    await win.press('Escape');
    return texts;
  };
  await win.runToEnd(path);
  expect(await inPalette('Compare With')).toEqual([
    'Compare With…FileCtrlD',
    'Compare With the Run BeforeFileAfter the script has run again',
  ]);
  await win.runAgain();
  expect((await inPalette('Compare With'))[1]).toBe('Compare With the Run BeforeFile');
  await win.command('Compare With the Run Before');
  await shown();
  expect(await words()).toMatch(/^The second run (is|took) /);
  expect((await cells('step')).slice(4, 6)).toEqual(['2', '2']);
  await win.runAgain();
  await gone();
  await expect.poll(() => win.page.getByRole('tab', { selected: true }).count()).toBe(1);
  expect(await win.labels()).toContain('again.mjs');
  await win.command('Compare With the Run Before');
  await shown();
});

test('with a recording that was opened lately, from a comparison too: the older one stands above', async () => {
  await win.press('Control+d');
  const dialog = win.page.getByRole('dialog', { name: 'Compare with' });
  await dialog.getByRole('button', { name: /^together/ }).click();
  await eventually(async () => ((await words()) ?? '').includes('`') === false, 'it is read');
  await shown();
  await expect.poll(() => labels('A')).toContain('appointment()');
  await expect.poll(() => labels('B')).toContain('again.mjs');
  expect(await words()).toMatch(/^again\.mjs (is|took) /);
});

test('with a file; a missing one is reported, and what is shown stays', async () => {
  await win.press('Shift+Escape');
  await gone();
  const missing = writeProgram({ 'gone.loopscope': '' });
  rmSync(missing);
  await win.dialogsAnswer(missing);
  await win.press('Control+d');
  await win.page.getByRole('button', { name: 'Choose a file…' }).click();
  await win.problemSays('Cannot open gone.loopscope');
  expect(await win.page.locator('.comparison').count()).toBe(0);
  expect(await win.labels()).toContain('again.mjs');
});
