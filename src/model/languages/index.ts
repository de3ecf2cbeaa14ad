// All that differs between languages and runtimes is in this folder, so that nothing else in the model depends on them.

import { pathInPackage } from '../../protocol/paths.ts';
import { JAVASCRIPT } from './javascript.ts';
import type { Language } from './language.ts';

export type { Advice, AdviceSubject, Language } from './language.ts';

/** The language of each runtime, by the first word of what a tracer reports: `node 20.20.2`. */
const BY_RUNTIME: ReadonlyMap<string, Language> = new Map([
  ['node', JAVASCRIPT],
  ['electron', JAVASCRIPT],
]);

const LANGUAGES = new Set(BY_RUNTIME.values());

/** The path of a package's file from the package's name on, in any language; null for any other file. */
export function installedPath(path: string): string | null {
  for (const { installedIn } of LANGUAGES) {
    const inPackage = pathInPackage(path, installedIn);
    if (inPackage !== null) return inPackage;
  }
  return null;
}

/** The language that a runtime runs; JavaScript while the runtime is unknown. */
export const languageOf = (runtime: string): Language =>
  BY_RUNTIME.get(runtime.split(' ', 1)[0]!) ?? JAVASCRIPT;
