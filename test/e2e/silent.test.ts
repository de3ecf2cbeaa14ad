// A program that waits sends nothing. Time goes on all the same, and the window shows it.
import { expect, test } from 'vitest';
import { writeProgram } from '../support/program.ts';
import { sharedWindow } from './window.ts';

const win = sharedWindow();

test('what a silent program waits for lasts on: in the inspector, in the table and in the overview', async () => {
  await win.start(writeProgram({ 'silent.mjs': 'await new Promise((done) => setTimeout(done, 600_000));' }));
  await win.row('silent.mjs').click();
  await win.press('Control+4');
  const states = win.inspector.getByRole('region', { name: 'Time by state' });
  const table = win.page.getByRole('grid', { name: 'Tasks' });
  const seen = { states: new Set<string>(), table: new Set<string>(), overview: new Set<string>() };
  const count = async () => {
    seen.states.add((await states.textContent()) ?? '');
    seen.table.add((await table.getByRole('row').last().textContent()) ?? '');
    seen.overview.add(
      await win.page
        .locator('.chart-overview canvas')
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL()),
    );
    return Math.min(seen.states.size, seen.table.size, seen.overview.size / 4);
  };
  // The overview changes with each step of the time that it shows, too.
  await expect.poll(count).toBeGreaterThanOrEqual(4);
  await win.press('Shift+F5');
  await win.finished();
});
