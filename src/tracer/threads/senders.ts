// Names of who is at the other end of a port, for example the worker whose messages come through it.

import { types } from 'node:util';
import { ownValue } from '../names/own-value.ts';
import { SafeWeakMap } from '../safe-weak.ts';

const names = new SafeWeakMap<object, string>();

/** Where a worker's object and a `BroadcastChannel` keep the port that their messages come through. */
const PORTS = /^(?:kPublicPort|kHandle)$/;

/** Names the sender of an object's messages. A worker's object or a `BroadcastChannel` gets them through ports, which are named, too, and returned. */
export function callSender(object: object, name: string): object[] {
  const ports: object[] = [];
  names.set(object, name);
  if (types.isProxy(object)) return ports;
  const symbols = Object.getOwnPropertySymbols(object);
  // By index: the program may have replaced the iterator of arrays.
  for (let at = 0; at < symbols.length; at++) {
    const symbol = symbols[at] as symbol;
    const port = PORTS.test(symbol.description ?? '') ? ownValue(object, symbol) : null;
    if (typeof port !== 'object' || port === null) continue;
    names.set(port, name);
    ports.push(port);
  }
  return ports;
}

/** The sender of an object's messages: `worker resize.mjs #1`; '' if it is unknown. */
export const senderOf = (object: object): string => names.get(object) ?? '';
