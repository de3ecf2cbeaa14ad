import { framesBelow } from '../frames.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';
import { currentTask } from '../tasks/context.ts';

/** Where none of the runtime's own files stands between the program and what it calls. */
export const NOTHING = /^$/;

export interface UserPlace {
  readonly file: string;
  readonly line: number;
  /** Who asks, 0 for no task: what it brings may be there when others run. */
  readonly task: number;
}

/** Deeper calls of the runtime's own are none that a program makes to open something. */
const FRAMES = 30;

/**
 * Where the person's own code makes the call that is under way: null where a library does, or a part of the runtime that
 * `through` does not name (an agent that keeps connections for itself).
 */
export function userPlace(through: RegExp, frames = FRAMES): UserPlace | null {
  const sites = framesBelow(frames);
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < sites.length; at++) {
    const site = sites[at] as NodeJS.CallSite;
    const file = site.getFileName();
    if (typeof file !== 'string' || file === __filename) continue;
    if (file.startsWith('node:')) {
      if (through.test(file) || file === 'node:internal/async_hooks') continue;
      return null;
    }
    const path = pathOfUrl(file) ?? file;
    if (!isUserFile(path)) return null;
    return { file: path, line: site.getLineNumber() ?? 0, task: currentTask()?.id ?? 0 };
  }
  return null;
}
