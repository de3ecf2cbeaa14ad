import { BenchWindow } from './bench-window.ts';
import { frameLengths, mib, ms, quantile, say, spread } from './numbers.ts';

/** Opens a recording: the time until something is shown and until all of it is, the memory that it takes, and whether cancelling works. */
export async function benchOpen(file: string): Promise<void> {
  const window = await BenchWindow.open();
  try {
    await cancelled(window, file);
    await window.seen();
    await window.openFile(file);
    let peak = 0;
    const watching = setInterval(() => {
      peak = Math.max(peak, window.memory());
    }, 300);
    await window.finished();
    clearInterval(watching);
    const seen = await window.seen();
    const first = seen.pictures.find(({ rows }) => rows > 1);
    const since = (atMs: number): number => atMs - seen.pressedAtMs;
    const during = seen.frames.filter((atMs) => atMs >= seen.pressedAtMs);
    const lengths = frameLengths(during);
    say('first useful picture after', ms(since(first?.atMs ?? Number.NaN)), '1,500 ms');
    say('all of it after', ms(since(seen.pictures.at(-1)?.atMs ?? Number.NaN)), '8,000 ms');
    say('pictures drawn meanwhile', String(seen.pictures.length));
    say(
      'the window’s longest task',
      seen.longestTaskMs === 0 ? 'below 50 ms' : ms(seen.longestTaskMs),
      '100 ms',
    );
    say('its frames meanwhile', spread(lengths));
    say('frames longer than 100 ms', String(lengths.filter((length) => length > 100).length), '0');
    const settled = await window.settledMemory();
    say('memory of the empty app', mib(window.emptyBytes));
    say('more with the recording open', mib(settled - window.emptyBytes), '600 MiB');
    say('more while it was opened, at most', mib(peak - window.emptyBytes));
    const pictureMs = seen.answers.filter(({ name }) => name === 'picture').map(({ tookMs }) => tookMs);
    say('a picture’s answer meanwhile, p95', ms(quantile(pictureMs, 0.95)));
  } finally {
    await window.close();
  }
}

/** Cancels in the middle of opening. The window must be as before, and nothing may go on. */
async function cancelled(window: BenchWindow, file: string): Promise<void> {
  const { page } = window;
  await window.openFile(file);
  await page.getByRole('progressbar', { name: 'Read' }).waitFor();
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  const from = performance.now();
  await cancel.click();
  await page.locator('html[data-session=idle]').waitFor({ state: 'attached' });
  say('cancelled and back after', ms(performance.now() - from));
}
