// Node 20 has no hook for CommonJS. Its loader looks the handler for `.js` up, the handler reads the file with
// `fs.readFileSync`, looks the module's `_compile` up and calls it: a getter at the first place replaces the second for
// that one call. A module that an ES module imports has been read already, where nobody can reach it: then a getter at
// the third place answers with a function bound to other text. Wrapping any of these functions instead would leave a
// frame of ours in every stack trace of the program.

import type * as fs from 'node:fs';
import { createRequire, Module } from 'node:module';
import { framesBelow } from '../frames.ts';
import { leave, prepare, type Tables } from './prepare.ts';
import { isUserFile } from './user-files.ts';

type Handler = (module: Module, filename: string) => void;
type Compile = (this: Module, source: string, filename: string, format?: unknown) => unknown;

interface Internals {
  readonly _extensions: Record<string, Handler>;
  readonly prototype: { _compile: Compile };
}

export function loadCommonJs(tables: Tables): void {
  // The object itself, not the namespace: what the loader reads its functions from.
  const shared = createRequire(import.meta.url)('node:fs') as { readFileSync: typeof fs.readFileSync };
  const { _extensions: extensions, prototype } = Module as unknown as Internals;
  const prepared = (source: string, path: string): string =>
    prepare(source, path, path.endsWith('.cjs') ? 'commonjs' : null, tables);

  const read = shared.readFileSync;
  /** The loader has begun with a file, and not read it yet. */
  let begun = false;
  const readOnce = function readFileSync(path: unknown, options: unknown): string | Buffer {
    shared.readFileSync = read;
    begun = false;
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

  let compile = prototype._compile;
  Object.defineProperty(prototype, '_compile', {
    configurable: true,
    enumerable: true,
    get(this: Module): Compile {
      if (handler !== own && this.filename !== undefined) leave(this.filename, tables);
      if (!begun || this.filename === undefined) return compile;
      shared.readFileSync = read;
      begun = false;
      if (!isUserFile(this.filename)) return compile;
      const source = prepared(read(this.filename, 'utf8'), this.filename);
      // What it is called with stands behind what it is bound to, and is not looked at.
      return compile.bind(this, source, this.filename, formatOf(this));
    },
    set(this: object, replacement: Compile) {
      if (this === prototype) compile = replacement;
      else Object.defineProperty(this, '_compile', { ...PLAIN, value: replacement });
    },
  });
}

const PLAIN = { configurable: true, enumerable: true, writable: true };

/** What the loader has noted on the module. */
function formatOf(module: object): unknown {
  const symbol = Object.getOwnPropertySymbols(module).find((own) => own.description === 'kFormat');
  return symbol === undefined ? undefined : (module as Record<symbol, unknown>)[symbol];
}

/** Other code looks the handler up too, to wrap it; and the loader to see whether there is one. */
function calledByLoader(): boolean {
  const caller = framesBelow(3).find((site) => site.getFileName() !== __filename);
  return caller !== undefined && String(caller).startsWith('Module.load (node:internal/');
}
