import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** A profile of its own, gone afterwards: a run nobody watches leaves nothing in anybody's recent files. */
export function useThrowawayProfile(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const folder = mkdtempSync(join(app.getPath('temp'), 'loopscope-'));
  app.setPath('userData', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
