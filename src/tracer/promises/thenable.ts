import { types } from 'node:util';

/** Whether a promise resolved with the object would ask its `then`. Looks without asking: no getter, no proxy runs. */
export function isThenable(object: object): boolean {
  if (types.isProxy(object) || !('then' in object)) return false;
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, 'then');
    if (property !== undefined) return property.get !== undefined || typeof property.value === 'function';
  }
  return false;
}
