// Each context of `vm` has a `Promise` of its own. What an `await` does with a promise depends on whose the code is that awaits: one of
// the same realm it takes as it is, any other it wraps.

/** What markers have to know of the global object of the code that calls them. */
export interface Realm {
  /** `Promise.prototype`. */
  readonly promises: object;
  readonly TypeError: TypeErrorConstructor;
}

const { apply } = Reflect;

/** The tracer's own, of the code that most programs have nothing but. */
const OWN: Realm = { promises: Promise.prototype, TypeError };

let present = OWN;

/** That of the code which has called the marker that runs. */
export const realm = (): Realm => present;
export const isOwn = (): boolean => present === OWN;

/** A marker for the code of another realm. */
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

/** The same for what the language calls later on behalf of the code that has called the marker that runs. */
export const inSameRealm = <Fn extends (...args: never[]) => unknown>(fn: Fn): Fn =>
  present === OWN ? fn : markerFor(present, fn);
