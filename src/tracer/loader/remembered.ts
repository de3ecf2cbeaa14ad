// How columns of the files that this thread has loaded lead back to the author's columns. Kept from when a file got its markers: otherwise a
// program's first stack would have to wait until every file in it got them again (160 ms and more for 300 lines).

import { createRequire } from 'node:module';
import type { Columns } from '../instrument/columns.ts';

export interface Running {
  /** The text as it runs; null if unknown. */
  readonly text: string | null;
  /** Null if it has no markers. */
  readonly columns: Columns | null;
  hash?: string;
}

/** For each path, the texts that run under it: most often one. */
const running = new Map<string, Running[]>();
/** At most this many texts are kept for one path, as a program may make code again and again. */
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

/** A method of V8's frames that the types lack. */
interface Hashed {
  getScriptHash?(): string;
}

/** Null for a file without markers, and for one that got them in another thread. `frame`: a frame of that file. */
export function remembered(path: string, frame?: NodeJS.CallSite): Columns | null {
  const hash = frame === undefined ? undefined : () => (frame as Hashed).getScriptHash?.();
  return runningOf(path, hash)?.columns ?? null;
}

/**
 * What is known of the text that runs under a path; null if nothing is. If there are several, the one whose hash `hash` returns counts; without `hash`, the
 * last one.
 */
export function runningOf(path: string, hash?: () => string | undefined): Running | null {
  const texts = running.get(path);
  if (texts === undefined) return null;
  const last = texts.at(-1) as Running;
  if (texts.length === 1 || hash === undefined) return last;
  const asked = hash();
  return texts.find((known) => hashOf(known) === asked) ?? texts.find(({ text }) => text === null) ?? null;
}

/** The text that runs under a path, the last one if there are several; null if it is not known. */
export const runningText = (path: string): string | null => runningOf(path)?.text ?? null;

/** All texts that run in this thread, as far as they are known. */
export function* runningTexts(): Generator<string> {
  for (const texts of running.values())
    for (let at = 0; at < texts.length; at++) {
      const text = texts[at]?.text ?? null;
      if (text !== null) yield text;
    }
}

function hashOf(known: Running): string {
  if (known.text === null) return '';
  known.hash ??= scriptHash(known.text);
  return known.hash;
}

/** The hash of a text as V8 computes it: SHA-256 of its UTF-8. */
export const scriptHash = (text: string): string =>
  (createRequire(__filename)('node:crypto') as typeof import('node:crypto'))
    .createHash('sha256')
    .update(text)
    .digest('hex');

/** From now on another thread inserts the markers (Node 20), so nothing is remembered here. */
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
