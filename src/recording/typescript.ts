import { extname } from 'node:path';

/** The first versions that strip types by themselves: https://nodejs.org/api/typescript.html#type-stripping */
const TYPES_TAKEN_OUT = { 22: 18, 23: 6 };
const HOOKS_FOR_ALL = { 22: 15, 23: 5 };

/**
 * Whether the runtime (given by its label, `node 20.20.2`) refuses scripts of this kind (TypeScript or JSX), so that Loopscope has to
 * compile it.
 */
export function needsTranslation(script: string, runtime: string): boolean {
  const extension = extname(script);
  if (extension === '.tsx' || extension === '.jsx') return true;
  if (!/^\.[cm]?ts$/.test(extension)) return false;
  return !reaches(runtime, TYPES_TAKEN_OUT);
}

/**
 * Whether the runtime calls loader hooks only for imported files. It does so in versions without `module.registerHooks()`, before 22.15 and
 * 23.5.
 */
export const asksByImport = (runtime: string): boolean => !reaches(runtime, HOOKS_FOR_ALL);

/** An unknown runtime counts as a new one. */
function reaches(runtime: string, first: Readonly<Record<number, number>>): boolean {
  const version = /node (\d+)\.(\d+)/.exec(runtime);
  if (version === null) return true;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major >= 24 || minor >= (first[major] ?? Number.POSITIVE_INFINITY);
}
