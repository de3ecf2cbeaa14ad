// Columns and positions as the author of a file has them, where the runtime knows those of its text with markers.

import { readFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import type { Columns } from '../instrument/columns.ts';
import { columnsOf } from '../loader/prepare.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';

const known = new Map<string, Columns | null>();

/**
 * Leads from the columns of a file with markers, a path or URL, to its author's; null where they are the same. Such a
 * file is given markers once more: only programs that look at a stack pay for it.
 */
export function columnsFor(file: string | null | undefined): Columns | null {
  if (typeof file !== 'string' || file.startsWith('node:')) return null;
  let columns = known.get(file);
  if (columns === undefined) {
    columns = read(pathOfUrl(file) ?? file);
    known.set(file, columns);
  }
  return columns;
}

/** Whether Node leads from a file's text with markers to what its author wrote by itself: it has a map of that text. */
export const isMapped = (file: string | null | undefined): boolean =>
  typeof file === 'string' && process.sourceMapsEnabled && findSourceMap(file) !== undefined;

function read(path: string): Columns | null {
  if (!isUserFile(path)) return null;
  try {
    return columnsOf(readFileSync(path, 'utf8'), path);
  } catch {
    // Gone since, or no file at all: its columns stay.
    return null;
  }
}
