// Whether the function that reads the place of OpenTelemetry's API is about to put something there. Somebody who registers an SDK must find
// the place as they left it; somebody who asks must find ours.
//
//   api[KEY] = api[KEY] ?? { version: VERSION };    registerGlobal
//   const api = _global[KEY]; if (api) delete …;    unregisterGlobal
//   return _global[KEY]?.[type];                    getGlobal
//
// Only the function's name tells them apart or, in a bundle whose names were minified, the text that follows in the function.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OWN_SCRIPTS } from '../unseen/own-scripts.ts';

const NAME = /\b(?:un)?(?:registerGlobal|getGlobal)\b/;
const PLACE = /((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/;
/** The text up to the next closing brace. */
const WRITES = /^[^}]*?(?:\{\s*version\s*:|\bdelete\b)/;
const LONGEST = 200;

/** Answers by the place of the call, since a program that makes spans asks very often. */
const known: Record<string, boolean> = Object.create(null);

export function isRegistering(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 4;
  const stack = String(new Error().stack);
  Error.stackTraceLimit = limit;
  const name = NAME.exec(stack);
  if (name !== null) return name[0] !== 'getGlobal';
  const frame = stack.split('\n').find((line) => PLACE.test(line) && !line.includes(OWN_SCRIPTS));
  if (frame === undefined) return false;
  known[frame] ??= writesAt(frame);
  return known[frame];
}

function writesAt(frame: string): boolean {
  const { 1: file = '', 2: line, 3: column } = PLACE.exec(frame.replace(/^.*\(|^\s*at /, '')) ?? [];
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const text = readFileSync(path, 'utf8').split('\n')[Number(line) - 1] ?? '';
    return WRITES.test(text.slice(Number(column) - 1, Number(column) - 1 + LONGEST));
  } catch {
    return false;
  }
}
