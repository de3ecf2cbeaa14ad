import { basename, extname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const EXTENSIONS = new Set(['.js', '.mjs', '.cjs', '']);

/** Files the person wrote: what is installed under node_modules is a library, and folds into what waits for it. */
export function isUserFile(path: string): boolean {
  return EXTENSIONS.has(extname(path)) && !path.split(sep).includes('node_modules');
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
