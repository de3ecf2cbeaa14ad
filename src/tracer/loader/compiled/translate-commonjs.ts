// Node 20: its loader of CommonJS asks no hook. Node 22: CommonJS that is imported has a `require` that asks none where a
// file is. In a program that Loopscope translates nobody can compare, so handlers are put where everybody puts them.

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
    // Null for what Node is told to load before a program that has no file (`node -r … -e …`).
    const importer = parent?.filename;
    const file = typeof importer === 'string' ? resolveTranslated(request, importer) : null;
    return Reflect.apply(resolve, internals, [file ?? request, parent, ...rest]);
  };
}
