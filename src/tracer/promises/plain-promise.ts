import { types } from 'node:util';

const PROMISE = Promise.prototype;

/** Whether `await` takes the value as it is, rather than wrapping it. Runs nothing of the program's, proxies neither. */
export const isPlainPromise = (value: object): value is Promise<unknown> =>
  types.isPromise(value) && isPlain(value);

export const isPlain = (promise: object): boolean =>
  Object.getPrototypeOf(promise) === PROMISE && !Object.hasOwn(promise, 'constructor');

export const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
