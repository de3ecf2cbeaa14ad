import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';

/** Of a file, by its path, size and time: another one when it has changed. Rejects where there is no such file. */
export async function fingerprint(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return createHash('sha256').update(`${file} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
}
