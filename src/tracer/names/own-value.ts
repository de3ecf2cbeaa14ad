import { types } from 'node:util';

/** The value of a data property of the object itself: runs none of the program's code. */
export function ownValue(object: unknown, key: PropertyKey): unknown {
  if (typeof object !== 'object' && typeof object !== 'function') return undefined;
  if (object === null || types.isProxy(object)) return undefined;
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

/** What an object of Node's own keeps under a symbol of that name. */
export function keptAs(object: unknown, description: string): unknown {
  if (typeof object !== 'object' || object === null || types.isProxy(object)) return undefined;
  const symbols = Object.getOwnPropertySymbols(object);
  for (let at = 0; at < symbols.length; at++) {
    const symbol = symbols[at] as symbol;
    if (symbol.description === description) return ownValue(object, symbol);
  }
  return undefined;
}
