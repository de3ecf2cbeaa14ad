// Files that come from outside the window: the command line, a second start of the app, the system's file manager.

import { app, type BrowserWindow } from 'electron';
import { z } from 'zod';
import type { AppArguments } from './arguments.ts';
import type { Notifier } from './bridge.ts';

interface Opening {
  /** Null when the app was only started once more. */
  readonly path: string | null;
  readonly args: readonly string[];
  /** Scripts from a command line are run at once. */
  readonly run: boolean;
}

const handedOver = z.object({ file: z.string().nullable(), programArgs: z.array(z.string()) });

/** Collects what is to be opened from the first moment on: the system may say so before there is a window. */
export class Openings {
  #waiting: Opening[] = [];
  #open: ((opening: Opening) => void) | null = null;

  constructor({ file, programArgs }: AppArguments) {
    this.#add({ path: file, args: programArgs, run: true });
    app.on('second-instance', (_event, _argv, _cwd, data) => {
      const given = handedOver.safeParse(data);
      if (given.success) this.#add({ path: given.data.file, args: given.data.programArgs, run: true });
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#add({ path, args: [], run: false });
    });
  }

  /**
   * Makes this the only instance for its profile. False when there is one already: it has been handed the command
   * line, and this one is to end.
   */
  static becomeOnlyInstance({ file, programArgs }: AppArguments): boolean {
    return app.requestSingleInstanceLock({ file, programArgs });
  }

  /** From now on the window is asked to open what comes, and what has come already. */
  tell(window: BrowserWindow, notifier: Notifier): void {
    this.#open = ({ path, args, run }) => {
      if (path !== null) notifier.notify('openRequested', { path, args, run });
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    };
    for (const opening of this.#waiting) this.#open(opening);
    this.#waiting = [];
  }

  #add(opening: Opening): void {
    if (this.#open === null) this.#waiting.push(opening);
    else this.#open(opening);
  }
}
