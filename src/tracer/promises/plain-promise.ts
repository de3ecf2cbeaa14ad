import { types } from 'node:util';
import { isOwn, realm } from './realms.ts';

const isBefore = Object.prototype.isPrototypeOf;

/** Whether `await` takes the value as it is, rather than wrapping it. Runs nothing of the program's, proxies neither. */
export const isPlainPromise = (value: object): value is Promise<unknown> =>
  types.isPromise(value) && isPlain(value);

export const isPlain = (promise: object): boolean =>
  Object.getPrototypeOf(promise) === realm().promises && !Object.hasOwn(promise, 'constructor');

/** Whether it is a promise of the realm of the code that has called the marker, if only of a subclass there. */
export const isPromiseThere = (value: unknown): value is object =>
  types.isPromise(value) && (isOwn() || isBefore.call(realm().promises, value));

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
