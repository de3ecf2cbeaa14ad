import { types } from 'node:util';

/** Where an object, or what it inherits from, has its `then`. Runs no getter and asks no proxy. */
function thenOf(object: object): PropertyDescriptor | undefined {
  if (types.isProxy(object) || !('then' in object)) return undefined;
  for (let at: object | null = object; at !== null && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, 'then');
    if (property !== undefined) return property;
  }
  return undefined;
}

/** Whether a promise that is resolved with the object may call its `then`. What a getter returns may turn out not to be a function. */
export function isThenable(object: object): boolean {
  const then = thenOf(object);
  return then !== undefined && (then.get !== undefined || typeof then.value === 'function');
}

/** Whether it certainly will. */
export const hasThen = (object: object): boolean => typeof thenOf(object)?.value === 'function';
