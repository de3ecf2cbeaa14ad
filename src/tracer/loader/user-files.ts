import { basename, dirname, extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the tracer's own files are, once bundled. */
const OWN = dirname(fileURLToPath(import.meta.url));
const EXTENSIONS = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '']);

let modulesIncluded = false;

/** From now on libraries get markers as well. */
export function includeModules(): void {
  modulesIncluded = true;
}

/** What is installed under node_modules folds into what waits for it, unless the person wants to see it. */
export const isLibrary = (path: string): boolean =>
  !modulesIncluded && path.split(sep).includes('node_modules');

/** Files the person wants to see into: those they wrote. */
export function isUserFile(path: string): boolean {
  return EXTENSIONS.has(extname(path)) && dirname(path) !== OWN && !isLibrary(path);
}

/** The path a module's URL names, without query and fragment; null when it is no file. */
export function pathOfUrl(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

export const moduleName = (path: string): string => basename(path);
