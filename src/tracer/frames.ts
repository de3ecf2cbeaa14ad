// The tracer's own looks at the stack, which nothing of the program's formats (src/tracer/unseen/stacks.ts).

const { captureStackTrace } = Error;
const PLAIN = { configurable: true, writable: true, enumerable: false };
let looking: object | null = null;

/** Whether the stack of `error` is one that we ask for right now. */
export const isOwnLook = (error: object): boolean => error === looking;

/** The first frames of the stack below, as V8 has them; none where the program has seen to it that nobody can look. */
export function framesBelow(count: number): readonly NodeJS.CallSite[] {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (limit?.configurable === false || !Object.isExtensible(Error)) return [];
  const holder: { stack?: unknown } = {};
  Object.defineProperty(Error, 'stackTraceLimit', { ...PLAIN, value: count });
  looking = holder;
  captureStackTrace(holder, framesBelow);
  const sites = holder.stack;
  looking = null;
  if (limit === undefined) Reflect.deleteProperty(Error, 'stackTraceLimit');
  else Object.defineProperty(Error, 'stackTraceLimit', limit);
  return Array.isArray(sites) ? (sites as NodeJS.CallSite[]) : [];
}

/** The most frames of ours that are ever on top of one another. */
const MOST_OWN = 16;

/**
 * Calls what may refuse a text of the program's. Called once more, where it has, so that the error has as many of the program's frames as
 * if ours were not among them.
 */
export function refusable<T>(call: () => T): T {
  try {
    return call();
  } catch {
    return withoutOwnFrames(call);
  }
}

function withoutOwnFrames<T>(call: () => T): T {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (typeof limit?.value !== 'number' || limit.writable !== true) return call();
  const own = framesBelow(MOST_OWN).filter((site) => site.getFileName() === __filename).length;
  // And `call` itself.
  Error.stackTraceLimit = limit.value + own + 1;
  try {
    return call();
  } finally {
    Error.stackTraceLimit = limit.value;
  }
}
