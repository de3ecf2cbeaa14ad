import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenExcerpts } from '../node/marker-text.ts';

/** The file into which the tracer lets Node print a crash; see src/tracer/unseen/crash.ts. Nobody else can guess its name. */
export const crashFile = (): string => join(tmpdir(), `loopscope-${randomUUID()}.stderr`);

/**
 * Reads and deletes that file. Returns what the program said as it crashed, with the lines as their author wrote them; null if it did not
 * crash.
 */
export async function takeCrash(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8');
    await rm(file, { force: true });
    return writtenExcerpts(text);
  } catch {
    return null;
  }
}

/** The captured output of a program, without the markers in excerpts of its text. */
export function cleaned(output: Uint8Array): Uint8Array {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  if (!bytes.includes('__loopscope')) return output;
  return Buffer.from(writtenExcerpts(bytes.toString('utf8')));
}
