// How the columns of what this thread has loaded lead back to its author's: kept from when it was given its markers, since a
// program's first stack would otherwise wait for every file in it to be given them again (160 ms and more for 300 lines).

import { createRequire } from 'node:module';
import type { Columns } from '../instrument/columns.ts';

interface Running {
  /** As it runs; null where that is not known. */
  readonly text: string | null;
  /** Null where it has no markers. */
  readonly columns: Columns | null;
  hash?: string;
}

/** By path, the texts that run under it: most often one. */
const running = new Map<string, Running[]>();
/** Somebody who makes code anew all the time goes on doing so. */
const MOST_TEXTS = 32;
let othersLoad = false;

/** `columns`: null for a text without markers. */
export function remember(path: string, text: string | null, columns: Columns | null): void {
  const texts = running.get(path);
  if (texts === undefined) running.set(path, [{ text, columns }]);
  else if (!texts.some((known) => known.text === text)) {
    if (texts.length === MOST_TEXTS) texts.shift();
    texts.push({ text, columns });
  }
}

/** What V8 tells of a frame and the types lack. */
interface Hashed {
  getScriptHash?(): string;
}

/**
 * Null for a file without markers, and for one that another thread has given them. Where several texts run under one path, that of
 * the frame; without one, the last.
 */
export function remembered(path: string, frame?: NodeJS.CallSite): Columns | null {
  const texts = running.get(path);
  if (texts === undefined) return null;
  const last = texts.at(-1) as Running;
  if (texts.length === 1 || frame === undefined) return last.columns;
  const hash = (frame as Hashed).getScriptHash?.();
  const found = texts.find((known) => hashOf(known) === hash) ?? texts.find(({ text }) => text === null);
  return found?.columns ?? null;
}

/** As V8 has it: SHA-256 of UTF-8. */
function hashOf(known: Running): string {
  if (known.text === null) return '';
  known.hash ??= (createRequire(__filename)('node:crypto') as typeof import('node:crypto'))
    .createHash('sha256')
    .update(known.text)
    .digest('hex');
  return known.hash;
}

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
