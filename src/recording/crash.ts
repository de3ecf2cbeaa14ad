import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the tracer lets Node print a crash; see src/tracer/crash.ts. Nobody else can guess it. */
export const crashFile = (): string => join(tmpdir(), `loopscope-${randomUUID()}.stderr`);

/** What the program said as it crashed, in its author's lines; null when it did not crash. The file is gone after. */
export async function takeCrash(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8');
    await rm(file, { force: true });
    return withoutMarkers(text, lineOfFile);
  } catch {
    return null;
  }
}

/** Output of a program, without the markers of an excerpt in it: Node 22 and later warn of a top-level await that never
 * settles before the program's last event, where the tracer cannot divert it. */
export function cleaned(output: Uint8Array): Uint8Array {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  if (!bytes.includes('__loopscope.')) return output;
  return Buffer.from(withoutMarkers(bytes.toString('utf8'), lineOfFile));
}

/** `path:line`, the line, and carets under the place in it: what Node prints above a stack. */
const EXCERPT =
  /^(?<lead>Warning: .* at )?(?<place>(?:file:\/\/)?\/.*):(?<line>\d+)\n(?<code>.*__loopscope.*)\n(?<space>[ \t]*)(?<carets>\^+)$/gm;

export function withoutMarkers(text: string, lineOf: (place: string, line: number) => string | null): string {
  return text.replace(
    EXCERPT,
    (whole, lead: string | undefined, place: string, line: string, code: string, space: string, carets) => {
      const original = lineOf(place, Number(line));
      if (original === null) return whole;
      const under = original.slice(0, originalColumn(code, original, space.length)).replace(/[^\t]/g, ' ');
      return `${lead ?? ''}${place}:${line}\n${original}\n${under}${carets}`;
    },
  );
}

const MARKER =
  /(?:const \$ls_*=)?__loopscope\.\w\((?:\$l[se]_*|0x[0-9a-f]{5})?(?:,0x[0-9a-f]{5})?(?:,\$le_*)?[,)]?;?|try\{|\}catch\(\$le_*\)\{throw |\}finally\{/y;

/** Walks both lines at once: what the author's line does not have next was put in. */
function originalColumn(code: string, original: string, column: number): number {
  let at = 0;
  for (let i = 0; i < column; ) {
    MARKER.lastIndex = i;
    const marker = original.startsWith(code.slice(i, i + 4), at) ? null : MARKER.exec(code);
    if (marker !== null) i += marker[0].length;
    else if (code[i++] === original[at]) at++;
  }
  return at;
}

function lineOfFile(place: string, line: number): string | null {
  try {
    const path = place.startsWith('file:') ? fileURLToPath(place) : place;
    return readFileSync(path, 'utf8').split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? null;
  } catch {
    return null;
  }
}
