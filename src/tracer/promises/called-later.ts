// Functions that a task hands to the runtime, which calls them later and has no hook say for whom: what `Array.fromAsync` maps with, in jobs
// of the language's own, and what is to be done with a lock (`navigator.locks.request`), in a job of whoever had it before.

import { watch } from '../names/watched.ts';
import { binding } from '../runtime/internals.ts';
import { calledFor, currentTask } from '../tasks/context.ts';

const { apply } = Reflect;

export function watchCalledLater(): void {
  watch(Array, 'fromAsync', handsOver);
  // What Node's own module asks, which is loaded when the program first does.
  const locks = lockBinding();
  if (locks !== null) watch(locks, 'request', handsOver);
}

/** Null where Node has no locks: it throws at a name that it does not have. */
function lockBinding(): object | null {
  try {
    return binding<object>('locks');
  } catch {
    return null;
  }
}

function handsOver(call: () => unknown, args: readonly unknown[]): unknown {
  const own = args as unknown[];
  // The first of `Array.fromAsync` may be a function with an iterator, and the last one what `this` is to be: neither is called.
  for (let at = 1; at < own.length; at++) {
    const fn = own[at];
    if (typeof fn !== 'function') continue;
    own[at] = forTask(fn as (...args: unknown[]) => unknown, currentTask());
    break;
  }
  return call();
}

const forTask = (fn: (...args: unknown[]) => unknown, task: ReturnType<typeof currentTask>): unknown =>
  function (this: unknown, ...args: unknown[]): unknown {
    return calledFor(task, () => apply(fn, this, args));
  };
