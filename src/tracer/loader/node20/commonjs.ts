// Node 20 has no hook for CommonJS. Its loader
//   1. looks up the handler for `.js`,
//   2. which reads the file with `fs.readFileSync`,
//   3. looks up the module's `_compile`, and calls it.
// A getter at 1 replaces the function at 2 for that one call. If an ES module imports the file, it was read before, where nobody can reach it:
// then a getter at 3 returns a function that is bound to the text with markers. Wrapping any of these functions instead would leave a frame
// of the tracer's in every stack of the program.

import type * as fs from 'node:fs';
import { createRequire, type Module } from 'node:module';
import { extname } from 'node:path';
import { framesBelow } from '../../frames.ts';
import { keptAs } from '../../names/own-value.ts';
import { type Compile, extensions, type Handler, isHandled, marking, prototype } from '../handled.ts';
import { beginsRequired } from '../loading.ts';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile } from '../user-files.ts';
import { loadRequired } from './esm-required.ts';

export function loadCommonJs(tables: Tables): void {
  const prepared = (source: string, path: string): string => {
    loadRequired(source, tables);
    return prepare(source, path, path.endsWith('.cjs') ? 'commonjs' : null, tables);
  };
  const reading = watchReading(prepared);
  const isReplaced = watchHandler(() => reading.begins());
  watchCompile(reading, prepared, {
    // For `.js` not by the getter, which is for the loader.
    handled: (path) =>
      extname(path) in extensions && extname(path) !== '.js' ? isHandled(path) : isReplaced(),
    tables,
  });
}

type Prepared = (source: string, path: string) => string;
type ReadFile = typeof fs.readFileSync;

interface Reading {
  /** The loader begins with a file: the next file that is read is this one. */
  begins(): void;
  /** Whether the loader has begun with a file and has not read it. Then it is expected to read no longer. */
  wasLeftOut(): boolean;
  read(path: string): string;
}

/**
 * Puts markers into the file that is read next after the loader has begun with one. The program may have replaced the function that reads it, or
 * forbidden that; its own is called, and put back.
 */
function watchReading(prepared: Prepared): Reading {
  // The module's exports and not its namespace, because the loader takes its functions from there.
  const shared = createRequire(import.meta.url)('node:fs') as { readFileSync: ReadFile };
  const { readFileSync: read } = shared;
  let current: ReadFile = read;
  let hasBegun = false;
  const ends = (): void => {
    hasBegun = false;
    if (shared.readFileSync === readOnce) shared.readFileSync = current;
  };
  const readOnce = function readFileSync(path: unknown, options: unknown): string | Buffer {
    ends();
    if (typeof path === 'string') beginsRequired(path);
    const content = Reflect.apply(current, shared, [path, options]);
    if (typeof content !== 'string' || typeof path !== 'string' || !isUserFile(path)) return content;
    return prepared(content, path);
  } as ReadFile;
  return {
    begins: () => {
      hasBegun = true;
      const { value, writable } = Object.getOwnPropertyDescriptor(shared, 'readFileSync') ?? {};
      if (typeof value !== 'function' || writable !== true || value === readOnce) return;
      current = value;
      shared.readFileSync = readOnce;
    },
    wasLeftOut: () => {
      if (!hasBegun) return false;
      ends();
      return true;
    },
    read: (path) => read(path, 'utf8'),
  };
}

/** Calls `begins` when the loader looks up Node's own handler for `.js`. The returned function says whether the program has replaced that handler. */
function watchHandler(begins: () => void): () => boolean {
  const own = extensions['.js'] as Handler;
  let handler = own;
  Object.defineProperty(extensions, '.js', {
    configurable: true,
    enumerable: true,
    get() {
      if (handler === own && calledByLoader()) begins();
      return handler;
    },
    set(replacement: Handler) {
      handler = replacement;
    },
  });
  return () => handler !== own;
}

/** Puts markers into the text that a handler of the program passes to `_compile`, and into a file that was read where nobody can reach it. */
function watchCompile(
  reading: Reading,
  prepared: Prepared,
  { handled, tables }: { readonly handled: (path: string) => boolean; readonly tables: Tables },
): void {
  let compile = prototype._compile;
  let marks = marking(compile, handled, tables);
  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: true,
    get(this: Module): Compile {
      // Not asked of a module, but of the prototype.
      const { filename } = this;
      if (typeof filename !== 'string') return compile;
      if (handled(filename)) return marks;
      if (!reading.wasLeftOut()) return compile;
      beginsRequired(filename);
      if (!isUserFile(filename)) return compile;
      const source = prepared(reading.read(filename), filename);
      // The loader's own arguments come after the bound ones, and are ignored. The last one is the format that it has noted on the module.
      return compile.bind(this, source, filename, keptAs(this, 'kFormat'));
    },
    set(this: object, replacement: Compile) {
      if (this === prototype) {
        compile = replacement;
        marks = marking(compile, handled, tables);
      } else Object.defineProperty(this, '_compile', { ...PLAIN, value: replacement });
    },
  });
}

const PLAIN = { configurable: true, enumerable: true, writable: true };

/** Whether the loader looks up the handler to load a file. Other code does so to wrap it, and the loader itself to see whether there is one. */
function calledByLoader(): boolean {
  const caller = framesBelow(3).find((site) => site.getFileName() !== __filename);
  return caller !== undefined && String(caller).startsWith('Module.load (node:internal/');
}
