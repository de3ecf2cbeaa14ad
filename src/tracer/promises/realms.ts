// Each context of `vm` has a `Promise` of its own. What an `await` does with a promise depends on the realm of the awaiting code: a promise
// of the same realm is taken as it is, any other is wrapped.

/** What markers have to know of the global object of the code that calls them. */
export interface Realm {
  /** `Promise.prototype`. */
  readonly promises: object;
  readonly Error: ErrorConstructor;
  readonly TypeError: TypeErrorConstructor;
}

const { apply } = Reflect;

/** The tracer's own realm, and the only one that most programs have. */
export const OWN: Realm = { promises: Promise.prototype, Error, TypeError };

let present = OWN;

/** The realm of the code that called the marker which is running. */
export const realm = (): Realm => present;
export const isOwn = (): boolean => present === OWN;

/** Makes a marker for code of another realm. */
export function markerFor<Fn extends (...args: never[]) => unknown>(of: Realm, marker: Fn): Fn {
  return function (this: unknown): unknown {
    const before = present;
    present = of;
    try {
      // biome-ignore lint/complexity/noArguments: handed on as they are, they need no array
      return apply(marker, undefined, arguments);
    } finally {
      present = before;
    }
  } as unknown as Fn;
}

/** The same for a function that the language calls later on behalf of the code which called the marker that is running. */
export const inSameRealm = <Fn extends (...args: never[]) => unknown>(fn: Fn): Fn =>
  present === OWN ? fn : markerFor(present, fn);
