// The recordings that Loopscope keeps by itself: the latest few runs, one file each.

import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { RECORDING_EXTENSION } from '../../protocol/recording.ts';

const RECORDINGS_KEPT = 20;

/** A path for a new recording in `folder`, which is created if necessary. Deletes the oldest recordings. */
export async function newRecordingFile(folder: string, script: string): Promise<string> {
  // Readable by this user only: a recording has the program's arguments, and what it printed.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await deleteOldest(folder, RECORDINGS_KEPT - 1);
  // Sorts by time, and contains no character that a file system forbids.
  const time = new Date().toISOString().replace(/[:.]/g, '-').slice(0, -1);
  return join(folder, `${fileStem(script)}-${time}${RECORDING_EXTENSION}`);
}

/** The name, without extension, of a file about a script. A recording may claim any script name, so only letters and numbers are kept. */
export const fileStem = (script: string): string =>
  basename(script, extname(script)).replace(/[^\p{L}\p{N}_.-]+/gu, '-');

async function deleteOldest(folder: string, kept: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(RECORDING_EXTENSION));
  const files = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return { file, changed: (await stat(file)).mtimeMs };
    }),
  );
  const oldest = files.sort((one, other) => other.changed - one.changed).slice(kept);
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
}
