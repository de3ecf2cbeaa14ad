import { BlobKind } from '../../protocol/events.ts';
import { putBlob } from '../sending/writer.ts';

const LONGEST = 100;
/** Memory that a program with ever new names can make the tracer use: a name is told again when it was forgotten. */
const REMEMBERED = 5_000;

const ids = new Map<string, number>();
let last = 0;
/** What was asked for last, which often is the same text. */
let lastText = '';
let lastId = 0;

/** The number by which records name a text; tells the text where it has not been told. 0 for none. */
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

/** What is at the end of a long path tells it from others. */
export const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `…${text.slice(text.length - LONGEST + 1)}`;
