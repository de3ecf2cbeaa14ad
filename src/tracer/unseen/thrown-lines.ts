// The line that Node prints if something that is not an error is thrown and nobody catches it, or if a module's top-level await never settles. Node
// prints it at once, as V8 has it. But while source maps are followed it first asks a function of its own JavaScript for that line, where the text
// names a map; texts with markers name one that is none (`noMap` in src/tracer/loader/compiled/source-map.ts).

import { isMainThread } from 'node:worker_threads';
import { LONGEST_UNDERLINE, withoutMarkers } from '../../protocol/marker-text.ts';
import { runningText } from '../loader/remembered.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { internals } from '../runtime/internals.ts';
import { lineOf } from './excerpts.ts';
import { columnsFor } from './written-columns.ts';

/** `line` from 1, `column` from 0. Where it returns nothing, Node prints the line that V8 has. */
type GetLine = (file: string, line: number, column: number) => string | undefined;
interface Errors {
  setGetSourceMapErrorSource?(get: GetLine): void;
  /** Only what is written in C++ follows source maps then; `process.sourceMapsEnabled` and stacks stay as they are. */
  setSourceMapsEnabled?(enabled: boolean): void;
}

const TAB = 9;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/;
let asks = false;

/**
 * To be called at the last moment before Node may print. Where the program follows source maps itself, Node's own function stays, which knows them.
 * Threads other than the main one print no line.
 */
export function correctThrownLine(): void {
  if (asks || !isMainThread || process.sourceMapsEnabled) return;
  const errors = internals()?.internalBinding<Errors>('errors');
  if (errors?.setGetSourceMapErrorSource === undefined || errors.setSourceMapsEnabled === undefined) return;
  errors.setGetSourceMapErrorSource(writtenLine);
  errors.setSourceMapsEnabled(true);
  asks = true;
}

/** To be called if the program goes on. */
export function leaveThrownLine(): void {
  if (!asks) return;
  asks = false;
  if (!process.sourceMapsEnabled)
    internals()?.internalBinding<Errors>('errors').setSourceMapsEnabled?.(false);
}

/** As Node writes it: the place, the line, and a caret below it. */
function writtenLine(file: string, line: number, column: number): string | undefined {
  const written = columnsFor(file)?.place(line, column + 1);
  if (written === undefined) return undefined;
  const path = pathOfUrl(file) ?? file;
  const running = runningText(path)?.split(LINE_END)[written.line - 1];
  const code = running === undefined ? lineOf(file, written.line) : withoutMarkers(running);
  if (code === null) return undefined;
  return `${file}:${written.line}\n${code}\n${underline(code, written.column - 1)}`;
}

/** Node takes columns for bytes where it looks for tabs, and where it looks whether the line is that long. */
function underline(code: string, column: number): string {
  const bytes = Buffer.from(code);
  if (column >= bytes.length) return '';
  let blanks = '';
  for (let at = 0; at < column && at < LONGEST_UNDERLINE; at++) blanks += bytes[at] === TAB ? '\t' : ' ';
  return `${blanks}${column < LONGEST_UNDERLINE ? '^' : ''}\n`;
}
