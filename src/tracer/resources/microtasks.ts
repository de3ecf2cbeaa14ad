// `queueMicrotask` on Node 24.21 and 26.10, which make a resource for a microtask only if somebody listens to async_hooks or has a context (20
// and 22 always make one). The tracer listens. Without this file each microtask would use up one of the program's numbers and have three
// more frames in its stacks.

import { watch } from '../names/watched.ts';
import { forgetPromises } from '../promises/promises.ts';
import { internals } from '../runtime/internals.ts';
import { othersListen } from '../runtime/listeners.ts';
import { beginInTurn, currentTask, endCallback, isNested } from '../tasks/context.ts';

interface AsyncContextFrame {
  current(): unknown;
}
interface TaskQueue {
  enqueueMicrotask(callback: () => void): void;
}

/** Keeps microtasks without a resource, as they are without the tracer. To be called before the program can replace the function. */
export function leaveMicrotasks(): void {
  const node = internals();
  // The text of Node's function says whether it asks for listeners.
  if (node === null || !String(queueMicrotask).includes('enabledHooksExist')) return;
  const context = node.requireBuiltin<AsyncContextFrame>('internal/async_context_frame');
  const { enqueueMicrotask } = node.internalBinding<TaskQueue>('task_queue');
  const isPlain = (): boolean => !othersListen() && !context.current();
  watch(globalThis, 'queueMicrotask', (call, { 0: callback }) => {
    if (typeof callback !== 'function' || !isPlain()) return call();
    const origin = currentTask();
    return enqueueMicrotask(() => {
      if (!isNested()) forgetPromises();
      beginInTurn(origin);
      try {
        callback();
      } finally {
        endCallback();
      }
    });
  });
}
