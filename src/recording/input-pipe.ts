// The program's standard input, when somebody types it into the window. It is a named pipe, because programs may open `/dev/stdin`, which
// Linux refuses for the socket that `spawn` would make.

import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { makePipe } from './shared-pipe.ts';

export interface InputPipe {
  /** The end that the program reads from. */
  readonly fd: number;
  readonly sink: Writable;
  /** Closes this process's copy of the program's end, so that writing fails once nobody reads any more. */
  handedOver(): void;
}

const NAME = 'input';

/** Makes one in a folder that only this user can open. Null if the system has no named pipes. */
export async function makeInputPipe(folder: string): Promise<InputPipe | null> {
  const path = join(folder, NAME);
  try {
    await makePipe(path);
    // In this order: without a reader, a pipe cannot be opened for writing.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const sink = new Socket({
      fd: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK),
      readable: false,
      writable: true,
    });
    await rm(path);
    return { fd, sink, handedOver: () => closeSync(fd) };
  } catch {
    return null;
  }
}
