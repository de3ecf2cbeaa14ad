// Keeps the markers of files from one run to the next, so that a program with many files starts sooner when it is run again: see
// src/tracer/loader/shared-markers.ts.

import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprint.ts';

/** The markers of some 80,000 files (those of Node-RED have 3 KB each). When there are more, the oldest are removed. */
const MOST_BYTES = 256 * 2 ** 20;
const LEFT_BYTES = MOST_BYTES / 2;

/** The folder for the markers of one tracer, made if it is missing. Each build of the tracer has its own. Null if it cannot be made. */
export async function keptMarkers(tracerFile: string, cache = cacheFolder()): Promise<string | null> {
  try {
    const all = join(cache, 'markers');
    const parts = ['start.cjs', 'instrument.cjs'].map((name) => fingerprint(join(dirname(tracerFile), name)));
    const folder = join(all, (await Promise.all(parts)).join('-'));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!shrunk.has(all)) {
      shrunk.add(all);
      void shrink(all).catch(() => {});
    }
    return folder;
  } catch {
    return null;
  }
}

/** The folders whose size this process has checked already. */
const shrunk = new Set<string>();

/** Where the system wants files that can be made again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'loopscope');
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches/loopscope');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'loopscope');
  return join(homedir(), '.cache/loopscope');
}

/** Removes the oldest of all files in the folders of `all`, if they are too many. */
export async function shrink(all: string, mostBytes = MOST_BYTES, leftBytes = LEFT_BYTES): Promise<void> {
  const entries = await readdir(all, { recursive: true, withFileTypes: true });
  const files = [];
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    files.push({ path, size, mtimeMs });
    bytes += size;
  }
  if (bytes <= mostBytes) return;
  files.sort((a, b) => a.mtimeMs - b.mtimeMs);
  for (const { path, size } of files) {
    if (bytes <= leftBytes) return;
    await rm(path, { force: true });
    bytes -= size;
  }
}
