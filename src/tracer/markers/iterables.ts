// What markers say, in V8's words, of values that the language cannot iterate.

import { types } from 'node:util';
import { framesWithout } from '../frame-limit.ts';
import { realm } from '../promises/realms.ts';

/** An error of the realm whose code called the marker that calls this, with as many of the program's frames as if there were no marker. */
export function typeError(message: string): TypeError {
  const own = realm();
  const make = (): TypeError => new own.TypeError(message);
  return framesWithout(own.Error, undefined, make, (error) => error)() as TypeError;
}

/** Throws what V8 would throw if there were no marker around a value that is iterated next. */
export function mustBeIterable(value: unknown): void {
  if (!mayBeIterable(value)) throw typeError('(intermediate value) is not iterable');
}

/** Runs none of the program's code. In doubt it says yes, and the language finds out. */
function mayBeIterable(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'object' || typeof value === 'function')
    return types.isProxy(value) || Symbol.iterator in value;
  return Object(value)[Symbol.iterator] !== undefined;
}

/** The same for what `yield*` iterates in an asynchronous generator. Of null and undefined the language says something else. */
export function mayBeAsyncIterable(value: unknown): boolean {
  if (value === null || value === undefined || mayBeIterable(value)) return true;
  return Symbol.asyncIterator in Object(value);
}
