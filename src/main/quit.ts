import { app, type BrowserWindow } from 'electron';
import type { Sessions } from './sessions/sessions.ts';

/** No program outlives the window it is shown in, nor the page: quitting waits until it has been stopped. */
export function setupQuit(window: BrowserWindow, sessions: Sessions): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped || !sessions.isRunning) return;
    event.preventDefault();
    void sessions.endAll().then(() => {
      stopped = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
  window.webContents.on('did-start-navigation', (details) => {
    // The page is loaded anew, and with it goes all it knew of its session.
    if (details.isMainFrame && !details.isSameDocument) void sessions.endAll();
  });
}
