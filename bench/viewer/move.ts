import type { Page } from 'playwright-core';
import { BenchWindow } from './bench-window.ts';
import { scrollFrames, type Wheel, wheelFrames } from './frames.ts';
import { ms, quantile, say, spread } from './numbers.ts';

const SURFACE = '.chart-surface';
const GOAL = 'p95 16.7 ms';

/** Zooms, pans, scrolls and points in an open recording, 120 frames each. */
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
    // At the top tasks last for as long as the program: there is something to point at.
    await scrollTo(page, 0);
    await pointing(window);
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

/** The pointer crosses the plot, a few pixels a frame: what finding what it is over takes. */
async function pointing(window: BenchWindow): Promise<void> {
  await window.seen();
  const handled = await window.page.evaluate(
    (selector) =>
      new Promise<number[]>((resolve) => {
        const surface = document.querySelector(selector) as Element;
        const { left, top, width } = surface.getBoundingClientRect();
        const took: number[] = [];
        const frame = (): void => {
          const at = took.length;
          const event = new PointerEvent('pointermove', {
            clientX: left + (width * at) / 120,
            clientY: top + 40 + (at % 12) * 24,
            bubbles: true,
          });
          const from = performance.now();
          surface.dispatchEvent(event);
          took.push(performance.now() - from);
          if (took.length < 120) requestAnimationFrame(frame);
          else setTimeout(() => resolve(took), 100);
        };
        requestAnimationFrame(frame);
      }),
    SURFACE,
  );
  const { answers } = await window.seen();
  const pointed = answers.filter(({ name }) => name === 'pointed').map(({ tookMs }) => tookMs);
  say('pointing: handled in', spread(handled), '2 ms');
  say('pointing: what it is, there and back', `${pointed.length}: ${spread(pointed)}`, '2 ms');
  say('  p50 of all it took', ms(quantile(handled, 0.5) + quantile(pointed, 0.5)));
}
