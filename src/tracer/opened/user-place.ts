import { findSourceMap } from 'node:module';
import { framesBelow } from '../frames.ts';
import { isUserFile, pathOfUrl } from '../loader/user-files.ts';
import { currentTask } from '../tasks/context.ts';

/** For `userPlace`: no file of Node's may stand between the program and the function that it calls. */
export const NOTHING = /^$/;

export interface UserPlace {
  readonly file: string;
  readonly line: number;
  /** The task that asks, 0 for none. Kept, because another one may run when the answer is there. */
  readonly task: number;
}

/** How many frames are looked at. To open something, Node's own code never makes deeper calls than this. */
const FRAMES = 30;

/**
 * Where the user's own code makes the call that is under way. Null if a library makes it, or a part of Node whose file does not match
 * `through` (such as an agent, which keeps connections for itself).
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
    return { ...written(site, file, path), task: currentTask()?.id ?? 0 };
  }
  return null;
}

/** Where a frame's code was written: in a file that was compiled, that is where its source map leads, if Node follows that. */
function written(site: NodeJS.CallSite, file: string, path: string): Pick<UserPlace, 'file' | 'line'> {
  const line = site.getLineNumber() ?? 0;
  const map = process.sourceMapsEnabled ? findSourceMap(file) : undefined;
  const entry = map?.findEntry(line - 1, (site.getColumnNumber() ?? 1) - 1);
  if (entry === undefined || !('originalLine' in entry)) return { file: path, line };
  return { file: pathOfUrl(entry.originalSource) ?? path, line: entry.originalLine + 1 };
}
