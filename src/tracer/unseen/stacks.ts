// Stacks as the author would see them: the columns of their own lines, and no frame of Node's that is there because
// somebody listens to async_hooks.

import { isOwnLook } from '../frames.ts';
import { withUnmarked } from '../loader/handled.ts';
import { internals } from '../runtime/internals.ts';
import { restoreCallSites } from './call-sites.ts';
import { restoreExceptions, restoreMessage } from './error-messages.ts';
import { isHidden } from './hidden-frames.ts';
import { columnsFor, isMapped } from './written-columns.ts';
import { writtenOrigin, writtenSite } from './written-sites.ts';

/** What V8 calls to format a stack, with the global object that the error is of. */
type Prepare = (global: object, error: Error, sites: NodeJS.CallSite[]) => unknown;
interface Errors {
  setPrepareStackTraceCallback(prepare: Prepare): void;
}

/** Puts right what programs are told of stacks, before anybody else's code runs. */
export function restoreStacks(): void {
  restoreErrors();
  restoreCallSites();
}

/**
 * Whoever formats a stack is given the author's places: Node, or a function that the program has put in
 * `Error.prepareStackTrace`. Node's own modules have V8 call one function for both; that is called by ours.
 */
function restoreErrors(): void {
  const node = internals();
  // Columns stay those of the text with markers.
  if (node === null) return;
  restoreExceptions(node);
  const { prepareStackTraceCallback } = node.requireBuiltin<{ prepareStackTraceCallback: Prepare }>(
    'internal/errors',
  );
  const byNode = formatter(globalThis);
  node.internalBinding<Errors>('errors').setPrepareStackTraceCallback((global, error, sites) => {
    if (isOwnLook(error)) return sites;
    restoreMessage(error);
    const format = formatter(global);
    // Node itself follows the maps that it has, of the text with markers.
    const isLeft = typeof format !== 'function' || format === byNode ? isMapped : () => false;
    return withUnmarked(() => prepareStackTraceCallback(global, error, shown(sites, isLeft)));
  });
}

/** What did before the program could say otherwise. */
const formattedFirst = formatter(globalThis);
/** Whether a function of the program's formats stacks. */
export const isFormattedByProgram = (): boolean => formatter(globalThis) !== formattedFirst;

/** What formats stacks of errors of a global object, without asking: an accessor counts as one of the program's. */
function formatter(global: object): unknown {
  const { value } = Object.getOwnPropertyDescriptor(global, 'Error') ?? {};
  if (typeof value !== 'function') return undefined;
  const property = Object.getOwnPropertyDescriptor(value, 'prepareStackTrace');
  return property?.get ?? property?.value;
}

/** Whether a frame is of code that a file with markers has made, so that it tells a place there. */
function isMadeThere(site: NodeJS.CallSite): boolean {
  const origin = site.isEval() ? site.getEvalOrigin() : undefined;
  return origin !== undefined && writtenOrigin(origin) !== origin;
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
    const columns = columnsFor(file, site);
    if (isHidden(file, site)) isSame = false;
    else if (file === null && isMadeThere(site)) {
      isSame = false;
      frames.push(writtenSite(site, null));
    } else if (columns === null || isLeft(file as string)) frames.push(site);
    else {
      isSame = false;
      frames.push(writtenSite(site, columns));
    }
  }
  return isSame ? sites : frames;
}
