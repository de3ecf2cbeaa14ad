import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

/** Uses a temporary profile, so that a headless run adds nothing to the user's recent files. */
export function useThrowawayProfile(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const folder = mkdtempSync(join(app.getPath('temp'), 'loopscope-'));
  app.setPath('userData', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
