// What errors say of the program's own text: the assertions of newer Nodes, and functions that V8 writes out.

import { withoutMarkers } from '../../protocol/marker-text.ts';
import { ownValue } from '../names/own-value.ts';

/** As Node writes the vertical tab and the form feed that markers stand in. */
const ESCAPED = /\\u000[bc]/gi;

/** An error is about to be seen. */
export function restoreMessage(error: unknown): void {
  const message = ownValue(error, 'message');
  if (typeof message !== 'string' || !message.includes('__loopscope')) return;
  const value = withoutMarkers(message.replace(ESCAPED, (escaped) => (/b$/i.test(escaped) ? '\v' : '\f')));
  Object.defineProperty(error, 'message', { value, configurable: true, writable: true });
}
