import { isUserFile, pathOfUrl } from '../loader/user-files.ts';

/** Where none of the runtime's own files stands between the program and what it calls. */
export const NOTHING = /^$/;

export interface UserPlace {
  readonly file: string;
  readonly line: number;
}

/** Deeper calls of the runtime's own are none that a program makes to open something. */
const FRAMES = 30;

/**
 * Where the person's own code makes the call that is under way: null where a library does, or a part of the runtime that
 * `through` does not name (an agent that keeps connections for itself).
 */
export function userPlace(through: RegExp, frames = FRAMES): UserPlace | null {
  for (const site of framesBelow(frames)) {
    const file = site.getFileName();
    if (typeof file !== 'string' || file === __filename) continue;
    if (file.startsWith('node:')) {
      if (through.test(file) || file === 'node:internal/async_hooks') continue;
      return null;
    }
    const path = pathOfUrl(file) ?? file;
    return isUserFile(path) ? { file: path, line: site.getLineNumber() ?? 0 } : null;
  }
  return null;
}

/** The first frames of the stack below; none where the program has seen to it that nobody can look. */
export function framesBelow(count: number): readonly NodeJS.CallSite[] {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const fixed = prepare?.configurable === false || limit?.configurable === false;
  if (fixed || !Object.isExtensible(Error)) return [];
  const ours = { configurable: true, writable: true, enumerable: false };
  const holder: { stack?: unknown } = {};
  Object.defineProperty(Error, 'prepareStackTrace', {
    ...ours,
    value: (_error: unknown, sites: unknown) => sites,
  });
  Object.defineProperty(Error, 'stackTraceLimit', { ...ours, value: count });
  Error.captureStackTrace(holder, framesBelow);
  const sites = holder.stack;
  restore('prepareStackTrace', prepare);
  restore('stackTraceLimit', limit);
  return Array.isArray(sites) ? (sites as NodeJS.CallSite[]) : [];
}

function restore(key: string, before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(Error, key);
  else Object.defineProperty(Error, key, before);
}
