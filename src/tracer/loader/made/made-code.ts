// Code that the program makes while it runs (`eval`, `new Function`, `vm`) has no markers, so its functions are no tasks.
// Who waits for one of them is told so, by name. Looked for only in programs that make code: a look at the stack for each
// promise takes some 4 µs.

import { basename } from 'node:path';
import { framesBelow } from '../../frames.ts';

/** Which function made a promise, and where its code was made. */
export class MadeCode {
  readonly called: string;
  constructor(called: string) {
    this.called = called;
  }
}

let isMade = false;
export const makesCode = (): boolean => isMade;
/** A file of the program's has been loaded that makes code. */
export function codeWillBeMade(): void {
  isMade = true;
}

/** Of the hook's own frames there are no more. */
const FRAMES = 6;

/** The function of made code that runs right now; null where it is any other code that does. */
export function runningMadeCode(): MadeCode | null {
  const sites = framesBelow(FRAMES);
  for (let at = 0; at < sites.length; at++) {
    const site = sites[at] as NodeJS.CallSite;
    const file = site.getFileName() ?? '';
    if (file === __filename || file.startsWith('node:internal/')) continue;
    const called = site.getFunctionName();
    const name = called === null || called === 'eval' ? 'code' : called;
    if (site.isEval()) return new MadeCode(`uninstrumented ${name} (${origin(site.getEvalOrigin() ?? '')})`);
    // What is named by a path was loaded, or says that it was; a builtin has no file at all.
    if (file === '' || file.startsWith('/') || /^[a-z]+:/i.test(file)) return null;
    return new MadeCode(`uninstrumented ${name} (${basename(file)}:${site.getLineNumber() ?? 1})`);
  }
  return null;
}

/** `eval at main (/app/main.cjs:5:21)` without what tells nobody anything. */
function origin(text: string): string {
  const place = /([^\s()]+):(\d+):\d+\)*$/.exec(text);
  return place === null ? 'eval' : `eval at ${basename(place[1] as string)}:${place[2]}`;
}
