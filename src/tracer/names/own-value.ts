import { types } from 'node:util';

/** Our own proxies, and what the program would find in their place. */
const originals = new WeakMap<object, object>();

/** A proxy of ours runs none of the program's code: what it stands for may be read. */
export function standsFor(proxy: object, original: object): void {
  originals.set(proxy, original);
}

/** The value of a data property of the object itself: runs none of the program's code. */
export function ownValue(object: unknown, key: PropertyKey): unknown {
  if (typeof object !== 'object' && typeof object !== 'function') return undefined;
  if (object === null) return undefined;
  const read = originals.get(object) ?? object;
  if (types.isProxy(read)) return undefined;
  return Object.getOwnPropertyDescriptor(read, key)?.value;
}
