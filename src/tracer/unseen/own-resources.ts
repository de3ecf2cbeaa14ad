// What the program's async_hooks hear: nothing of the tracer's own resources, such as the ports to its thread. These are made before the program
// begins or while it makes a worker. They are used and closed later, when the program may listen.

import { resemble } from '../names/watched.ts';
import { SafeWeakSet } from '../safe-weak.ts';
import { isOurs } from './async-ids.ts';

const { apply, getOwnPropertyDescriptor } = Reflect;
const { defineProperty, getOwnPropertySymbols } = Object;

type Hook = (...args: unknown[]) => unknown;
const done = new SafeWeakSet();

/** Node keeps the functions of a hook under symbols with their names. Nobody hears of the making anyway (see `numberApart`). */
const LATER = /^(before|after|destroy)$/;

/** To be called as a hook of the program's is enabled. Node hands a resource's number to each of its functions first. */
export function hideOwnResources(hook: object): void {
  if (done.has(hook)) return;
  done.add(hook);
  const keys = getOwnPropertySymbols(hook);
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as symbol;
    const property = getOwnPropertyDescriptor(hook, key) as PropertyDescriptor;
    if (LATER.test(key.description ?? '') && typeof property.value === 'function')
      defineProperty(hook, key, { ...property, value: unlessOurs(property.value as Hook) });
  }
}

function unlessOurs(original: Hook): Hook {
  const methods = {
    method(this: unknown, id: number): unknown {
      // biome-ignore lint/complexity/noArguments: handed on as they are, they need no array, and this is called for each job of a promise
      return isOurs(id) ? undefined : apply(original, this, arguments);
    },
  };
  return resemble(methods.method as Hook, original);
}
