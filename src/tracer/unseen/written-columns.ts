// Columns and positions as the author of a file has them, where the runtime knows those of its text with markers.

import { readFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import type { Columns } from '../instrument/columns.ts';
import { columnsOf } from '../loader/prepare.ts';
import { mayBeLoadedElsewhere, remembered } from '../loader/remembered.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';

/** Of files that another thread has loaded. */
const read = new Map<string, Columns | null>();

/** Leads from the columns of a file with markers, a path or URL, to its author's; null where they are the same. */
export function columnsFor(file: string | null): Columns | null {
  if (file === null || file.startsWith('node:')) return null;
  const path = pathOfUrl(file) ?? file;
  const known = remembered(path);
  if (known !== null || !mayBeLoadedElsewhere()) return known;
  let columns = read.get(path);
  if (columns === undefined) {
    columns = prepareAgain(path);
    read.set(path, columns);
  }
  return columns;
}

/** Whether Node leads from a file's text with markers to what its author wrote by itself: it has a map of that text. */
export const isMapped = (file: string): boolean =>
  process.sourceMapsEnabled && findSourceMap(file) !== undefined;

function prepareAgain(path: string): Columns | null {
  if (!isUserFile(path)) return null;
  try {
    return columnsOf(readFileSync(path, 'utf8'), path);
  } catch {
    // Gone since, or no file at all: its columns stay.
    return null;
  }
}
