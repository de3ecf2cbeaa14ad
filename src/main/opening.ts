// Files that come from outside the window: the command line, a second start of the app, the system's file manager.

import { app, type BrowserWindow } from 'electron';
import type { AppArguments } from './arguments.ts';
import type { Notifier } from './bridge.ts';

/**
 * Makes this the only instance for its profile. False when there is one already: it has been handed the command
 * line, and this one is to end.
 */
export function becomeOnlyInstance(launched: AppArguments): boolean {
  return app.requestSingleInstanceLock({ file: launched.file, programArgs: launched.programArgs });
}

/** Opens what the command line names, now and when the app is started again; scripts are run at once. */
export function setupOpening(window: BrowserWindow, notifier: Notifier, launched: AppArguments): void {
  const open = (file: string | null, args: readonly string[]) => {
    if (file !== null) notifier.notify('openRequested', { path: file, args, run: true });
  };
  open(launched.file, launched.programArgs);
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const { file, programArgs } = data as Pick<AppArguments, 'file' | 'programArgs'>;
    open(file, programArgs);
    if (window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    notifier.notify('openRequested', { path, args: [], run: false });
  });
}
