// Files that come from outside the window: the command line, a second start of the app, the system's file manager.

import { app, type BrowserWindow } from 'electron';
import { z } from 'zod';
import type { OpenRequest } from '../../protocol/bridge.ts';
import type { AppArguments } from '../arguments.ts';
import type { Notifier } from '../bridge.ts';

/** Null when the app was only started once more. */
type Opening = OpenRequest | null;

const handedOver = z.object({
  file: z.string().nullable(),
  programArgs: z.array(z.string()),
  cwd: z.string(),
});
type HandedOver = z.output<typeof handedOver>;

/** Collects what is to be opened from the first moment on: the system may say so before there is a window. */
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
   * Makes this the only instance for its profile. False when there is one already: it has been handed the command
   * line, and this one is to end.
   */
  static becomeOnlyInstance(launched: AppArguments): boolean {
    return app.requestSingleInstanceLock({ ...handed(launched) });
  }

  /** From now on the window is asked to open what comes, and what has come already. */
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

/** Scripts from a command line are run at once, in the folder where that was typed. */
const openingOf = ({ file, programArgs, cwd }: HandedOver): Opening =>
  file === null ? null : { path: file, options: { args: programArgs, cwd }, run: true };
