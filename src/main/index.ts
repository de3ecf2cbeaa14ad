import { app } from 'electron';
import type { AppState, Problem } from '../protocol/bridge.ts';
import { COMMANDS } from '../protocol/commands.ts';
import { parseAppArguments } from './arguments.ts';
import { Notifier, setupRequests } from './bridge.ts';
import { listLessons } from './lessons.ts';
import { setupMenu } from './menu.ts';
import { registerPageScheme, setupPage } from './page.ts';
import { samplesFolder, settingsFile } from './paths.ts';
import { setupSecurity } from './security.ts';
import { Memory } from './settings.ts';
import { openWindow } from './window.ts';

registerPageScheme();
const launched = parseAppArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());

void app.whenReady().then(() => {
  setupSecurity();
  setupPage();
  const memory = new Memory(settingsFile());
  const window = openWindow(memory, launched.headless?.size ?? null);
  const notifier = new Notifier(window);
  const state = (): AppState => ({
    version: app.getVersion(),
    platform: process.platform,
    runtimes: [],
    lessons: listLessons(samplesFolder()),
    recents: memory.recents,
    settings: memory.settings,
  });
  const problem: Problem = { title: 'Not there yet', detail: 'This build cannot run programs.', action: '' };
  setupMenu(
    window,
    { recents: memory.recents, theme: memory.settings.theme },
    {
      command: (id) => notifier.notify('command', id),
      open: (path) => notifier.notify('openRequested', { path, args: [], run: false }),
    },
  );
  setupRequests({
    getState: () => {
      notifier.pageListens();
      return state();
    },
    openDialog: () => null,
    openPath: () => ({ ok: false, problem }),
    run: () => ({ ok: false, problem }),
    stop: () => {},
    saveRecording: () => null,
    forgetRecent: (path) => memory.forget(path),
    changeSettings: (change) => memory.changeSettings(change),
  });
  console.error(`${COMMANDS.length} commands`);
});
app.on('window-all-closed', () => app.quit());
