import { app, session } from 'electron';
import { isOurPage } from './page.ts';

/** The window shows our page and nothing else, and may ask the system for nothing. */
export function setupSecurity(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  // What is saved is saved by main, where the person has said.
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // Vite reloads the page while developing; nothing else has a reason to navigate, in a frame neither.
    contents.on('will-frame-navigate', (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      if (!isOurPage(event.url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
