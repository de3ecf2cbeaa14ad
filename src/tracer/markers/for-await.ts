// The marker of `for await`.

import { types } from 'node:util';
import { framesWithout } from '../frame-limit.ts';
import { nameOfIterable } from '../names/streams.ts';
import { isFor } from '../promises/awaited.ts';
import { inSameRealm, realm } from '../promises/realms.ts';
import type { Task } from '../tasks/task.ts';
import { typeError } from './iterables.ts';
import { awaitOn, awaitWithin } from './markers.ts';

type Iterable = { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown } | null | undefined;
interface Source {
  next(...args: unknown[]): unknown;
  return?(...args: unknown[]): unknown;
}

/** Stands around what a `for await` iterates. Each await of the loop is one of what `next()` returns, so `next` and `return` are watched. */
export function iterate(task: Task, site: number, iterable: Iterable, notIterable: string): unknown {
  if (iterable === null || iterable === undefined) return iterable;
  const method = iterable[Symbol.asyncIterator];
  const symbol = method === null || method === undefined ? Symbol.iterator : Symbol.asyncIterator;
  const open = symbol === Symbol.asyncIterator ? method : iterable[symbol];
  if (typeof open !== 'function') {
    // What V8 would say if there were no marker to name.
    throw typeError(`${notIterable} not async iterable`);
  }
  const name = nameOfIterable(iterable);
  const waitFor = inSameRealm((answer: unknown): unknown => {
    if (name !== '' && types.isPromise(answer)) isFor(answer, name);
    if (symbol === Symbol.iterator) awaitWithin(task, site, answer);
    else awaitOn(task, site, answer);
    return answer;
  });
  const errors = realm().Error;
  const through = (source: Source): object => {
    if (typeof source !== 'object' || source === null) return source;
    const next = source.next;
    if (typeof next !== 'function') return source;
    const watched = { next: framesWithout(errors, source, next, waitFor) };
    // A getter, since the language looks `return` up only if the loop is left early.
    return Object.defineProperty(watched, 'return', {
      get: () => {
        const leave = source.return;
        // If a synchronous iterator has no `return` (an array's has none), the loop awaits a settled promise.
        if ((leave === undefined || leave === null) && symbol === Symbol.iterator) waitFor({});
        return typeof leave === 'function' ? framesWithout(errors, source, leave, waitFor) : leave;
      },
    });
  };
  return {
    [symbol]: framesWithout(errors, iterable, open as () => unknown, through as (source: unknown) => object),
  };
}
