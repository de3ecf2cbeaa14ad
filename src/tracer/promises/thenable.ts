import { types } from 'node:util';

/** Where an object, or what it inherits from, has its `then`. Looks without asking: no getter, no proxy runs. */
function thenOf(object: object): PropertyDescriptor | undefined {
  if (types.isProxy(object) || !('then' in object)) return undefined;
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, 'then');
    if (property !== undefined) return property;
  }
  return undefined;
}

/** Whether a promise resolved with the object would ask its `then`: what a getter gives may turn out to be none. */
export function isThenable(object: object): boolean {
  const then = thenOf(object);
  return then !== undefined && (then.get !== undefined || typeof then.value === 'function');
}

/** Whether it is sure to. */
export const hasThen = (object: object): boolean => typeof thenOf(object)?.value === 'function';
