import type { Page } from 'playwright-core';
import { BenchWindow } from './bench-window.ts';
import { wheelFrames } from './frames.ts';
import { say, spread } from './numbers.ts';

const MOVES = 600;
const GOAL = 'p95 2 ms';

/** Moves the pointer over an open recording, a few pixels per frame: how long finding and describing what is below it takes. */
export async function benchPoint(file: string): Promise<void> {
  const window = await BenchWindow.open();
  try {
    await window.openFile(file);
    await window.finished();
    const { page } = window;
    await timeWorker(page);
    await pointing(window, 'a row of 64 tasks', 1);
    // The last rows are tasks that last as long as the program, with thousands of runs each, so every pixel is another run.
    await page.locator('.chart-rows').press('End');
    await page.keyboard.press('ArrowRight');
    await rows(page, 64);
    await pointing(window, 'runs merged in pixels', 20);
    await wheelFrames(page, '.chart-surface', { ctrlKey: true, deltaY: -5 });
    await pointing(window, 'single runs and waits', 20);
    await pointing(window, 'the event loop', 0);
  } finally {
    await window.close();
  }
}

async function rows(page: Page, least: number): Promise<void> {
  await page.waitForFunction(
    (least) => Number(document.querySelector('.chart-rows')?.getAttribute('aria-rowcount')) >= least,
    least,
  );
  await page.waitForTimeout(500);
}

/** Crosses the row that is `overRows` rows below the first, or the loop's lane. */
async function pointing(window: BenchWindow, what: string, overRows: number): Promise<void> {
  const { page } = window;
  await window.seen();
  await takeWorkerTimes(page);
  const handled = await page.evaluate(
    ({ moves, overRows }) =>
      new Promise<number[]>((resolve) => {
        const surface = document.querySelector('.chart-surface') as Element;
        const { left, top, width } = surface.getBoundingClientRect();
        const took: number[] = [];
        const frame = (): void => {
          const at = took.length;
          const event = new PointerEvent('pointermove', {
            clientX: left + (width * ((at * 7) % moves)) / moves,
            // Rows are 24 px high, the lane above them is 28 px high.
            clientY: top + (overRows === 0 ? 12 : 28 + 24 + 12 + (at % overRows) * 24),
            bubbles: true,
          });
          const from = performance.now();
          surface.dispatchEvent(event);
          took.push(performance.now() - from);
          if (took.length < moves) requestAnimationFrame(frame);
          else setTimeout(() => resolve(took), 200);
        };
        requestAnimationFrame(frame);
      }),
    { moves: MOVES, overRows },
  );
  const { answers } = await window.seen();
  const pointed = answers.filter(({ name }) => name.startsWith('pointed')).map(({ tookMs }) => tookMs);
  const worked = (await takeWorkerTimes(page)).filter(({ name }) => name.startsWith('pointed'));
  say(what, `${MOVES} moves, ${pointed.length} questions`);
  say('  handling a move', spread(handled), GOAL);
  say('  working out the answer', spread(worked.map(({ tookMs }) => tookMs)), GOAL);
  say('  there and back, with the frame it began in', spread(pointed));
}

interface Worked {
  readonly name: string;
  readonly tookMs: number;
}

type TimedWorker = typeof globalThis & {
  __worked?: Worked[];
  onmessage: (event: MessageEvent<{ name?: string }>) => void;
};

/** Prints how long the worker itself takes for an answer. */
async function timeWorker(page: Page): Promise<void> {
  await page
    .workers()
    .at(-1)
    ?.evaluate(() => {
      const worker = self as unknown as TimedWorker;
      const handle = worker.onmessage;
      const worked: Worked[] = [];
      worker.__worked = worked;
      worker.onmessage = (event) => {
        const from = performance.now();
        handle(event);
        worked.push({ name: event.data.name ?? '', tookMs: performance.now() - from });
      };
    });
}

async function takeWorkerTimes(page: Page): Promise<Worked[]> {
  const taken = await page
    .workers()
    .at(-1)
    ?.evaluate(() => (self as unknown as TimedWorker).__worked?.splice(0) ?? []);
  return taken ?? [];
}
