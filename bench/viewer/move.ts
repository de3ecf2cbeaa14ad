import type { Page } from 'playwright-core';
import { BenchWindow } from './bench-window.ts';
import { scrollFrames, type Wheel, wheelFrames } from './frames.ts';
import { say, spread } from './numbers.ts';

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

/** Alike tasks share a row until it is opened: there would be nothing to scroll. */
async function openAllRows(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.keyboard.type('expand all');
  await page.keyboard.press('Enter');
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
