import { watchAfter } from '../names/watched.ts';
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
    watchAfter(at, 'close', isClosed);
    watchAfter(at, 'releaseFD', isClosed);
    watchHolding(at);
  }
}

/** Sees to it that whether what has this prototype is to keep the program is noticed. */
export function watchHolding(prototype: object): void {
  watchAfter(prototype, 'unref', (self) => holdsProgram(self, false));
  watchAfter(prototype, 'ref', (self) => holdsProgram(self, true));
}
