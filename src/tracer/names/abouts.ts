import { BlobKind } from '../../protocol/events.ts';
import { putBlob } from '../sending/writer.ts';

const LONGEST = 100;
/** Limits the memory that a program with ever new names can make the tracer use. A name that was forgotten is sent again. */
const REMEMBERED = 5_000;

const ids = new Map<string, number>();
let last = 0;
/** The last text and its number: often the next one is the same. */
let lastText = '';
let lastId = 0;

/** The number by which records refer to a text, which is sent if it was not yet. 0 for ''. */
export function aboutId(text: string): number {
  if (text === '') return 0;
  if (text === lastText) return lastId;
  lastId = idOf(text);
  lastText = text;
  return lastId;
}

function idOf(text: string): number {
  const known = ids.get(text);
  if (known !== undefined) return known;
  if (ids.size >= REMEMBERED) ids.clear();
  ids.set(text, ++last);
  putBlob(BlobKind.about, text, last);
  return last;
}

/** Shortens a text at its beginning: the end of a long path tells it from others. */
export const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `…${text.slice(text.length - LONGEST + 1)}`;
