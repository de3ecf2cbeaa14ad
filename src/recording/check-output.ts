import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Problem } from '../protocol/bridge.ts';
import { RECORDING_MAGIC } from '../protocol/recording.ts';
import { isRecording } from './check-script.ts';
import { failure, fileCause } from './problem.ts';

/**
 * The problem with writing a recording to `path`, or null. A recording may replace another one, but no other kind of file: `-o app.mjs`,
 * easily typed by mistake, would destroy the script.
 */
export async function checkOutput(path: string): Promise<Problem | null> {
  const title = `Cannot write a recording to ${basename(path)}`;
  const action = 'Choose another place for it.';
  let file: FileHandle | undefined;
  try {
    const found = await stat(path);
    if (found.isDirectory()) return failure(title, `${path} is a folder.`, action).problem;
    if (!found.isFile() || found.size === 0) return null;
    file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(RECORDING_MAGIC.length));
    if (isRecording(buffer.subarray(0, bytesRead))) return null;
    return failure(title, `${path} exists and is not a recording.`, action).problem;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    return failure(title, fileCause(path, error), action).problem;
  } finally {
    await file?.close();
  }
}
