// Code that the program makes while it runs (`eval`, `new Function`, `vm`) has no markers, so its functions are not tasks. A wait for one of them
// says so, and names it. Such code is looked for only in programs that make code: a look at the stack for each promise takes some 4 µs.

import { basename } from 'node:path';
import { framesBelow } from '../../frames.ts';
import { keepShape } from '../../runtime/kept-shapes.ts';

/** For a promise: which function made it, and where the function's code was made. */
export class MadeCode {
  readonly called: string;
  constructor(called: string) {
    this.called = called;
  }
}
keepShape(new MadeCode(''));

let isMade = false;
export const makesCode = (): boolean => isMade;
/** A file of the program's that makes code has been loaded. */
export function codeWillBeMade(): void {
  isMade = true;
}

/** The hook's own frames are no more than this. */
const FRAMES = 6;

/** The function of made code that is running; null if any other code is. */
export function runningMadeCode(): MadeCode | null {
  const sites = framesBelow(FRAMES);
  for (let at = 0; at < sites.length; at++) {
    const site = sites[at] as NodeJS.CallSite;
    const file = site.getFileName() ?? '';
    if (file === __filename || file.startsWith('node:internal/')) continue;
    const called = site.getFunctionName();
    const name = called === null || called === 'eval' ? 'code' : called;
    if (site.isEval()) return new MadeCode(`uninstrumented ${name} (${origin(site.getEvalOrigin() ?? '')})`);
    // Code with a path was loaded from a file, or claims to be. A builtin has no file name at all.
    if (file === '' || file.startsWith('/') || /^[a-z]+:/i.test(file)) return null;
    return new MadeCode(`uninstrumented ${name} (${basename(file)}:${site.getLineNumber() ?? 1})`);
  }
  return null;
}

/** Shortens `eval at main (/app/main.cjs:5:21)` to what helps the reader. */
function origin(text: string): string {
  const place = /([^\s()]+):(\d+):\d+\)*$/.exec(text);
  return place === null ? 'eval' : `eval at ${basename(place[1] as string)}:${place[2]}`;
}
