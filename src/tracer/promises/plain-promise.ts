import { types } from 'node:util';
import { isOwn, realm } from './realms.ts';

const isBefore = Object.prototype.isPrototypeOf;

/** Whether `await` takes the value as it is instead of wrapping it. Runs none of the program's code and asks no proxy. */
export const isPlainPromise = (value: object): value is Promise<unknown> =>
  types.isPromise(value) && isPlain(value);

export const isPlain = (promise: object): boolean =>
  Object.getPrototypeOf(promise) === realm().promises && !Object.hasOwn(promise, 'constructor');

/** Whether it is a promise, or one of a subclass, in the realm of the code that called the marker. */
export const isPromiseThere = (value: unknown): value is object =>
  types.isPromise(value) && (isOwn() || isBefore.call(realm().promises, value));

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
