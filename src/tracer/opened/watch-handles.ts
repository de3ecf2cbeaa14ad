import { watch } from '../names/watched.ts';
import { holdsProgram, isClosed } from './opened.ts';

const watchedPrototypes = new Set<object>();

/** Sees to it that closing such a handle is noticed, and whether it is to keep the program. */
export function watchHandles(handle: object): void {
  for (
    let at = Object.getPrototypeOf(handle);
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if (watchedPrototypes.has(at)) return;
    watchedPrototypes.add(at);
    watch(at, 'close', after(isClosed));
    watch(at, 'releaseFD', after(isClosed));
    watchHolding(at);
  }
}

/** Sees to it that whether what has this prototype is to keep the program is noticed. */
export function watchHolding(prototype: object): void {
  watch(
    prototype,
    'unref',
    after((self) => holdsProgram(self, false)),
  );
  watch(
    prototype,
    'ref',
    after((self) => holdsProgram(self, true)),
  );
}

export const after =
  (note: (self: unknown) => void) =>
  (call: () => unknown, _args: readonly unknown[], self: unknown): unknown => {
    const answer = call();
    note(self);
    return answer;
  };
