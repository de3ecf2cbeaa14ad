// How the tracer itself looks at the stack. No function of the program's formats these stacks (src/tracer/unseen/stacks.ts).

import { keepShape } from './runtime/kept-shapes.ts';

const { captureStackTrace } = Error;
const PLAIN = { configurable: true, writable: true, enumerable: false };
let looking: object | null = null;

/** Whether the stack of `error` is one that the tracer is asking for right now. */
export const isOwnLook = (error: object): boolean => error === looking;

let areShapesKept = false;

/** Keeps the shapes of what is looked at, but none of the program's functions: the first frame is that of the tracer's function that asks. */
function keepShapes(holder: { stack?: unknown }, first: object): void {
  areShapesKept = true;
  holder.stack = null;
  keepShape(holder);
  keepShape(first);
}

/** The first frames below the caller, as V8 has them; none if the program has made stacks unreadable. */
export function framesBelow(count: number): readonly NodeJS.CallSite[] {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (limit?.configurable === false || !Object.isExtensible(Error)) return [];
  const holder: { stack?: unknown } = {};
  // To define it again would give `Error` another shape each time.
  const isPlain = limit?.writable === true;
  if (isPlain) Error.stackTraceLimit = count;
  else Object.defineProperty(Error, 'stackTraceLimit', { ...PLAIN, value: count });
  looking = holder;
  captureStackTrace(holder, framesBelow);
  const sites = holder.stack;
  looking = null;
  if (isPlain) Error.stackTraceLimit = limit.value as number;
  else if (limit === undefined) Reflect.deleteProperty(Error, 'stackTraceLimit');
  else Object.defineProperty(Error, 'stackTraceLimit', limit);
  if (!Array.isArray(sites)) return [];
  if (!areShapesKept && sites.length > 0) keepShapes(holder, sites[0]);
  return sites as NodeJS.CallSite[];
}
