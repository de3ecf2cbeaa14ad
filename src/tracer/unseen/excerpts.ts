// Corrects the line that Node puts above the stack of an error that nobody catches, or that leaves a script of `vm`. V8 takes it from the text
// that runs, and Node keeps it in a private property first.

import { readFileSync } from 'node:fs';
import { types } from 'node:util';
import { type PlaceOf, writtenExcerpts } from '../../node/marker-text.ts';
import { LINE_END } from '../instrument/places.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { internals } from '../runtime/internals.ts';
import { columnsFor } from './written-columns.ts';

type Enhance = (error: object) => unknown;
interface Errors {
  readonly setEnhanceStackForFatalException?: (before: Enhance, after: Enhance) => void;
}
interface OwnErrors {
  readonly fatalExceptionStackEnhancers?: {
    readonly beforeInspector: Enhance;
    readonly afterInspector: Enhance;
  };
}
interface Util {
  readonly privateSymbols?: { readonly arrow_message_private_symbol?: symbol };
}

/** The key of the line, if Node's internals can be reached. */
let excerpt: symbol | undefined;

/**
 * Before the line of an uncaught error is printed, Node hands the error to its own JavaScript once more. Only errors: for any other value the line
 * is printed at once.
 */
export function restoreExcerpts(): void {
  const node = internals();
  if (node === null) return;
  const { setEnhanceStackForFatalException: set } = node.internalBinding<Errors>('errors');
  const { fatalExceptionStackEnhancers: own } = node.requireBuiltin<OwnErrors>('internal/errors');
  const key = node.internalBinding<Util>('util').privateSymbols?.arrow_message_private_symbol;
  if (set === undefined || own === undefined || key === undefined) return;
  excerpt = key;
  set((error) => {
    if (types.isNativeError(error)) {
      const { stack } = error;
      restore(error, key, stack);
      restore(error, 'stack', stack);
    }
    return own.beforeInspector(error);
  }, own.afterInspector);
}

/**
 * To be called when the stack of an error is about to be formatted. When an error leaves a script of `vm`, Node notes the line, asks for the stack,
 * and puts the line above it.
 */
export function restoreExcerpt(error: object): void {
  if (excerpt !== undefined) restore(error, excerpt, '');
}

function restore(error: object, key: PropertyKey, stack: unknown): void {
  const text: unknown = Reflect.get(error, key);
  if (typeof text === 'string' && text.includes('__loopscope'))
    Reflect.set(error, key, writtenExcerpts(text, typeof stack === 'string' ? stack : '', placeOf));
}

const placeOf: PlaceOf = (place, column) => {
  const { 1: file = '', 2: line } = /^(.*):(\d+)$/s.exec(place) ?? [];
  const written = columnsFor(file)?.place(Number(line), column + 1);
  if (written === undefined) return null;
  const code = written.line === Number(line) ? null : lineOf(file, written.line);
  return { place: code === null ? place : `${file}:${written.line}`, code, column: written.column - 1 };
};

/** A line of a file as its author wrote it; null where it cannot be had. */
export function lineOf(file: string, line: number): string | null {
  try {
    return readFileSync(pathOfUrl(file) ?? file, 'utf8').split(LINE_END)[line - 1] ?? null;
  } catch {
    return null;
  }
}
