// Callbacks of `process.nextTick`. They are most of what a server makes: 21 of the 24 resources of an HTTP request that are not promises.

import { forgetPromises } from '../promises/promises.ts';
import { beginTick, isNested } from '../tasks/context.ts';
import { InOrder } from './in-order.ts';

export const ticks = new InOrder();

/** If the callback that begins is a tick, begins it and returns true. `id`: its number in Node. */
export function tickBegins(id: number): boolean {
  const origin = ticks.take(id);
  if (origin === undefined) return false;
  if (!isNested()) forgetPromises();
  beginTick(origin, ticks.isByTask);
  return true;
}
