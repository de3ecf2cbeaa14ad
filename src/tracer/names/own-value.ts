import { types } from 'node:util';

/** The value of a data property of the object itself: runs none of the program's code. */
export function ownValue(object: unknown, key: PropertyKey): unknown {
  if (typeof object !== 'object' && typeof object !== 'function') return undefined;
  if (object === null || types.isProxy(object)) return undefined;
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}
