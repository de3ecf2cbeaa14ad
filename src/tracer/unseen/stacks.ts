// Stacks as the author would see them: the columns of their own lines, and no frame of Node's that is there because
// somebody listens to async_hooks.

import { resemble } from '../names/watched.ts';
import { restoreCallSites } from './call-sites.ts';
import { restoreMessage } from './error-messages.ts';
import { isHidden } from './hidden-frames.ts';
import { columnsFor, isMapped } from './written-columns.ts';
import { writtenSite } from './written-sites.ts';

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/** Puts right what programs are told of stacks, before anybody else's code runs. */
export function restoreStacks(): void {
  restoreErrors();
  restoreCallSites();
}

/**
 * Whoever formats a stack is given the author's places: Node, which has its own function in `Error.prepareStackTrace`
 * for programs to call or replace (20.20 and later; where it is not, columns stay those of the instrumented line), or a
 * function of the program's in that place.
 */
function restoreErrors(): void {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const format = before?.value as Prepare | undefined;
  if (before === undefined || typeof format !== 'function') return;
  const byNode = (error: Error, sites: NodeJS.CallSite[]): unknown => {
    restoreMessage(error, sites[0]);
    // Node's own function follows the maps that it has, of the text with markers.
    return format(error, shown(sites, isMapped));
  };
  const own = resemble(byNode, format);
  let current: unknown = own;
  let looking = false;
  const byProgram = function (this: unknown, error: Error, sites: NodeJS.CallSite[]): unknown {
    restoreMessage(error, sites[0]);
    return Reflect.apply(current as Prepare, this, [error, shown(sites, () => false)]);
  };
  // Without a function in that place Node formats by itself.
  const forNode = (): Prepare => (typeof current === 'function' ? byProgram : own);
  // Node asks for it as it formats a stack, the program to put it back later: that gets the very function it set.
  const get = (): unknown => {
    if (current === own) return own;
    if (looking) return undefined;
    looking = true;
    try {
      return isNodeAsking(get) ? forNode() : current;
    } finally {
      looking = false;
    }
  };
  const set = (value: unknown): void => {
    current = value;
  };
  const { enumerable = false } = before;
  Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, enumerable, get, set });
}

/** Whether what called `asked` is Node's function that formats stacks: nobody but a stack tells. */
function isNodeAsking(asked: () => unknown): boolean {
  const { stackTraceLimit } = Error;
  const seen: { stack?: unknown } = {};
  Reflect.set(Error, 'stackTraceLimit', 1);
  Error.captureStackTrace(seen, asked);
  const { stack } = seen;
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  return typeof stack === 'string' && stack.includes('at prepareStackTraceCallback (node:internal/errors:');
}

/**
 * What is to be seen of a stack; the very same array where nothing has to be put right, as in files that `isLeft` is for.
 * Each question to a frame costs a microsecond on Node 20.
 */
function shown(sites: NodeJS.CallSite[], isLeft: (file: string) => boolean): NodeJS.CallSite[] {
  const frames: NodeJS.CallSite[] = [];
  let isSame = true;
  for (let at = 0; at < sites.length; at++) {
    const site = sites[at] as NodeJS.CallSite;
    const file = site.getFileName() ?? null;
    const columns = columnsFor(file);
    if (isHidden(file, site)) isSame = false;
    else if (columns === null || isLeft(file as string)) frames.push(site);
    else {
      isSame = false;
      frames.push(writtenSite(site, columns));
    }
  }
  return isSame ? sites : frames;
}
