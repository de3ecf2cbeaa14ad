import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenExcerpts } from '../protocol/marker-text.ts';

/** Where the tracer lets Node print a crash; see src/tracer/unseen/crash.ts. Nobody else can guess it. */
export const crashFile = (): string => join(tmpdir(), `loopscope-${randomUUID()}.stderr`);

/** What the program said as it crashed, in its author's lines; null when it did not crash. The file is gone after. */
export async function takeCrash(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8');
    await rm(file, { force: true });
    return writtenExcerpts(text);
  } catch {
    return null;
  }
}

/** Captured output of a program, without the markers of an excerpt in it. */
export function cleaned(output: Uint8Array): Uint8Array {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  if (!bytes.includes('__loopscope')) return output;
  return Buffer.from(writtenExcerpts(bytes.toString('utf8')));
}
