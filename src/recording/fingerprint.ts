import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';

/** A text that changes when the file at this path changes in size or time. Rejects if there is no such file. */
export async function fingerprint(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return createHash('sha256').update(`${file} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
}
