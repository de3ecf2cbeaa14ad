// Leads from columns and positions in a text with markers to those of the author's text.

import { readFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { Columns } from '../instrument/columns.ts';
import type { Instrumented } from '../instrument/instrument.ts';
import { Places } from '../instrument/places.ts';
import { prepareAgain } from '../loader/prepare.ts';
import { mayBeLoadedElsewhere, remembered, type Texts } from '../loader/remembered.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';

/** For files that another thread has loaded. */
const read = new Map<string, Columns | null>();

/** How columns of a file, given by path or URL, lead to the author's; null if they are the same. `frame`: a frame of that file. */
export function columnsFor(file: string | null, frame?: NodeJS.CallSite): Columns | null {
  if (file === null || file.startsWith('node:')) return null;
  const path = pathOfUrl(file) ?? file;
  const known = remembered(path, frame);
  if (known !== null || !mayBeLoadedElsewhere()) return known;
  let columns = read.get(path);
  if (columns === undefined) {
    columns = columnsAgain(path);
    read.set(path, columns);
  }
  return columns;
}

/** Whether Node itself leads from a file's text with markers to the author's, because it has a source map of that text. */
export const isMapped = (file: string): boolean =>
  process.sourceMapsEnabled && findSourceMap(file) !== undefined;

function columnsAgain(path: string): Columns | null {
  const { 0: source, 1: again } = markedAgain(path);
  return again === null ? null : new Columns(new Places(source), again.insertions);
}

/** The texts of a file that another thread has loaded, or this one before texts were kept; null if it has no markers. */
export function textsAgain(path: string): Texts | null {
  if (!mayBeLoadedElsewhere() && remembered(path) === null) return null;
  return textsAnywhere(path);
}

/** The same for a file that any thread may have loaded. Numbers of sites may be others, but have the same length. */
export function textsAnywhere(path: string): (Texts & { readonly columns: Columns }) | null {
  const { 0: source, 1: again } = markedAgain(path);
  return again === null
    ? null
    : { source, marked: again.code, columns: new Columns(new Places(source), again.insertions) };
}

function markedAgain(path: string): [source: string, Instrumented | null] {
  if (!isUserFile(path)) return ['', null];
  try {
    const source = readFileSync(path, 'utf8');
    return [source, prepareAgain(source, path)];
  } catch {
    // The file is gone, or was never a file: its columns stay.
    return ['', null];
  }
}
