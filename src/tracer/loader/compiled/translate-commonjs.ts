// CommonJS in TypeScript. On Node 20 the loader of CommonJS asks no hook. On Node 22 imported CommonJS has a `require` that asks no hook where a
// file is. A program that Loopscope compiles could not run without it, so nobody can compare, and plain `require.extensions` handlers will do.

import { Module } from 'node:module';
import { prepare, type Tables } from '../prepare.ts';
import { isUserFile } from '../user-files.ts';
import { resolveTranslated, TRANSLATED, translate } from './translation.ts';

interface Compiled {
  readonly filename?: string | null;
  _compile(code: string, filename: string): void;
}
interface Internals {
  readonly _extensions: Record<string, (module: Compiled, filename: string) => void>;
  _resolveFilename(request: string, parent: Compiled | null | undefined, ...rest: unknown[]): string;
}

const internals = Module as unknown as Internals;

export function translateCommonJs(tables: Tables): void {
  for (const extension of TRANSLATED) {
    internals._extensions[extension] = (module, filename) => {
      const { code, map } = translate(filename, tables, 'commonjs');
      module._compile(
        isUserFile(filename) ? prepare(code, filename, 'commonjs', tables, map) : code,
        filename,
      );
    };
  }
}

export function resolveCommonJs(): void {
  const resolve = internals._resolveFilename;
  internals._resolveFilename = (request, parent, ...rest) => {
    // Null for what Node loads before a program that has no file (`node -r … -e …`).
    const importer = parent?.filename;
    const file = typeof importer === 'string' ? resolveTranslated(request, importer) : null;
    return Reflect.apply(resolve, internals, [file ?? request, parent, ...rest]);
  };
}
