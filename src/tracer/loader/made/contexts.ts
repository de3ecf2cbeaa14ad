// Contexts of `vm` in which the user's own files run, as Jest's tests do. Each has the markers under the same name, made for its realm.

import { Script } from 'node:vm';
import { markers } from '../../markers/marker-table.ts';
import { markerFor, type Realm } from '../../promises/realms.ts';
import { SafeWeakMap } from '../../safe-weak.ts';
import { numberApart } from '../../unseen/async-ids.ts';
import { type MakeMethod, restoreFunctionText } from '../../unseen/function-text.ts';
import { ownScript } from '../../unseen/own-scripts.ts';

interface Parts {
  /** A promise made by the language itself, whatever the program has put in the place of `Promise`. */
  readonly promise: object;
  readonly fn: object;
  readonly Error: ErrorConstructor;
  readonly TypeError: TypeErrorConstructor;
  take(markers: object): void;
  readonly method: MakeMethod;
}

/** A script that declares the markers in the scope of scripts: there a name is not a key of the global object, and no getter is asked. */
const PARTS = `let __loopscope; ({
  promise: (async () => {})(),
  fn: () => {},
  Error,
  TypeError,
  take(markers) { __loopscope = markers; },
  method: (text) => ({ toString() { return text(this); } }).toString,
})`;

// Taken before the program can replace them.
const { apply, getPrototypeOf } = Reflect;
const { runInContext } = Script.prototype;
const { freeze } = Object;

/** The contexts that were asked for. */
const realms = new SafeWeakMap<object, Realm | null>();

/** The realm of a context, which has the markers from now on; null if it cannot have them. */
export function realmOf(context: object): Realm | null {
  let realm = realms.get(context);
  if (realm === undefined) {
    const numberAsBefore = numberApart();
    try {
      realm = markedRealm(context);
    } catch {
      realm = null;
    } finally {
      numberAsBefore();
    }
    realms.set(context, realm);
  }
  return realm;
}

/** Declares the markers in a context. Throws where that is impossible. */
function markedRealm(context: object): Realm {
  const parts = apply(runInContext, new Script(ownScript(PARTS), { filename: __filename }), [
    context,
  ]) as Parts;
  const promises = getPrototypeOf(parts.promise) as object;
  const realm: Realm = { promises, Error: parts.Error, TypeError: parts.TypeError };
  parts.take(markersFor(realm));
  restoreFunctionText(getPrototypeOf(parts.fn) as object, parts.method);
  return realm;
}

/** The markers that depend on the realm: they ask which realm a promise is of, or make an error. */
function markersFor(realm: Realm): object {
  const { a, i, l, p, u, v, x, y, z, A, C, D, H } = markers;
  const own: Record<string, unknown> = { a, i, l, p, u, v, x, y, z, A, C, D, H };
  // By keys: the program may have replaced the iterator of arrays.
  for (const name in own) own[name] = markerFor(realm, own[name] as never);
  return freeze({ ...markers, ...own });
}
