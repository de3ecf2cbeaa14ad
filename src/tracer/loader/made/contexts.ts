// Contexts of `vm` in which the user's own files run, as Jest's tests do. Each has the markers under the same name, made for its realm.

import { Script } from 'node:vm';
import { markers } from '../../markers/marker-table.ts';
import { markerFor, type Realm } from '../../promises/realms.ts';
import { numberApart } from '../../unseen/async-ids.ts';
import { type MakeMethod, restoreFunctionText } from '../../unseen/function-text.ts';

interface Parts {
  /** A promise made by the language itself, whatever the program has put in the place of `Promise`. */
  readonly promise: object;
  readonly fn: object;
  readonly TypeError: TypeErrorConstructor;
  take(markers: object): void;
  readonly method: MakeMethod;
}

/** A script that declares the markers in the scope of scripts: there a name is not a key of the global object, and no getter is asked. */
const PARTS = `let __loopscope; ({
  promise: (async () => {})(),
  fn: () => {},
  TypeError,
  take(markers) { __loopscope = markers; },
  method: (text) => ({ toString() { return text(this); } }).toString,
})`;

// Taken before the program can replace them.
const { apply, getPrototypeOf } = Reflect;
const { runInContext } = Script.prototype;
const { freeze } = Object;
const { get, set } = WeakMap.prototype;

/** For each context that was asked for: whether it has the markers. */
const marked = new WeakMap<object, boolean>();

/** Declares the markers in a context if they are not there yet; false if that is impossible. */
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

/** The markers that depend on the realm: they ask which realm a promise is of, or make an error. */
function markersFor(realm: Realm): object {
  const { a, i, l, p, u, v, x, y, A, C, D } = markers;
  const own: Record<string, unknown> = { a, i, l, p, u, v, x, y, A, C, D };
  // By keys: the program may have replaced the iterator of arrays.
  for (const name in own) own[name] = markerFor(realm, own[name] as never);
  return freeze({ ...markers, ...own });
}
