// Functions that a task hands to the runtime and that no hook reports when they are called: the map function of `Array.fromAsync`, which runs
// in jobs of the language's own, and the callback of `navigator.locks.request`, which runs in a job of whoever had the lock before.

import { callUnseen } from '../frame-limit.ts';
import { watch } from '../names/watched.ts';
import { binding } from '../runtime/internals.ts';
import { calledFor, currentTask } from '../tasks/context.ts';

export function watchCalledLater(): void {
  watch(Array, 'fromAsync', handsOver);
  // Node's own module calls this binding. That module is loaded only when the program first asks for a lock.
  const locks = lockBinding();
  if (locks !== null) watch(locks, 'request', handsOver);
}

/** Null if this Node has no locks: `binding` throws at an unknown name. */
function lockBinding(): object | null {
  try {
    return binding<object>('locks');
  } catch {
    return null;
  }
}

function handsOver(call: () => unknown, args: readonly unknown[]): unknown {
  const own = args as unknown[];
  // The first argument of `Array.fromAsync` may be an iterable function, and the last one is a `this`: neither is called.
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
    return calledFor(task, () => callUnseen(fn, this, args));
  };
