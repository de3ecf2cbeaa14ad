import type { Page } from 'playwright-core';
import { chooseCommand } from '../../test/support/app/commands.ts';
import { BenchWindow } from './bench-window.ts';
import { scrollFrames, type Wheel, wheelFrames } from './frames.ts';
import { ms, say, spread } from './numbers.ts';

const SURFACE = '.chart-surface';
const GOAL = 'p95 16.7 ms';

/** Zooms, pans and scrolls in an open recording, 120 frames each. */
export async function benchMove(file: string): Promise<void> {
  const window = await BenchWindow.open();
  try {
    await window.openFile(file);
    await window.finished();
    const { page } = window;
    await openAllRows(page);
    const wheel = async (what: string, turned: Wheel): Promise<void> => {
      await window.seen();
      say(what, spread(await wheelFrames(page, SURFACE, turned)), GOAL);
    };
    for (const where of ['at the top', 'in the middle']) {
      if (where === 'in the middle') await scrollTo(page, 0.5);
      await wheel(`zoom in 4,000 times, ${where}`, { ctrlKey: true, deltaY: -5 });
      await wheel('pan', { shiftKey: true, deltaY: 40 });
      await wheel('zoom out again', { ctrlKey: true, deltaY: 5 });
      await wheel('pan the other way', { shiftKey: true, deltaY: -40 });
      const scrolled = await scrollFrames(page, '.chart-scroller', 72);
      say('scroll three rows a frame', spread(scrolled), GOAL);
      const flung = await scrollFrames(page, '.chart-scroller', 2400);
      say('scroll a hundred rows a frame', spread(flung), GOAL);
      const { answers } = await window.seen();
      const pictures = answers.filter(({ name }) => name === 'picture').map(({ tookMs }) => tookMs);
      say('  pictures asked for meanwhile', `${pictures.length}: ${spread(pictures)}`);
    }
  } finally {
    await window.close();
  }
}

/** The same movements while more is shown: in one recording, and for folded time in one with many quiet times. */
export async function benchShowing(file: string, quiet: string): Promise<void> {
  await inRecording(file, async (page, moved) => {
    await moved('with nothing more, to compare with');
    await chooseCommand(page, 'Counters over Time');
    await moved('with counters');
    await chooseCommand(page, 'Counters over Time');
    // The second row is a task that lasts as long as the program and started thousands of others.
    await page.locator('.chart-rows').press('Home');
    await page.keyboard.press('ArrowDown');
    await moved('with the links of a task');
    await page.keyboard.press('k');
    await page.getByRole('table', { name: 'Critical path' }).waitFor();
    await moved('with the critical path of that task');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.locator('.tasks tbody tr').first().waitFor();
    await moved('beside the Tasks tab');
    say('the Tasks tab, three rows a frame', spread(await scrollFrames(page, '.tasks', 72)), GOAL);
    say('the Tasks tab, a hundred rows a frame', spread(await scrollFrames(page, '.tasks', 2400)), GOAL);
    await chooseCommand(page, 'Collapse All');
    await chooseCommand(page, 'Group by Function');
    await moved('grouped by function');
    await page.locator('.search-field').fill('query');
    await page.locator('.search-hits').waitFor();
    await moved('of what a search found, grouped');
    await chooseCommand(page, 'Group by Who Started Them');
    await moved('of what a search found');
  });
  await inRecording(quiet, async (page, moved) => {
    await page.keyboard.press('e');
    await page.locator('.axis-fold').first().waitFor({ state: 'attached' });
    await moved('in folded time');
  });
}

type Moved = (what: string) => Promise<void>;

/** Opens a recording with every row expanded, and passes `show` a function that zooms in and out, pans, and prints the frames. */
async function inRecording(file: string, show: (page: Page, moved: Moved) => Promise<void>): Promise<void> {
  const window = await BenchWindow.open();
  const { page } = window;
  try {
    await window.openFile(file);
    await window.finished();
    await openAllRows(page);
    await show(page, async (what) => {
      await page.waitForTimeout(500);
      await window.seen();
      const frames: number[] = [];
      for (const wheel of [
        { ctrlKey: true, deltaY: -5 },
        { shiftKey: true, deltaY: 40 },
        { ctrlKey: true, deltaY: 5 },
      ])
        frames.push(...(await wheelFrames(page, SURFACE, wheel, 80)));
      const { answers, longestTaskMs } = await window.seen();
      const pictures = answers.filter(({ name }) => name === 'picture').map(({ tookMs }) => tookMs);
      say(what, spread(frames), GOAL);
      say(
        '  pictures asked for meanwhile',
        `${pictures.length}: ${spread(pictures)}${longestTaskMs > 0 ? `, the window’s longest task ${ms(longestTaskMs)}` : ''}`,
      );
    });
  } finally {
    await window.close();
  }
}

/** Similar tasks share a row until it is expanded. Otherwise there would be nothing to scroll. */
async function openAllRows(page: Page): Promise<void> {
  await chooseCommand(page, 'Expand All');
  await page.waitForFunction(
    () => Number(document.querySelector('.chart-rows')?.getAttribute('aria-rowcount')) > 1000,
  );
}

async function scrollTo(page: Page, part: number): Promise<void> {
  await page.locator('.chart-scroller').evaluate((scroller, of) => {
    scroller.scrollTop = scroller.scrollHeight * of;
  }, part);
  await page.waitForTimeout(500);
}
