// The pipe that all of a program's threads but its main one write into, by name: whoever inherits nothing from us can open
// it as well. In a folder of its own that only this user may enter, where they leave one another what has been found once
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
  /** Nobody else is to find it from now on. */
  leave(): Promise<void>;
}

const PREFIX = 'loopscope-';
const PIPE = 'pipe';
/** One that is being made has no reader yet. */
const OLD_MS = 60_000;

let isCleaned = false;

/** Null where the system has no such thing: only the main thread is traced then. */
export async function makeSharedPipe(): Promise<SharedPipe | null> {
  // Once is enough, and nobody waits for it.
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

/** Removes the folders in `within` that recorders have left which were killed: nobody reads their pipes. */
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
  // As long as somebody could write, readers do not come to an end.
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

/** A process that goes on may leave something there meanwhile; one that does so later finds no folder. */
async function removed(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
