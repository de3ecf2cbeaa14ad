// Both themes, and what axe says of them.
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { eventually, sharedWindow } from './window.ts';

const win = sharedWindow();

/** So long that on a busy machine the time for which the task is ready afterwards does not reach the places that are looked at. */
const CRISP = { 'crisp.mjs': 'await new Promise((done) => setTimeout(done, 800));' };

const themeButton = () => win.button(/^Theme: /);
const theme = () => win.page.locator('html').getAttribute('data-theme');
const ground = () => win.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
/** How light the middle of the chart is, from 0 to 255. */
const chartLightness = () =>
  win.page
    .locator('.chart-plot canvas')
    .last()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(width - 3, height - 3, 1, 1);
      return ((data[0] ?? 0) + (data[1] ?? 0) + (data[2] ?? 0)) / 3;
    });

/** The elements that are wider than the space that they have. */
const scrolledSideways = () =>
  win.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(
        (one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1,
      )
      .map((one) => one.className),
  );

async function choose(name: 'light' | 'dark'): Promise<void> {
  for (
    let turn = 0;
    turn < 3 && (await themeButton().getAttribute('aria-label')) !== `Theme: ${name}`;
    turn += 1
  ) {
    const before = await themeButton().getAttribute('aria-label');
    await themeButton().click();
    await eventually(
      async () => (await themeButton().getAttribute('aria-label')) !== before,
      'the theme changes',
    );
  }
  await win.page.locator(`html[data-theme=${name}]`).waitFor({ state: 'attached' });
}

test('the theme is switched at once, for the page and for the chart, and back', async () => {
  await choose('light');
  const light = await ground();
  await choose('dark');
  expect(await theme()).toBe('dark');
  const dark = await ground();
  expect(dark).not.toBe(light);
  await choose('light');
  expect(await ground()).toBe(light);
  await win.command('Theme: Dark');
  await expect.poll(theme).toBe('dark');
  await win.command('Theme: Light');
  await expect.poll(theme).toBe('light');
  await win.command('Theme: System');
  for (const [colorScheme, colour] of [
    ['dark', dark],
    ['light', light],
  ] as const) {
    await win.page.emulateMedia({ colorScheme });
    await expect.poll(ground).toBe(colour);
  }
});

test('a command shows all signs of the chart', async () => {
  await win.command('Signs of the Chart');
  const legend = win.page.getByRole('dialog', { name: 'Signs of the chart' });
  expect(await legend.getByRole('list', { name: 'Legend' }).textContent()).toContain('suspended');
  await win.press('Escape');
  await legend.waitFor({ state: 'detached' });
});

test('Ctrl and +, − and 0 make everything larger, smaller, and as usual', async () => {
  const { width } = await win.page.evaluate(() => ({ width: window.innerWidth }));
  const shownWidth = () => win.page.evaluate(() => window.innerWidth);
  for (const larger of ['Control+=', 'Control++']) {
    await win.press(larger);
    await expect.poll(shownWidth).toBeLessThan(width);
    await win.press('Control+-');
    await expect.poll(shownWidth).toBe(width);
  }
  await win.press('Control+-');
  await expect.poll(shownWidth).toBeGreaterThan(width);
  await win.press('Control+0');
  await expect.poll(shownWidth).toBe(width);
});

test('where the system forces its colours, bars and what is selected are still seen', async () => {
  await win.hasRun(CRISP);
  onTestFinished(() => win.page.emulateMedia({ colorScheme: null, forcedColors: null }));
  const chartColours = () =>
    win.page.locator('.chart-sticky canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    });
  const groundOf = (selector: string) =>
    win.page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  await win.row('crisp.mjs').click();
  for (const [colorScheme, canvas] of [
    ['dark', 'rgb(0, 0, 0)'],
    ['light', 'rgb(255, 255, 255)'],
  ] as const) {
    await win.page.emulateMedia({ colorScheme, forcedColors: 'active' });
    await expect.poll(ground).toBe(canvas);
    await expect.poll(chartColours).toBeGreaterThan(5);
    for (const seen of ['.swatch-running', '.time-part', '.separator', '.task-row[aria-selected=true]'])
      expect(await groundOf(seen)).not.toBe(canvas);
  }
  expect(await win.complaints()).toEqual([]);
});

test('a long file name is shortened: it widens no panel, and hides no line and no time', async () => {
  const name = `a-script-with-a-name-that-is-${'much-'.repeat(12)}longer.mjs`;
  await win.runToEnd(writeProgram({ [name]: 'async function leaf() { await null; }\nawait leaf();' }));
  await win.row('leaf()').click();
  const place = win.inspector.getByRole('list', { name: 'Awaited by' }).getByRole('button').last();
  await expect.poll(() => place.textContent()).toBe(`${name}:2`);
  expect(await scrolledSideways()).toEqual([]);
  const isWhole = (selector: string) =>
    win.page
      .locator(selector)
      .first()
      .evaluate((one) => one.scrollWidth <= one.clientWidth + 1);
  expect(await isWhole('.recent-time')).toBe(true);
  await win.command('Welcome');
  const widths = await win.page
    .locator('.page-columns > *')
    .evaluateAll((columns) => columns.map((column) => column.getBoundingClientRect().width));
  expect(widths[0]).toBeGreaterThan(widths[1]!);
  expect(await isWhole('.recent-time')).toBe(true);
});

test('at every device pixel ratio the chart is drawn on whole device pixels', async () => {
  await win.hasRun(CRISP);
  const chart = () =>
    win.page.locator('.chart canvas:visible').evaluateAll((canvases) => {
      const main = document.querySelector('.chart-sticky canvas') as HTMLCanvasElement;
      const device = (cssPx: number) => Math.abs(cssPx * devicePixelRatio);
      const stretched = canvases.filter((one) => {
        const { width, height } = one as HTMLCanvasElement;
        const shown = one.getBoundingClientRect();
        return Math.abs(device(shown.width) - width) > 0.05 || Math.abs(device(shown.height) - height) > 0.05;
      });
      // Down through the band of the wait, which fills the view: the ground, the band, the ground. In a narrow chart the band's words are
      // wider than its middle. Blurred edges are blurred at all of these places.
      const coloursAt = (part: number): number => {
        const { data } = main
          .getContext('2d')!
          .getImageData(Math.round(main.width * part), Math.round(device(28)), 1, Math.round(device(24)));
        const colours = new Set<string>();
        for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 3).join());
        return colours.size;
      };
      const colours = Math.min(...[0.5, 0.55, 0.6, 0.65, 0.7].map(coloursAt));
      return { ratio: devicePixelRatio, stretched: stretched.length, colours };
    });
  await win.row('crisp.mjs').click();
  await win.inspector.getByRole('button', { name: /^Wait 1,/ }).click();
  await win.press('f');
  await win.shown();
  for (const key of ['Escape', 'Escape', 'Control+0']) await win.press(key);
  // If it fails between two steps, later tests must not get a window of another size.
  onTestFinished(() => win.press('Control+0'));
  await expect.poll(chart).toEqual({ ratio: 1, stretched: 0, colours: 2 });
  for (let more = 0; more < 3; more++) {
    const { ratio } = await chart();
    await win.press('Control+=');
    await expect.poll(async () => (await chart()).ratio).toBeGreaterThan(ratio);
    await expect.poll(chart).toMatchObject({ stretched: 0, colours: 2 });
  }
  // The same size as before, on a screen with twice as many pixels.
  await win.press('Control+0');
  await expect.poll(chart).toMatchObject({ ratio: 1 });
  const { width, height } = await win.page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  const screen = await win.page.context().newCDPSession(win.page);
  await screen.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 2,
    mobile: false,
  });
  await expect.poll(chart).toEqual({ ratio: 2, stretched: 0, colours: 2 });
  await screen.send('Emulation.clearDeviceMetricsOverride');
  await screen.detach();
  await expect.poll(chart).toMatchObject({ ratio: 1, stretched: 0 });
});

describe.each(['light', 'dark'] as const)('axe finds nothing serious in the %s theme', (name) => {
  test('on the welcome screen', async () => {
    await win.press('Control+Shift+P');
    await win.page.getByRole('combobox', { name: 'Command' }).fill('welcome');
    await win.press('Enter');
    await win.press('Escape');
    await win.page.getByRole('heading', { name: /^Lessons/ }).waitFor();
    await choose(name);
    expect(await win.complaints()).toEqual([]);
  });

  test('with a script that is ready to run', async () => {
    await win.chooseLesson('Two coroutines', 'Order and driver');
    await win.button('Run this script').waitFor();
    expect(await win.complaints()).toEqual([]);
  });

  test('with a run that is over, a task and a wait selected, in each tab', async () => {
    await win.runToEnd(
      writeProgram({
        'mixed.mjs': `
          import { Worker } from 'node:worker_threads';
          await new Promise((resolve) => new Worker('0', { eval: true }).on('exit', resolve));
          async function good() { await null; }
          async function bad() { await null; throw new RangeError('too far'); }
          await good();
          console.log('to stdout');
          console.error('to stderr');
          await bad();
        `,
      }),
    );
    await eventually(
      async () => (await chartLightness()) > 128 === (name === 'light'),
      'the chart is drawn in the theme',
    );
    await win.focusRows();
    for (let step = 0; step < 8; step += 1) await win.press('ArrowRight');
    await win.page.locator('.chart-playhead').waitFor();
    await win.press('c');
    await win.row('worker [eval] #1').click();
    await win.inspector.getByRole('table', { name: 'Event loop' }).waitFor();
    expect(await win.complaints()).toEqual([]);
    // A mark with its note, a pinned row, the critical path, and a thread that hides a failure.
    await win.focusRows();
    await win.press('m');
    await win.page.getByRole('button', { name: 'Save' }).waitFor();
    expect(await win.complaints()).toEqual([]);
    await win.page.keyboard.type('here');
    await win.press('Enter');
    await win.page.getByRole('button', { name: 'Mark here' }).waitFor();
    await win.row('main').click();
    await win.press('p');
    await win.press('Enter');
    await win.page.locator('.task-row.has-failures').waitFor();
    await win.press('Escape');
    await win.press('Escape');
    await win.press('k');
    await win.inspector.getByRole('table', { name: 'Critical path' }).waitFor();
    expect(await win.complaints()).toEqual([]);
    await win.press('k');
    await win.command('Unpin All Rows');
    await win.command('Expand All');
    await win.row('bad()').click();
    await win.inspector.getByRole('button', { name: /^Wait 1/ }).click();
    expect(await win.complaints('.inspector')).toEqual([]);
    for (const tab of [/^Source/, /^Console/, /^Tasks/, /^Queues/, /^Range/, /^Marks/]) {
      await win.page.getByRole('tab', { name: tab }).click();
      expect(await win.complaints('.drawer')).toEqual([]);
      expect(await scrolledSideways()).toEqual([]);
    }
    await win.focusRows();
    await win.press('g');
    await win.page.getByRole('dialog', { name: 'Rows' }).waitFor();
    expect(await win.complaints('[role=dialog]')).toEqual([]);
    await win.press('Escape');
    await win.press('c');
  });

  test('with the dialogs of keys, commands, exports and comparisons', async () => {
    await win.focusRows();
    await win.press('?');
    await win.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await win.complaints()).toEqual([]);
    await win.press('Escape');
    await win.press('Control+Shift+P');
    await win.page.getByRole('dialog', { name: 'Commands' }).waitFor();
    expect(await win.complaints('dialog[open]')).toEqual([]);
    await win.press('Escape');
    await win.press('Control+e');
    await win.page.getByRole('dialog', { name: 'Export the recording' }).waitFor();
    expect(await win.complaints('dialog[open]')).toEqual([]);
    await win.press('Escape');
    await win.press('Control+d');
    await win.page.getByRole('dialog', { name: 'Compare with' }).waitFor();
    expect(await win.complaints('dialog[open]')).toEqual([]);
    await win.press('Escape');
  });
});

test('in a small window with a playhead, the search field says what it is for, and no counter keeps the room of another', async () => {
  const many = `await Promise.all(Array.from({ length: 2000 }, async () => { await null; }));`;
  await win.resize(1024, 640);
  onTestFinished(() => win.resize(1280, 800));
  await win.runToEnd(writeProgram({ 'many.mjs': many }));
  await win.focusRows();
  await win.press('ArrowRight');
  await win.page.getByRole('combobox', { name: 'Speed' }).waitFor();
  const search = win.page.getByRole('textbox', { name: 'Search tasks' });
  const spare = await search.evaluate((field: HTMLInputElement) => {
    const { font, paddingLeft, paddingRight } = getComputedStyle(field);
    const context = document.createElement('canvas').getContext('2d')!;
    context.font = font;
    const textPx = context.measureText(field.placeholder).width;
    return field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - textPx;
  });
  expect(spare).toBeGreaterThanOrEqual(0);
  await win.page.locator('.counter', { hasText: 'suspended' }).evaluate((counter) => {
    const { offsetTop, parentElement } = counter as HTMLElement;
    if (offsetTop - parentElement!.offsetTop > 4) throw new Error('The counter has no room.');
  });
  const widths = await win.page
    .locator('.counters .counter dd')
    .evaluateAll((counts) => counts.slice(0, 2).map((count) => count.getBoundingClientRect().width));
  expect(widths[0]).toBeCloseTo(widths[1]!, 0);
});
