import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Problem, Result } from '../protocol/bridge.ts';

/**
 * The exit code of what could not do what it was asked to: a wrong option, or something that cannot be read, run or written. As for grep and diff.
 */
export const EXIT_TROUBLE = 2;

export const failure = (title: string, detail: string, action: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { title, detail, action },
});

/** A problem in one line, for a terminal. */
export const problemText = ({ title, detail, action }: Problem): string => `${title}: ${detail} ${action}`;

export const success = <T>(value: T): Result<T> => ({ ok: true, value });

/** What the system says about a file, as a sentence for the user. */
export function fileCause(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return `There is no file ${path}.`;
    case 'ENOTDIR':
      return `There is no file ${path}: a part of its path is not a folder.`;
    case 'EEXIST':
      return `${path} exists already.`;
    case 'EISDIR':
      return `${path} is a folder.`;
    case 'EACCES':
    case 'EPERM':
      return `You have no permission to use ${path}.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space left where ${path} is.`;
    case 'EROFS':
      return `${path} is on a file system that cannot be written.`;
    case 'ELOOP':
      return `${path} is a symbolic link that leads back to itself.`;
    case 'ENAMETOOLONG':
      return 'The path is longer than the system allows.';
    case 'ERR_INVALID_ARG_VALUE':
      return 'The path holds a character that no path may hold.';
    default:
      return `${path}: ${message.replace(/\.$/, '')}.`;
  }
}

/** The same for a file that could not be written. What is missing then is its folder, unless that folder takes no files, like /proc. */
export function writeCause(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return fileCause(path, error);
  const folder = dirname(resolve(path));
  return existsSync(folder) ? `No file can be made in ${folder}.` : `There is no folder ${folder}.`;
}
