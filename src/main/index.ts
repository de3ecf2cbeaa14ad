// The main process, in the order in which things happen. It starts programs, records them and passes their events on. What the events mean
// is up to the model, which runs in the window's worker.

import { app } from 'electron';
import { EXIT_TROUBLE } from '../recording/problem.ts';
import { AppStateTeller } from './app-state.ts';
import { type AppArguments, ownArguments, parseAppArguments } from './arguments.ts';
import { Notifier, setupRequests } from './bridge.ts';
import { setupHeadless } from './headless.ts';
import { marksFile, settingsFile } from './paths.ts';
import { setupQuit } from './quit.ts';
import { MarkStore } from './remembered/marks.ts';
import { useThrowawayProfile } from './remembered/profile.ts';
import { Memory } from './remembered/settings.ts';
import { requestHandlers } from './requests.ts';
import { Exports } from './sessions/exports.ts';
import { Openings } from './sessions/opening.ts';
import { Sessions } from './sessions/sessions.ts';
import { registerPageScheme, setupPage } from './window/page.ts';
import { setupSecurity } from './window/security.ts';
import { setupTextMenu } from './window/text-menu.ts';
import { openWindow } from './window/window.ts';

start();

function start(): void {
  let launched: AppArguments;
  try {
    const own = ownArguments(process.argv, app.isPackaged ? null : app.getAppPath(), process.cwd());
    launched = parseAppArguments(own, process.cwd());
  } catch (error) {
    console.error(`loopscope: ${(error as Error).message}`);
    return app.exit(EXIT_TROUBLE);
  }
  if (launched.headless !== null) useThrowawayProfile();
  if (!Openings.becomeOnlyInstance(launched)) return app.quit();
  const openings = new Openings(launched);
  registerPageScheme();
  void app.whenReady().then(() => setup(launched, openings));
}

function setup(launched: AppArguments, openings: Openings): void {
  setupSecurity();
  setupPage();
  const memory = new Memory(settingsFile());
  if (launched.headless !== null) memory.changeSettings({ theme: launched.headless.theme });
  const window = openWindow(memory, launched.headless?.size ?? null);
  setupTextMenu(window);
  const notifier = new Notifier(window);
  const sessions = new Sessions(window.webContents, launched.headless === null);
  const state = new AppStateTeller(memory, notifier);
  const exports = new Exports(window, (...progress) => notifier.notify('exportProgress', ...progress));
  const marks = new MarkStore(marksFile());
  setupRequests(requestHandlers({ window, memory, sessions, exports, marks, state }));
  sessions.on('recorded', (session) => state.remember(session.recordingPath, 'recording'));
  sessions.on('ended', (end) => notifier.notify('sessionEnded', end));
  setupQuit(window, sessions);
  openings.tell(window, notifier);
  if (launched.headless !== null) setupHeadless(window, sessions, launched.headless);
}
