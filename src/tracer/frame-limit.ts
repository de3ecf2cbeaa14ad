// How many frames V8 takes of a stack. The tracer's own must not be among those that the program gets.

import { SafeWeakMap } from './safe-weak.ts';

type Callable = (...args: never[]) => unknown;
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * How many more frames V8 takes while functions of the tracer's stand between the program's. So many, because a stack shows by these functions that
 * it was taken then, unless more frames stand above them. There are never more than ten of them in a row.
 */
const MORE = 64;

/** The limit of frames of a realm's errors, which is raised while frames of the tracer's stand below the program's. */
interface Raised {
  /** By how much it is raised at this moment, to what, and by how much it has ever been. */
  by: number;
  to: number;
  most: number;
  /** The program's own when it was last raised. */
  own: number;
}

const raisedOf = new SafeWeakMap<object, Raised>();
// Taken before the program can replace them.
const { apply, construct } = Reflect;
const OwnError = Error;

/**
 * Calls a function of the runtime or the program. The program does not see the frames of the tracer's functions below that, but V8 counts them among
 * those that it takes, so meanwhile V8 takes more of them. This takes 35 ns in a loop.
 */
export const callUnseen = (method: Callable, self: unknown, args: ArrayLike<unknown>): unknown =>
  callRaised(raisable(OwnError), OwnError, method as AnyFunction, self, args);

export const constructUnseen = (of: object, args: ArrayLike<unknown>, as: object): object =>
  callUnseen(construct, undefined, [of, args, as]) as object;

/** Makes a function that calls `method` on `self` like `callUnseen`, and hands its answer to `take`. `errors`: the `Error` of the realm whose code
 * is called. To write a property takes a few nanoseconds; a look at its descriptor, which is done only once here, 150. */
export function framesWithout(
  errors: ErrorConstructor,
  self: unknown,
  method: AnyFunction,
  take: (answer: unknown) => unknown,
): AnyFunction {
  const raised = raisable(errors);
  return (...args) => take(callRaised(raised, errors, method, self, args));
}

/** `raised`: null if the limit cannot be raised. */
function callRaised(
  raised: Raised | null,
  errors: ErrorConstructor,
  method: AnyFunction,
  self: unknown,
  args: ArrayLike<unknown>,
): unknown {
  if (raised === null) return apply(method, self, args);
  const limit = errors.stackTraceLimit;
  if (typeof limit !== 'number' || limit < 1) return apply(method, self, args);
  raised.own = limit === raised.to ? limit - raised.by : limit;
  raised.to = limit + MORE;
  setLimit(errors, raised.to);
  raised.by += MORE;
  if (raised.by > raised.most) raised.most = raised.by;
  try {
    return apply(method, self, args);
  } finally {
    raised.by -= MORE;
    raised.to = limit;
    // Unless the program has set another one.
    if (errors.stackTraceLimit === limit + MORE) setLimit(errors, limit);
  }
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
  let raised = raisedOf.get(errors);
  if (raised === undefined) {
    raised = { by: 0, to: 0, most: 0, own: limit.value };
    raisedOf.set(errors, raised);
  }
  return raised;
}

/**
 * How many of a stack's frames the program would have. A stack that is longer than the limit allows was taken while that was raised, or while the
 * program had set another limit, as `assert` does before it looks at errors. In the first case there are frames of the tracer's among them (`own`), or it
 * has exactly as many as V8 takes then. `errors`: the `Error` of the realm of the stack.
 */
export function framesLeft(count: number, own: number, errors: object | null): number {
  if (errors === null) return count;
  const raised = raisedOf.get(errors);
  if (raised === undefined) return count;
  const limit: unknown = Object.getOwnPropertyDescriptor(errors, 'stackTraceLimit')?.value;
  if (typeof limit !== 'number') return count;
  const set = count + own > limit ? raised.own : limit;
  const most = limit === raised.to ? limit - raised.by : set;
  const isTakenRaised = count <= most + raised.most && (own > 0 || (count - most) % MORE === 0);
  return count > most && isTakenRaised ? most : count;
}
