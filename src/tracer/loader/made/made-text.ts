// A text that the program compiles by `vm` under the name of one of the user's files, and its markers: see made.ts.

import * as fs from 'node:fs';
import { isAbsolute } from 'node:path';
import type { BlobKind } from '../../../protocol/events.ts';
import type { TextKind } from '../../instrument/instrument.ts';
import type { CountedBefore } from '../../instrument/places.ts';
import { OWN, type Realm } from '../../promises/realms.ts';
import { isCounted } from '../../unseen/counted.ts';
import { prepareCompiled, type Tables } from '../prepare.ts';
import { remember } from '../remembered.ts';
import { isUserFile, pathOfUrl } from '../user-files.ts';
import { realmOf } from './contexts.ts';

// Taken before the program can replace it.
const { statSync } = fs;

/** The realm of what runs in a context, which has the markers from now on; null if it cannot have them. No object: this thread's own context. */
export const realmIn = (context: unknown): Realm | null =>
  typeof context !== 'object' || context === null ? OWN : realmOf(context);

/** Makes sure that a context has the markers. */
export const canRunIn = (context: unknown): boolean => realmIn(context) !== null;

export interface MadeText {
  readonly code: string;
  readonly path: string;
  readonly kind: TextKind;
  readonly before: CountedBefore;
  /** The text has to be compiled as it is. */
  readonly isLeft: boolean;
}

/** Compiles a text with markers. What is not a text is passed on as it is, and the runtime reports that. */
export function compileMarked<Made>(
  tables: Tables,
  { code, path, kind, before, isLeft }: MadeText,
  compile: (code: string) => Made,
): Made {
  let told: [BlobKind, string][] = [];
  const untold: Tables = { ...tables, send: (...what) => void told.push(what) };
  // The program may compile a file once more that Node has loaded.
  const isMarked = code.includes('__loopscope');
  const marked = isLeft || isMarked || isCounted() ? code : prepareCompiled(code, path, kind, untold, before);
  let made = marked === code ? null : compiled(() => compile(marked));
  if (made === null) {
    if (marked !== code) told = [];
    made = compile(code);
    if (!isMarked) remember(path, code, null);
  }
  for (let at = 0; at < told.length; at++) tables.send(...(told[at] as [BlobKind, string]));
  return made;
}

/** Null if V8 refuses the text with markers: then the error has to be that of the program's own text. */
function compiled<Made>(compile: () => Made): Made | null {
  try {
    return compile();
  } catch {
    return null;
  }
}

/** The path if the name is that of a file that the user wrote; null for any other name. */
export function ownPath(filename: unknown): string | null {
  if (typeof filename !== 'string') return null;
  const path = isAbsolute(filename) ? filename : pathOfUrl(filename);
  return path !== null && isUserFile(path) && isThere(path) ? path : null;
}

const there = new Map<string, boolean>();

function isThere(path: string): boolean {
  let known = there.get(path);
  if (known === undefined) {
    try {
      known = statSync(path).isFile();
    } catch {
      known = false;
    }
    there.set(path, known);
  }
  return known;
}
