import { copyFileSync, rmSync } from 'node:fs';
import { BenchWindow } from './bench-window.ts';
import { frameLengths, mib, ms, say, spread } from './numbers.ts';

/**
 * Compares a recording with another one of the same size: the time until everything is drawn and described, and the memory of two models.
 */
export async function benchCompare(file: string): Promise<void> {
  const other = `${file}.copy.loopscope`;
  copyFileSync(file, other);
  const window = await BenchWindow.open();
  const { page } = window;
  try {
    await window.openFile(file);
    await window.finished();
    const one = await window.settledMemory();
    await window.seen();
    await window.dialogAnswers(other);
    await page.keyboard.press('Control+d');
    await page.getByRole('button', { name: 'Choose a file…' }).click();
    const from = performance.now();
    await page.locator('.comparison[data-state=shown]').waitFor();
    say('both drawn and compared after', ms(performance.now() - from));
    const { frames, longestTaskMs } = await window.seen();
    say('its frames meanwhile', spread(frameLengths(frames)));
    say('the window’s longest task', longestTaskMs === 0 ? 'below 50 ms' : ms(longestTaskMs), '100 ms');
    const both = await window.settledMemory();
    say('memory over the empty app, with one', mib(one - window.emptyBytes));
    say('with both', mib(both - window.emptyBytes));
    await page.keyboard.press('Shift+Escape');
    await page.locator('.comparison').waitFor({ state: 'detached' });
    say('and closed again', mib((await window.settledMemory()) - window.emptyBytes));
  } finally {
    await window.close();
    rmSync(other);
  }
}
