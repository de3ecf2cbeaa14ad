// Node 20 has no hook for CommonJS. Its loader looks the handler for `.js` up and the handler reads the file with
// `fs.readFileSync`: a getter at the first place replaces the second for that one call. Wrapping either function
// instead would leave a frame of ours in every stack trace of the program.

import type * as fs from 'node:fs';
import { createRequire, Module } from 'node:module';
import { prepare, type Tables } from './prepare.ts';
import { isUserFile } from './user-files.ts';

type Handler = (module: Module, filename: string) => void;

export function loadCommonJs(tables: Tables): void {
  // The object itself, not the namespace: what the loader reads its functions from.
  const shared = createRequire(import.meta.url)('node:fs') as { readFileSync: typeof fs.readFileSync };
  const extensions = (Module as unknown as { _extensions: Record<string, Handler> })._extensions;
  let handler = extensions['.js'] as Handler;
  const original = shared.readFileSync;

  const readOnce = function readFileSync(path: unknown, options: unknown): string | Buffer {
    shared.readFileSync = original;
    const content = original(path as string, options as 'utf8');
    if (typeof content !== 'string' || typeof path !== 'string' || !isUserFile(path)) return content;
    return prepare(content, path, path.endsWith('.cjs') ? 'commonjs' : null, tables);
  };
  Object.defineProperty(extensions, '.js', {
    configurable: true,
    enumerable: true,
    get() {
      if (calledByLoader()) {
        shared.readFileSync = readOnce as typeof fs.readFileSync;
        prepareImported(tables);
      }
      return handler;
    },
    set(replacement: Handler) {
      handler = replacement;
    },
  });
}

const imported = new WeakSet<object>();

/** Modules that an ES module imports have been read already: the text waits in a property of theirs. */
function prepareImported(tables: Tables): void {
  const cache = (Module as unknown as { _cache: Record<string, Module | undefined> })._cache;
  for (const path of Object.keys(cache)) {
    const module = cache[path];
    if (module === undefined || module.loaded || imported.has(module) || !isUserFile(path)) continue;
    imported.add(module);
    const symbol = Object.getOwnPropertySymbols(module).find((own) => own.description === 'kModuleSource');
    if (symbol === undefined) continue;
    const holder = module as unknown as Record<symbol, unknown>;
    const source = holder[symbol];
    if (typeof source === 'string') holder[symbol] = prepare(source, path, null, tables);
  }
}

/** Other code looks the handler up too, to wrap it; and the loader to see whether there is one. */
function calledByLoader(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 3;
  const stack = String(new Error().stack);
  Error.stackTraceLimit = limit;
  return /at Module\.load \(node:internal/.test(stack);
}
