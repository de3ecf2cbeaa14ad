// Which files Loopscope compiles itself, and the compiler that does it. Only where the program's own script is such a
// file, which this Node would refuse: whoever starts the program knows (src/recording/typescript.ts).

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

/** Throws a SyntaxError that says where. What is wrong with the author's settings is told once. */
export function translate(path: string, tables: Tables, as?: 'commonjs'): Translation {
  const { translate: compile, troubleOf } = load();
  const trouble = troubleOf(path);
  if (trouble !== null && !told.has(trouble)) {
    told.add(trouble);
    const message = `its tsconfig.json is not used as it should be: ${trouble}`;
    tables.send(BlobKind.notice, JSON.stringify({ message, file: path } satisfies Notice));
  }
  // An imported file that turns out to be CommonJS is asked for twice.
  if (last?.path !== path || (as !== undefined && last.made.kind !== as))
    last = { path, made: compile(path, as) };
  return last.made;
}
let last: { readonly path: string; readonly made: Translation } | null = null;
const told = new Set<string>();

/**
 * The file that a translated file means by a specifier: `./store` and `./store.js` may be `store.ts`, and what
 * tsconfig.json calls `paths` has names of its own. Null where Node knows better.
 */
export function resolveTranslated(specifier: string, importer: string): string | null {
  if (!isTranslated(importer) || /^(node|data|https?):/.test(specifier)) return null;
  const { hasPaths, resolve } = load();
  if (!/^\.{0,2}\//.test(specifier) && !hasPaths(importer)) return null;
  return resolve(specifier, importer);
}

const load = (): Translator => (translator ??= loadBundle<Translator>('translator.cjs'));
