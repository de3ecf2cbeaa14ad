import { app, type BrowserWindow } from 'electron';
import type { Sessions } from './sessions/sessions.ts';

/** Stops the program when its window or its page goes away. Quitting waits for that. */
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
    // The page is reloaded, and forgets its session.
    if (details.isMainFrame && !details.isSameDocument) void sessions.endAll();
  });
}
