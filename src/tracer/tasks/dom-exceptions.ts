// Node keeps the name and message of a DOMException behind accessors of the prototype, where the program can put its own. So Node's are taken
// before the program begins.

import { types } from 'node:util';
import type { Internals } from '../runtime/internals.ts';

type Getter = () => unknown;

interface Known {
  readonly prototype: object;
  readonly name: Getter;
  readonly message: Getter;
}

let known: Known | null = null;
const { apply } = Reflect;
const { getPrototypeOf } = Object;

/** To be called once a thread, before the program begins. The global `DOMException` is a getter on Node 20, which reading would replace. */
export function learnDomExceptions(node: Internals | null): void {
  const made = node?.internalBinding<{ DOMException?: typeof DOMException }>('messaging').DOMException;
  if (made === undefined) return;
  const { prototype } = made;
  const name = Object.getOwnPropertyDescriptor(prototype, 'name')?.get;
  const message = Object.getOwnPropertyDescriptor(prototype, 'message')?.get;
  if (name !== undefined && message !== undefined) known = { prototype, name, message };
}

/** Name and message of a DOMException; null for anything else. Runs none of the program's code. */
export function domExceptionWords(error: unknown): { name: unknown; message: unknown } | null {
  if (known === null || !inherits(error, known.prototype)) return null;
  try {
    return { name: apply(known.name, error, []), message: apply(known.message, error, []) };
  } catch {
    // An object that only inherits from the prototype.
    return null;
  }
}

/** Like `isPrototypeOf`, but proxies on the way, whose traps are the program's, are not asked. */
export function inherits(value: unknown, prototype: object): boolean {
  if (typeof value !== 'object') return false;
  for (let at = value; at !== null && !types.isProxy(at); at = getPrototypeOf(at) as object | null)
    if (at === prototype) return true;
  return false;
}
