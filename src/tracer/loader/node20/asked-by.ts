// Node 20: hooks run in a thread of their own, and what a program's own hooks import is loaded through them, too, to run there.

/**
 * Whether the hook that runs now was asked for a module of the program's thread, or of a worker: then the thread of hooks has
 * got a message. Otherwise its own loader asks, or nobody knows, behind a hook that goes on in a callback of `then`. There
 * is no other way to tell: both ask with the same arguments, and the program's own hooks come before ours.
 */
export function isAskedByProgram(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = Number.POSITIVE_INFINITY;
  Error.prepareStackTrace = (_error, sites) => sites;
  const sites = new Error().stack as unknown as NodeJS.CallSite[];
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  for (const site of sites) {
    const file = site.getFileName() ?? '';
    if (file === 'node:internal/modules/esm/worker') return true;
    if (file === 'node:internal/modules/esm/loader') return false;
  }
  return false;
}
