// Files to open that come from outside the window: the command line, a second start of the app, the system's file manager.

import { app, type BrowserWindow } from 'electron';
import { z } from 'zod';
import type { OpenRequest } from '../../protocol/bridge.ts';
import type { AppArguments } from '../arguments.ts';
import type { Notifier } from '../bridge.ts';

/** Null if the app was started once more without a file. */
type Opening = OpenRequest | null;

const handedOver = z.object({
  file: z.string().nullable(),
  programArgs: z.array(z.string()),
  cwd: z.string(),
});
type HandedOver = z.output<typeof handedOver>;

/** Collects files to open from the first moment on, because the system may ask for one before there is a window. */
export class Openings {
  #waiting: Opening[] = [];
  #open: ((opening: Opening) => void) | null = null;

  constructor(launched: AppArguments) {
    this.#add(openingOf(handed(launched)));
    app.on('second-instance', (_event, _argv, _cwd, data) => {
      const given = handedOver.safeParse(data);
      if (given.success) this.#add(openingOf(given.data));
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#add({ path, options: null, run: false });
    });
  }

  /**
   * Makes this the only instance for its profile. Returns false if there is one already: it has received the command line, and this one
   * must quit.
   */
  static becomeOnlyInstance(launched: AppArguments): boolean {
    return app.requestSingleInstanceLock({ ...handed(launched) });
  }

  /** From now on, asks the window to open files, beginning with those that have been collected. */
  tell(window: BrowserWindow, notifier: Notifier): void {
    this.#open = (opening) => {
      if (opening !== null) notifier.notify('openRequested', opening);
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

const handed = ({ file, programArgs, cwd }: AppArguments): HandedOver => ({
  file,
  programArgs: [...programArgs],
  cwd,
});

/** A script from a command line is run at once, in the folder where the command was given. */
const openingOf = ({ file, programArgs, cwd }: HandedOver): Opening =>
  file === null ? null : { path: file, options: { args: programArgs, cwd }, run: true };
