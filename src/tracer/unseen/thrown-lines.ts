// The line that Node prints if something that is not an error is thrown and nobody catches it, or if a module's top-level await never settles. Node
// prints it at once, as V8 has it. But while source maps are followed it first asks a function of its own JavaScript for that line, where the text
// names a map; texts with markers name one that Node does not follow (`laterMap` in src/tracer/loader/compiled/source-map.ts).

import { isMainThread } from 'node:worker_threads';
import { LONGEST_UNDERLINE, withoutMarkers } from '../../node/marker-text.ts';
import { LINE_END } from '../instrument/places.ts';
import { runningText } from '../loader/remembered.ts';
import { pathOfUrl } from '../loader/user-files.ts';
import { type Internals, internals } from '../runtime/internals.ts';
import { lineOf } from './excerpts.ts';
import { columnsFor, isMapped } from './written-columns.ts';

/** `line` from 1, `column` from 0. Where it returns nothing, Node prints the line that V8 has. */
type GetLine = (file: string, line: number, column: number) => string | undefined;
interface Errors {
  setGetSourceMapErrorSource(get: GetLine): void;
  /** Only what is written in C++ follows source maps then; `process.sourceMapsEnabled` and stacks stay as they are. */
  setSourceMapsEnabled(enabled: boolean): void;
}

/** How Node loads its own modules. */
interface Realm {
  readonly BuiltinModule: new (id: string) => { compileForInternalLoader(): unknown };
}

const TAB = 9;
let asks = false;

/** To be called at the last moment before Node may print. Threads other than the main one print no line. */
export function correctThrownLine(): void {
  const errors = bindingOfErrors();
  if (asks || !isMainThread || errors === null) return;
  const followed = process.sourceMapsEnabled ? nodesOwn(errors) : null;
  errors.setGetSourceMapErrorSource((file, line, column) =>
    followed !== null && isMapped(file) ? followed(file, line, column) : writtenLine(file, line, column),
  );
  errors.setSourceMapsEnabled(true);
  asks = true;
}

/** To be called if the program goes on. */
export function leaveThrownLine(): void {
  if (asks && !process.sourceMapsEnabled) bindingOfErrors()?.setSourceMapsEnabled(false);
  asks = false;
}

function bindingOfErrors(): Errors | null {
  const errors = internals()?.internalBinding<Partial<Errors>>('errors');
  const { setGetSourceMapErrorSource: get, setSourceMapsEnabled: set } = errors ?? {};
  return get === undefined || set === undefined ? null : (errors as Errors);
}

/**
 * Node's own function, which follows source maps. It can only be set, not be asked for. So the module that sets it is run once more, and what it sets
 * is taken.
 */
function nodesOwn(errors: Errors): GetLine | null {
  const set = errors.setGetSourceMapErrorSource;
  let own: GetLine | null = null;
  errors.setGetSourceMapErrorSource = (get) => {
    own = get;
  };
  try {
    const { BuiltinModule } = (internals() as Internals).requireBuiltin<Realm>('internal/bootstrap/realm');
    new BuiltinModule('internal/source_map/prepare_stack_trace').compileForInternalLoader();
  } catch {
    // Another Node than those known: files with maps have the lines of the text that runs.
  } finally {
    errors.setGetSourceMapErrorSource = set;
  }
  return own;
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
