// Stand-ins for objects whose methods the language, or a helper of a compiler, calls. Each call is a point at which a task waits or goes on,
// and no marker can stand there.

import { framesWithout } from '../frame-limit.ts';
import { inSameRealm, realm } from '../promises/realms.ts';
import type { Task } from '../tasks/task.ts';
import { State } from '../tasks/task-state.ts';
import { awaitOn, caught, exit, threw } from './markers.ts';

/** Disposed of right after what `await using` declared, when the task goes on. Null for null: otherwise the block would wait for this one. */
export const goesOn = (task: Task, value: unknown): object | null =>
  value === null || value === undefined ? null : { [Symbol.dispose]: () => caught(task) };

interface Disposable {
  [Symbol.asyncDispose]?: (() => unknown) | null;
  [Symbol.dispose]?: (() => unknown) | null;
}

/** Stands in for what `await using` declared: disposes of it as the language would, and begins the task's wait for that. */
export function disposes(task: Task, site: number, value: Disposable | null | undefined): unknown {
  if (value === null || value === undefined) return value;
  const waits = value[Symbol.asyncDispose] ?? null;
  const dispose = waits ?? value[Symbol.dispose];
  // The language then throws the right error.
  if (typeof dispose !== 'function') return value;
  const waitFor = inSameRealm((awaited: unknown) => awaitOn(task, site, awaited));
  const take = (awaited: unknown): unknown => (task.state === State.running ? waitFor(awaited) : awaited);
  // What only `[Symbol.dispose]` returns is not awaited.
  const disposing = framesWithout(
    realm().Error,
    value,
    dispose,
    waits === null ? () => take(undefined) : take,
  );
  return {
    [Symbol.asyncDispose]() {
      caught(task);
      if (waits !== null) return disposing();
      try {
        return disposing();
      } catch (error) {
        return take(Promise.reject(error));
      }
    },
  };
}

interface Steps {
  next(value: unknown): { done?: boolean };
  throw(error: unknown): { done?: boolean };
}

/**
 * Stands in for the generator that one helper of a compiler has made, before another helper that calls only `next` and `throw`. Each call is
 * a run of the task.
 */
export function stepsOf(task: Task, steps: Steps): Steps {
  const ends = inSameRealm(() => exit(task));
  const watched = (how: 'next' | 'throw') => (value: unknown) => {
    caught(task);
    try {
      const result = steps[how](value);
      if (result.done === true) ends();
      return result;
    } catch (error) {
      threw(task, error);
      ends();
      throw error;
    }
  };
  return { next: watched('next'), throw: watched('throw') };
}
