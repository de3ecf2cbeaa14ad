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
import { type Compile, extensions, type Handler, isHandled, marking, prototype } from '../handled.ts';
import { beginsLoading } from '../loading.ts';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile } from '../user-files.ts';
import { loadRequired } from './esm-required.ts';

export function loadCommonJs(tables: Tables): void {
  // The module's exports and not its namespace, because the loader takes its functions from there.
  const shared = createRequire(import.meta.url)('node:fs') as { readFileSync: typeof fs.readFileSync };
  const prepared = (source: string, path: string): string => {
    loadRequired(source, tables);
    return prepare(source, path, path.endsWith('.cjs') ? 'commonjs' : null, tables);
  };

  const read = shared.readFileSync;
  /** The loader has begun with a file but has not read it yet. */
  let begun = false;
  const readOnce = function readFileSync(path: unknown, options: unknown): string | Buffer {
    shared.readFileSync = read;
    begun = false;
    if (typeof path === 'string') beginsLoading(path, true);
    const content = read(path as string, options as 'utf8');
    if (typeof content !== 'string' || typeof path !== 'string' || !isUserFile(path)) return content;
    return prepared(content, path);
  } as typeof fs.readFileSync;

  const own = extensions['.js'] as Handler;
  let handler = own;
  Object.defineProperty(extensions, '.js', {
    configurable: true,
    enumerable: true,
    get() {
      if (handler === own && calledByLoader()) {
        begun = true;
        shared.readFileSync = readOnce;
      }
      return handler;
    },
    set(replacement: Handler) {
      handler = replacement;
    },
  });

  // For `.js` not by the getter, which is for the loader.
  const handled = (path: string): boolean =>
    extname(path) in extensions && extname(path) !== '.js' ? isHandled(path) : handler !== own;
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
      if (!begun) return compile;
      shared.readFileSync = read;
      begun = false;
      beginsLoading(filename, true);
      if (!isUserFile(filename)) return compile;
      const source = prepared(read(filename, 'utf8'), filename);
      // The loader's own arguments come after the bound ones, and are ignored.
      return compile.bind(this, source, filename, formatOf(this));
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

/** The format that the loader has noted on the module. */
function formatOf(module: object): unknown {
  const symbol = Object.getOwnPropertySymbols(module).find((own) => own.description === 'kFormat');
  return symbol === undefined ? undefined : (module as Record<symbol, unknown>)[symbol];
}

/** Whether the loader looks up the handler to load a file. Other code does so to wrap it, and the loader itself to see whether there is one. */
function calledByLoader(): boolean {
  const caller = framesBelow(3).find((site) => site.getFileName() !== __filename);
  return caller !== undefined && String(caller).startsWith('Module.load (node:internal/');
}
