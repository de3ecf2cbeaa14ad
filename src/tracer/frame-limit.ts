// How many frames V8 takes of a stack. The tracer's own must not be among those that the program gets.

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
