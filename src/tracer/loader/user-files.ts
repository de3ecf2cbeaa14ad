import { basename, dirname, extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the tracer's own files are, once bundled. */
const OWN = dirname(fileURLToPath(import.meta.url));
const EXTENSIONS = new Set(['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx', '']);

/** Files the person wrote: what is installed under node_modules is a library, and folds into what waits for it. */
export function isUserFile(path: string): boolean {
  if (!EXTENSIONS.has(extname(path)) || dirname(path) === OWN) return false;
  return !path.split(sep).includes('node_modules');
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
