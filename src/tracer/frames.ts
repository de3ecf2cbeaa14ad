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
