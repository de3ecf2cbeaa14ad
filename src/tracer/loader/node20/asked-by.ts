// Node 20: hooks run in a thread of their own. What the program's own hooks import is loaded through the tracer's hooks, too, to run in that thread.

/**
 * Whether the hook that is running was asked for a module of the program's thread or of a worker. Then a message to the thread of hooks is at the
 * bottom of the stack. Otherwise that thread's own loader asks, or it is unknown, after a hook that went on in a callback of `then`. There is
 * no other way to tell: both ask with the same arguments, and the program's own hooks come before the tracer's.
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
