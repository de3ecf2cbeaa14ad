// Contexts of `vm` in which the person's own files run, as Jest's tests do: each has the markers under the same name, for its realm.

import { Script } from 'node:vm';
import { markers } from '../../markers/marker-table.ts';
import { markerFor, type Realm } from '../../promises/realms.ts';
import { numberApart } from '../../unseen/async-ids.ts';
import { type MakeMethod, restoreFunctionText } from '../../unseen/function-text.ts';

interface Parts {
  /** Made by the language itself, whatever the program has put in the place of `Promise`. */
  readonly promise: object;
  readonly fn: object;
  readonly TypeError: TypeErrorConstructor;
  take(markers: object): void;
  readonly method: MakeMethod;
}

/** A name in the scope of scripts is no key of the global object, and none is asked for it. */
const PARTS = `let __loopscope; ({
  promise: (async () => {})(),
  fn: () => {},
  TypeError,
  take(markers) { __loopscope = markers; },
  method: (text) => ({ toString() { return text(this); } }).toString,
})`;

// As they are before the program replaces them.
const { apply, getPrototypeOf } = Reflect;
const { runInContext } = Script.prototype;
const { freeze } = Object;
const { get, set } = WeakMap.prototype;

/** Whether each context that was asked for has the markers. */
const marked = new WeakMap<object, boolean>();

/** Sees to it that code which runs in a context finds the markers; false where it cannot. */
export function nameMarkersIn(context: object): boolean {
  let known = apply(get, marked, [context]) as boolean | undefined;
  if (known === undefined) {
    const numberAsBefore = numberApart();
    try {
      const parts = apply(runInContext, new Script(PARTS, { filename: __filename }), [context]) as Parts;
      const realm = { promises: getPrototypeOf(parts.promise) as object, TypeError: parts.TypeError };
      parts.take(markersFor(realm));
      restoreFunctionText(getPrototypeOf(parts.fn) as object, parts.method);
      known = true;
    } catch {
      known = false;
    } finally {
      numberAsBefore();
    }
    apply(set, marked, [context, known]);
  }
  return known;
}

/** Those that ask whose a promise is, or make an error. */
function markersFor(realm: Realm): object {
  const { a, i, l, p, u, v, x, y, A, C, D } = markers;
  const own: Record<string, unknown> = { a, i, l, p, u, v, x, y, A, C, D };
  // By name: the program may have replaced the iterator of arrays.
  for (const name in own) own[name] = markerFor(realm, own[name] as never);
  return freeze({ ...markers, ...own });
}
