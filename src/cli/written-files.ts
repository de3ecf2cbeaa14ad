import { access, constants, open, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeCause } from '../recording/problem.ts';
import { CommandError } from './errors.ts';

/**
 * Refuses a file that an option names and that cannot be written, as far as that is known without writing it: asked before a program runs,
 * which may take long and would have to run once more. A pipe or a device is taken as it is, since to open it may wait for its reader.
 */
export async function refuseUnwritable(option: string, path: string): Promise<void> {
  try {
    const found = await statOf(path);
    if (found === null) await access(dirname(resolve(path)), constants.W_OK);
    else if (found.isFile() || found.isDirectory()) await (await open(path, 'r+')).close();
  } catch (error) {
    throw writeError(option, path, error);
  }
}

/** Writes a file that an option names. A reader that has gone, as in `-o /dev/stdout | head`, is not an error. */
export async function writeText(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    if (!isReaderGone(error)) throw writeError(option, path, error);
  }
}

/** What there is at a path, at the end of all links; null for nothing. */
export async function statOf(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const isReaderGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EPIPE';

export const writeError = (option: string, path: string, error: unknown): CommandError =>
  new CommandError(`${option}: ${writeCause(path, error)} Choose another file.`);
