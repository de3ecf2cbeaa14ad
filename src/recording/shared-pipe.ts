// The pipe into which all of a program's threads except its main one write. It has a name, so that processes which inherit nothing from us
// can open it as well. Its folder is open to this user only, and there the threads also leave the markers of files for one another
// (src/tracer/loader/shared-markers.ts).

import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SharedPipe {
  readonly path: string;
  /** What is written into it, see src/protocol/packets.ts. Ends when `leave` was called and no writer is left. */
  readonly source: Readable;
  /** Removes its name: nobody can open it from now on. */
  leave(): Promise<void>;
}

const PREFIX = 'loopscope-';
const PIPE = 'pipe';
/** Younger folders are left alone: a pipe that is just being made has no reader yet. */
const OLD_MS = 60_000;

let isCleaned = false;

/** Null where the system has no named pipes; then only the main thread is traced. */
export async function makeSharedPipe(): Promise<SharedPipe | null> {
  // Once per process, and without waiting for it.
  if (!isCleaned) void removeAbandoned();
  isCleaned = true;
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), PREFIX));
    const path = join(folder, PIPE);
    await run('mkfifo', ['-m', '600', path]);
    return openSharedPipe(folder, path);
  } catch {
    if (folder !== null) await removed(folder);
    return null;
  }
}

/** Removes folders in `within` that killed recorders have left behind: nobody reads their pipes. */
export async function removeAbandoned(within: string = tmpdir()): Promise<void> {
  const names = await readdir(within).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const folder = join(within, name);
    if (await isAbandoned(join(folder, PIPE))) await removed(folder);
  }
}

async function isAbandoned(pipe: string): Promise<boolean> {
  try {
    const found = await stat(pipe);
    if (!found.isFIFO() || Date.now() - found.mtimeMs < OLD_MS) return false;
    closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENXIO';
  }
}

function openSharedPipe(folder: string, path: string): SharedPipe {
  const source = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  // As long as we hold it open for writing, the reader does not come to an end.
  const held = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  let isHeld = true;
  return {
    path,
    source,
    leave: async () => {
      if (isHeld) closeSync(held);
      isHeld = false;
      await removed(folder);
    },
  };
}

/** Removes a folder. A process that still runs may put something into it meanwhile; after that it finds no folder. */
async function removed(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
