// When nobody catches an error, Node prints the line it was thrown on: the instrumented line, V8's own and out of reach.
// What Node prints goes to a file instead, and whoever runs the program takes the markers out and prints that
// (src/recording/crash.ts).

import { closeSync, openSync } from 'node:fs';
import { uncaught, unfinishedModules } from '../tasks/context.ts';

const STDERR = 2;
let crashing = false;
let diverted = false;

/** Nobody has caught an error, and nobody will: the program ends of it. */
export const isCrashing = (): boolean => crashing;

/** Nobody has caught `error` so far. */
export function noteUncaught(error: unknown): void {
  uncaught(error);
  const handled = process.listenerCount('uncaughtException') > 0;
  crashing = !handled && !process.hasUncaughtExceptionCaptureCallback();
}

/**
 * The last moment before Node prints: its standard error becomes the file. Also where a module never came to its end:
 * Node then prints the line of its top-level await.
 */
export function divertCrash(file: string | null): void {
  if (!(crashing || unfinishedModules().size > 0) || file === null || diverted) return;
  diverted = true;
  // The stream is made at first use, from the terminal or pipe that is still there: Node asks it for colours.
  void process.stderr;
  try {
    closeSync(STDERR);
    openAsStderr(file);
  } catch {
    // Whoever runs the program has no such place: Node has nowhere to print, and the exit code tells.
  }
}

/** As often as the sending thread may need to be done with a file of its own: some 0.1 s. */
const MOST_TRIES = 10_000;

/**
 * The system gives the lowest free descriptor: the one just closed, unless another thread has opened something that very moment,
 * as the sending one does to read how long threads have run. That is closed again at once.
 */
function openAsStderr(file: string): void {
  let fd = openSync(file, 'wx', 0o600);
  for (let tries = 0; fd !== STDERR && tries < MOST_TRIES; tries++) {
    closeSync(fd);
    fd = openSync(file, 'w', 0o600);
  }
}
