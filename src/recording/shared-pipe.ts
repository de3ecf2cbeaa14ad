// The pipe into which all threads of a program except its main thread write. It has a name, so that processes that inherit nothing from
// this one can open it, too. Only this user can open its folder. The threads also leave the markers of files there for one another
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
  /** What is written into the pipe, see src/protocol/packets.ts. Ends after `leave` was called and when no writer is left. */
  readonly source: Readable;
  /** Removes the pipe's name, so that nobody can open it from now on. */
  leave(): Promise<void>;
}

const PREFIX = 'loopscope-';
const PIPE = 'pipe';
/** Younger folders are left alone, because a pipe that has just been made has no reader yet. */
const OLD_MS = 60_000;

let isCleaned = false;

/** Null if the system has no named pipes. Then only the main thread is traced. */
export async function makeSharedPipe(): Promise<SharedPipe | null> {
  // This is done once per process, and not waited for.
  if (!isCleaned) void removeAbandoned();
  isCleaned = true;
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), PREFIX));
    const path = join(folder, PIPE);
    await makePipe(path);
    return openSharedPipe(folder, path);
  } catch {
    if (folder !== null) await removed(folder);
    return null;
  }
}

/** Makes a named pipe that only this user can open. Throws where the system has none. */
export async function makePipe(path: string): Promise<void> {
  await run('mkfifo', ['-m', '600', path]);
}

/** Removes the folders in `within` that killed recorders have left behind. Nobody reads their pipes. */
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
  // As long as this process holds it open for writing, the reader does not reach an end.
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

/** Removes a folder. A process that still runs may put something into it meanwhile; afterwards it finds no folder. */
async function removed(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
