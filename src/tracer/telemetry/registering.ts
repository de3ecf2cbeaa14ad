// Whether who reads the place of OpenTelemetry's API is about to put something there. Somebody who registers an SDK must find it as
// it left it; somebody who asks is to find ours.
//
//   api[KEY] = api[KEY] ?? { version: VERSION };    registerGlobal
//   const api = _global[KEY]; if (api) delete …;    unregisterGlobal
//   return _global[KEY]?.[type];                    getGlobal
//
// All that tells them apart is what the function is called and, in a bundle whose names were minified, what its text goes on with.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NAME = /\b(?:un)?(?:registerGlobal|getGlobal)\b/;
const PLACE = /((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):(\d+)\)?$/;
/** Up to the next brace that closes. */
const WRITES = /^[^}]*?(?:\{\s*version\s*:|\bdelete\b)/;
const LONGEST = 200;

/** By place: a program that makes spans asks very often. */
const known: Record<string, boolean> = Object.create(null);

export function isRegistering(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 4;
  const stack = String(new Error().stack);
  Error.stackTraceLimit = limit;
  const name = NAME.exec(stack);
  if (name !== null) return name[0] !== 'getGlobal';
  const frame = stack.split('\n').find((line) => PLACE.test(line) && !line.includes(__dirname));
  if (frame === undefined) return false;
  known[frame] ??= writesAt(frame);
  return known[frame];
}

function writesAt(frame: string): boolean {
  const [, file = '', line, column] = PLACE.exec(frame.replace(/^.*\(|^\s*at /, '')) ?? [];
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const text = readFileSync(path, 'utf8').split('\n')[Number(line) - 1] ?? '';
    return WRITES.test(text.slice(Number(column) - 1, Number(column) - 1 + LONGEST));
  } catch {
    return false;
  }
}
