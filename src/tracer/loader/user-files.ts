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

/** Whether a file belongs to an installed package. */
export const isOfPackage = (path: string): boolean => path.split(sep).includes('node_modules');

/** Files of packages get no markers, unless the user wants to see into them. */
export const isLibrary = (path: string): boolean => !modulesIncluded && isOfPackage(path);

/** Files that the user wants to see into: those they wrote. */
export function isUserFile(path: string): boolean {
  return EXTENSIONS.has(extname(path)) && dirname(path) !== OWN && !isLibrary(path);
}

/** The path that a module's URL names, without query and fragment; null if it is not a file. */
export function pathOfUrl(url: string): string | null {
  if (!url.startsWith('file:')) return null;
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

export const moduleName = (path: string): string => basename(path);
