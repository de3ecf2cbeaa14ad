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

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** The limit of frames of a realm's errors, which is raised while frames of the tracer's stand below the program's. */
interface Raised {
  /** By how much it is raised at this moment, to what, and by how much it has ever been. */
  by: number;
  to: number;
  most: number;
}

const raisedOf = new WeakMap<object, Raised>();
// Taken before the program can replace them.
const { get, set } = WeakMap.prototype;
const { apply } = Reflect;

/**
 * Makes a function that calls `method` on `self` and hands its answer to `take`. The program does not see its frame, but V8 counts it among those
 * that it takes, so meanwhile V8 takes more of them. `errors`: the `Error` of the realm whose code is called. `own`: how many frames of the tracer's
 * there are. To write a property takes a few nanoseconds; a look at its descriptor, 150.
 */
export function framesWithout(
  errors: ErrorConstructor,
  self: unknown,
  method: AnyFunction,
  take: (answer: unknown) => unknown,
  own = 1,
): AnyFunction {
  const raised = raisable(errors);
  if (raised === null) return (...args) => take(method.apply(self, args));
  return (...args) => {
    const limit = errors.stackTraceLimit;
    const isRaised = typeof limit === 'number' && limit >= 1;
    if (isRaised) {
      raised.to = limit + own;
      setLimit(errors, raised.to);
      raised.by += own;
      if (raised.by > raised.most) raised.most = raised.by;
    }
    let answer: unknown;
    try {
      answer = method.apply(self, args);
    } finally {
      if (isRaised) {
        raised.by -= own;
        raised.to = limit;
        // Unless the program has set another one.
        if (errors.stackTraceLimit === limit + own) setLimit(errors, limit);
      }
    }
    return take(answer);
  };
}

function setLimit(errors: ErrorConstructor, limit: number): void {
  try {
    errors.stackTraceLimit = limit;
  } catch {
    // The program has frozen it meanwhile.
  }
}

/** Null if the limit cannot be raised. V8 takes no stacks if it is an accessor, which the program would notice to be asked. */
function raisable(errors: ErrorConstructor): Raised | null {
  const limit = Object.getOwnPropertyDescriptor(errors, 'stackTraceLimit');
  if (typeof limit?.value !== 'number' || limit.writable !== true) return null;
  let raised = apply(get, raisedOf, [errors]) as Raised | undefined;
  if (raised === undefined) {
    raised = { by: 0, to: 0, most: 0 };
    apply(set, raisedOf, [errors, raised]);
  }
  return raised;
}

/**
 * How many of a stack's frames the program would have. A stack that is longer than the limit allows was taken while that was raised, or while the
 * program had set another limit. `errors`: the `Error` of the realm of the stack.
 */
export function framesLeft(count: number, errors: object | null): number {
  if (errors === null) return count;
  const raised = apply(get, raisedOf, [errors]) as Raised | undefined;
  if (raised === undefined) return count;
  const limit: unknown = Object.getOwnPropertyDescriptor(errors, 'stackTraceLimit')?.value;
  if (typeof limit !== 'number') return count;
  const most = limit === raised.to ? limit - raised.by : limit;
  return count > most && count <= most + raised.most ? most : count;
}

/** The largest number of the tracer's frames that are ever on the stack at once. */
const MOST_OWN = 16;

/**
 * Calls a function that may throw because of a text of the program's. If it throws, it is called once more with a higher limit of frames, so that
 * the error has as many of the program's frames as if the tracer's were not among them.
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
  // One more for `call` itself.
  Error.stackTraceLimit = limit.value + own + 1;
  try {
    return call();
  } finally {
    Error.stackTraceLimit = limit.value;
  }
}
