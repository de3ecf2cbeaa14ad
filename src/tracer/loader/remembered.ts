// How the columns of what this thread has loaded lead back to its author's: kept from when it was given its markers, since a
// program's first stack would otherwise wait for every file in it to be given them again (160 ms and more for 300 lines).

import type { Columns } from '../instrument/columns.ts';

const columns = new Map<string, Columns>();
let othersLoad = false;

export const remember = (path: string, of: Columns): void => void columns.set(path, of);

/** Null for a file without markers, and for one that another thread has given them. */
export const remembered = (path: string): Columns | null => columns.get(path) ?? null;

/** From now on a thread of its own gives files their markers (Node 20): nothing is remembered of those here. */
export function isLoadedElsewhere(): void {
  othersLoad = true;
}
export const mayBeLoadedElsewhere = (): boolean => othersLoad;

/** A file as its author wrote it, and as it runs. */
export interface Texts {
  readonly source: string;
  readonly marked: string;
}

let texts: Map<string, Texts> | null = null;

/** From now on the texts of files are kept, too. */
export function keepTexts(): void {
  texts ??= new Map();
}
export const rememberTexts = (path: string, of: Texts): void => void texts?.set(path, of);
export const textsOf = (path: string): Texts | null => texts?.get(path) ?? null;
