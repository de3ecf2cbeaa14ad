// When nobody catches an error, Node prints the line it was thrown on and its stack: the instrumented line, and columns
// of that. The stack is put right here, before Node prints it. The line is V8's own, out of reach: what Node prints
// goes to a file instead, and whoever runs the program takes the markers out and prints that (src/recording/crash.ts).

import { closeSync, openSync, readFileSync } from 'node:fs';
import { types } from 'node:util';
import { uncaught, unfinishedModules } from './context.ts';
import { Columns } from './instrument/columns.ts';
import { instrument } from './instrument/instrument.ts';
import { isUserFile, pathOfUrl } from './loader/user-files.ts';

const STDERR = 2;
let crashing = false;

export function watchForCrash(): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught(error);
    const handled = process.listenerCount('uncaughtException') > 0;
    crashing = !handled && !process.hasUncaughtExceptionCaptureCallback();
    if (crashing) restoreStacks(error, 0);
  });
}

/**
 * The last moment before Node prints: its standard error becomes the file. Also where a module never came to its end:
 * Node then prints the line of its top-level await.
 */
export function divertCrash(file: string | undefined): void {
  if (!(crashing || unfinishedModules() > 0) || file === undefined) return;
  // The stream is made at first use, from the terminal or pipe that is still there: Node asks it for colours.
  void process.stderr;
  try {
    closeSync(STDERR);
    // The system gives the lowest free descriptor, which is the one just closed.
    openSync(file, 'wx', 0o600);
  } catch {
    // Whoever runs the program has no such place: Node has nowhere to print, and the exit code tells.
  }
}

const DEEPEST_CAUSE = 8;

function restoreStacks(error: unknown, depth: number): void {
  if (!types.isNativeError(error) || depth > DEEPEST_CAUSE) return;
  try {
    const { stack } = error;
    if (typeof stack === 'string') error.stack = restored(stack);
    restoreStacks(error.cause, depth + 1);
    const { errors } = error as { errors?: unknown };
    if (Array.isArray(errors)) for (const inner of errors) restoreStacks(inner, depth + 1);
  } catch {
    // A frozen error keeps the columns it has.
  }
}

const FRAME_OF_OURS = /\n {4}at (?:process\.)?callbackTrampoline \(node:internal\/async_hooks:\d+:\d+\)/g;
const PLACE = /((?:file:\/\/)?\/[^\s():]+):(\d+):(\d+)/g;

function restored(stack: string): string {
  const files = new Map<string, Columns | null>();
  return stack
    .replace(FRAME_OF_OURS, '')
    .replace(PLACE, (whole, file: string, line: string, column: string) => {
      const path = pathOfUrl(file) ?? file;
      if (!files.has(path)) files.set(path, columnsOf(path));
      const columns = files.get(path);
      return columns ? `${file}:${line}:${columns.original(Number(line), Number(column))}` : whole;
    });
}

/** Instruments the file once more: that costs nothing until a program crashes. */
function columnsOf(path: string): Columns | null {
  if (!isUserFile(path)) return null;
  try {
    const source = readFileSync(path, 'utf8');
    for (const kind of ['commonjs', 'module'] as const) {
      try {
        return new Columns(source, instrument(source, kind, '', () => 1).insertions);
      } catch {
        // The other kind, then.
      }
    }
  } catch {
    // Gone since: its columns stay.
  }
  return null;
}
