// Which files Loopscope compiles itself, and the compiler that does it. Only used if the program's own script is a file that this Node would
// refuse; src/recording/typescript.ts decides that.

import { extname } from 'node:path';
import { BlobKind } from '../../../protocol/events.ts';
import type { Notice } from '../../../protocol/payloads.ts';
import { loadBundle } from '../../unseen/own-bundles.ts';
import type { Tables } from '../prepare.ts';
import type { Translation } from './translator.ts';

export const TRANSLATED = ['.ts', '.tsx', '.mts', '.cts', '.jsx'] as const;
const endings: ReadonlySet<string> = new Set(TRANSLATED);

type Translator = typeof import('./translator.ts');
let translator: Translator | null = null;

export const isTranslated = (path: string): boolean => endings.has(extname(path));

/** Throws a SyntaxError that says where the mistake is. A problem with the author's settings is told once. */
export function translate(path: string, tables: Tables, as?: 'commonjs'): Translation {
  const { translate: compile, troubleOf } = load();
  const trouble = troubleOf(path);
  if (trouble !== null && !told.has(trouble)) {
    told.add(trouble);
    const message = `its tsconfig.json is not used as it should be: ${trouble}`;
    tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
  }
  // An imported file that turns out to be CommonJS is loaded twice.
  if (last?.path !== path || (as !== undefined && last.made.kind !== as))
    last = { path, made: compile(path, as) };
  return last.made;
}
let last: { readonly path: string; readonly made: Translation } | null = null;
const told = new Set<string>();

/**
 * The file that a compiled file means by a specifier: `./store` and `./store.js` may be `store.ts`, and `paths` of tsconfig.json define further
 * names. Null if Node should resolve it.
 */
export function resolveTranslated(specifier: string, importer: string): string | null {
  if (!isTranslated(importer) || /^(node|data|https?):/.test(specifier)) return null;
  const { hasPaths, resolve } = load();
  if (!/^\.{0,2}\//.test(specifier) && !hasPaths(importer)) return null;
  return resolve(specifier, importer);
}

const load = (): Translator => (translator ??= loadBundle<Translator>('translator.cjs'));
