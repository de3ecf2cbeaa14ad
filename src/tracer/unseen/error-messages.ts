// Corrects messages that quote the program's own text: assertions of newer Nodes, and functions that V8 writes out.

import { ownValue } from '../names/own-value.ts';
import { resemble } from '../names/watched.ts';
import type { Internals } from '../runtime/internals.ts';
import { withWrittenFunctions } from './quoted-functions.ts';

/** How Node writes the control characters around a marker. */
const ESCAPED = /\\u000[bc]/gi;

/** To be called when an error is about to be seen. `delegates`: it may come from a `yield*` that cannot iterate what it was given. */
export function restoreMessage(error: unknown, delegates = false): void {
  if (delegates) restoreDelegation(error);
  const message = ownValue(error, 'message');
  if (typeof message !== 'string' || !message.includes('__loopscope')) return;
  const value = withWrittenFunctions(
    message.replace(ESCAPED, (escaped) => (/b$/i.test(escaped) ? '\v' : '\f')),
  );
  Object.defineProperty(error, 'message', { value, configurable: true, writable: true });
}

/** V8 adds one for each marker behind the `yield*`: at least for the two at the function's end. */
const EXTRA = '(intermediate value)(intermediate value)';
const NOT_ITERABLE = ' is not async iterable';

function restoreDelegation(error: unknown): void {
  const message = ownValue(error, 'message');
  if (typeof message !== 'string' || !message.startsWith('yield* ')) return;
  if (!message.endsWith(EXTRA + NOT_ITERABLE)) return;
  const value = message.slice(0, -(EXTRA + NOT_ITERABLE).length) + NOT_ITERABLE;
  Object.defineProperty(error, 'message', { value, configurable: true, writable: true });
}

/** The message of a `DOMException` (for example if something could not be cloned) is private. So the getter that reads it is replaced. */
export function restoreExceptions({ requireBuiltin }: Internals): void {
  const { lazyDOMExceptionClass } = requireBuiltin<{ lazyDOMExceptionClass?: () => { prototype: object } }>(
    'internal/util',
  );
  const prototype = lazyDOMExceptionClass?.().prototype;
  const property = prototype && Object.getOwnPropertyDescriptor(prototype, 'message');
  const original = property?.get;
  if (prototype === undefined || original === undefined) return;
  const methods = {
    message(this: object): unknown {
      const message: unknown = original.call(this);
      return typeof message === 'string' && message.includes('__loopscope')
        ? withWrittenFunctions(message)
        : message;
    },
  };
  Object.defineProperty(prototype, 'message', { ...property, get: resemble(methods.message, original) });
}
