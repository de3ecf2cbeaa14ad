// Stacks as the author would see them: the columns of their own lines, and no frame of Node's that is there because
// somebody listens to async_hooks.

import { framesLeft } from '../frame-limit.ts';
import { isOwnLook } from '../frames.ts';
import { withUnmarked } from '../loader/handled.ts';
import { type Internals, internals } from '../runtime/internals.ts';
import { restoreCallSites } from './call-sites.ts';
import { restoreExceptions, restoreMessage } from './error-messages.ts';
import { restoreExcerpt } from './excerpts.ts';
import { isHidden } from './hidden-frames.ts';
import { columnsFor, isMapped } from './written-columns.ts';
import { writtenOrigin, writtenSite } from './written-sites.ts';

/** What V8 calls to format a stack. `global`: the global object of the error's realm. */
type Prepare = (global: object, error: Error, sites: NodeJS.CallSite[]) => unknown;
interface Errors {
  setPrepareStackTraceCallback(prepare: Prepare): void;
}

/** Corrects what programs see of stacks. To be called before anybody else's code runs. */
export function restoreStacks(): void {
  restoreErrors();
  restoreCallSites();
}

/**
 * Gives the author's places to whatever formats a stack: Node, or a function that the program has put in `Error.prepareStackTrace`. For both, V8
 * calls one function of Node's. It is replaced by one that calls it.
 */
function restoreErrors(): void {
  const node = internals();
  // Node's internals cannot be reached: columns stay those of the text with markers.
  if (node === null) return;
  restoreExceptions(node);
  const prepare = nodesOwn(node);
  const byNode = formatter(Error);
  prepareBy(node, (global, error, sites) => {
    restoreMessage(error);
    restoreExcerpt(error);
    const errors = errorsOf(global);
    const format = formatter(errors);
    // Node follows its source maps, which belong to the text with markers. So it gets the frames as they are.
    const isLeft = typeof format !== 'function' || format === byNode ? isMapped : () => false;
    return withUnmarked(() => prepare(global, error, shown(sites, isLeft, errors)));
  });
}

/** For a program whose stacks are left to Node and the source maps that it follows: only the tracer itself gets them as V8 has them. */
export function leaveStacks(): void {
  const node = internals();
  if (node !== null) prepareBy(node, nodesOwn(node));
}

const nodesOwn = (node: Internals): Prepare =>
  node.requireBuiltin<{ prepareStackTraceCallback: Prepare }>('internal/errors').prepareStackTraceCallback;

/** From now on `prepare` makes all stacks but those that the tracer itself asks for. */
const prepareBy = (node: Internals, prepare: Prepare): void =>
  node
    .internalBinding<Errors>('errors')
    .setPrepareStackTraceCallback((global, error, sites) =>
      isOwnLook(error) ? sites : prepare(global, error, sites),
    );

/** `Error.prepareStackTrace` as it was before the program could set it. */
const formattedFirst = formatter(Error);
/** Whether a function of the program's formats stacks. */
export const isFormattedByProgram = (): boolean => formatter(errorsOf(globalThis)) !== formattedFirst;

/** The `Error` of a global object, without calling a getter. */
function errorsOf(global: object): object | null {
  const { value } = Object.getOwnPropertyDescriptor(global, 'Error') ?? {};
  return typeof value === 'function' ? value : null;
}

/** `Error.prepareStackTrace`, without calling a getter. An accessor counts as the program's. */
function formatter(errors: object | null): unknown {
  if (errors === null) return undefined;
  const property = Object.getOwnPropertyDescriptor(errors, 'prepareStackTrace');
  return property?.get ?? property?.value;
}

/** Whether a frame is of code that a file with markers has made while running, so that it names a place in that file. */
function isMadeThere(site: NodeJS.CallSite): boolean {
  const origin = site.isEval() ? site.getEvalOrigin() : undefined;
  return origin !== undefined && writtenOrigin(origin) !== origin;
}

/**
 * The frames of a stack that the program may see. The very same array if nothing has to be corrected, as for files for which `isLeft` is true.
 * Each question to a frame costs a microsecond on Node 20.
 */
function shown(
  sites: NodeJS.CallSite[],
  isLeft: (file: string) => boolean,
  errors: object | null,
): NodeJS.CallSite[] {
  const frames: NodeJS.CallSite[] = [];
  let isSame = true;
  let own = 0;
  for (let at = 0; at < sites.length; at++) {
    const site = sites[at] as NodeJS.CallSite;
    const file = site.getFileName() ?? null;
    const columns = columnsFor(file, site);
    if (isHidden(file, site)) {
      isSame = false;
      if (file === __filename) own++;
    } else if (file === null && isMadeThere(site)) {
      isSame = false;
      frames.push(writtenSite(site, null));
    } else if (columns === null || isLeft(file as string)) frames.push(site);
    else {
      isSame = false;
      frames.push(writtenSite(site, columns));
    }
  }
  const length = framesLeft(frames.length, own, errors);
  if (length < frames.length) {
    frames.length = length;
    isSame = false;
  }
  return isSame ? sites : frames;
}
