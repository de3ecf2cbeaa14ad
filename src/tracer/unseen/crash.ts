// When nobody catches an error, Node prints it by itself. So that this is in the recording, too, what Node prints goes to a file, and the recorder
// prints it (src/recording/crash.ts), without the markers that are left where no function of Node's own could be corrected.

import { closeSync, openSync } from 'node:fs';
import { types } from 'node:util';
import { Unhandled } from '../../protocol/events.ts';
import { uncaught, unfinishedModules } from '../tasks/context.ts';
import { noteThrown } from './unhandled.ts';

const STDERR = 2;
let crashing = false;
let isByError = false;
let diverted = false;

/** Whether an error was thrown that nobody catches, so that the program ends because of it. */
export const isCrashing = (): boolean => crashing;

/** To be called when nobody has caught `error` so far. `isRejection`: a promise was rejected with it. */
export function noteUncaught(error: unknown, isRejection: boolean): void {
  const callback = uncaught(error);
  const handled = process.listenerCount('uncaughtException') > 0;
  crashing = !handled && !process.hasUncaughtExceptionCaptureCallback();
  isByError = types.isNativeError(error);
  noteThrown(error, isRejection, crashing ? Unhandled.unheard : Unhandled.heard, callback);
}

/** Whether Node is about to print the line of something that is no error, or of an await that never ended: see thrown-lines.ts. */
export const printsLineAtOnce = (): boolean => (crashing && !isByError) || unfinishedModules().size > 0;

/**
 * To be called at the last moment before Node prints: its standard error becomes the file. Also called if a module never came to its end, because
 * Node then prints the line of its top-level await. `begun` returns once the sending thread has begun: as it does, it opens descriptors that it keeps
 * (those of its loop), and standard error's would be among them.
 */
export function divertCrash(file: string | null, begun: () => void): void {
  if (!(crashing || unfinishedModules().size > 0) || file === null || diverted) return;
  diverted = true;
  // Node asks the stream for colours. It is made at first use, so it is made now, while the terminal or pipe is still there.
  void process.stderr;
  begun();
  try {
    closeSync(STDERR);
    openAsStderr(file);
  } catch {
    // The file cannot be opened, so Node has nowhere to print. The exit code still tells that it crashed.
  }
}

/** How often to try: some 0.1 s in all, in which the sending thread will have closed a file that it opened. */
const MOST_TRIES = 10_000;

/**
 * The system gives the lowest free descriptor. That is the one just closed, unless another thread has opened something at that very moment, as the
 * sending thread does to read how long threads have run. It closes that again at once.
 */
function openAsStderr(file: string): void {
  let fd = openSync(file, 'wx', 0o600);
  for (let tries = 0; fd !== STDERR && tries < MOST_TRIES; tries++) {
    closeSync(fd);
    fd = openSync(file, 'w', 0o600);
  }
}
