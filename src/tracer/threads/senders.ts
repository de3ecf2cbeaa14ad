// Who is at the other end of a port: the worker whose messages come through it.

import { types } from 'node:util';
import { ownValue } from '../names/own-value.ts';

const names = new WeakMap<object, string>();

/** Its messages are from there; a worker's come through a port of its own, which is returned. */
export function callSender(object: object, name: string): object[] {
  const ports: object[] = [];
  names.set(object, name);
  if (types.isProxy(object)) return ports;
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    const port = symbol.description === 'kPublicPort' ? ownValue(object, symbol) : null;
    if (typeof port !== 'object' || port === null) continue;
    names.set(port, name);
    ports.push(port);
  }
  return ports;
}

/** `worker resize.mjs #1`; '' for what nobody has named. */
export const senderOf = (object: object): string => names.get(object) ?? '';
