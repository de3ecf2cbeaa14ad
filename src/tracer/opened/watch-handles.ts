import { watchAfter } from '../names/watched.ts';
import { holdsProgram, isClosed } from './opened.ts';

const watchedPrototypes = new Set<object>();

/** Notices when a handle of this class is closed, and when it is told to keep the program alive or not. */
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

/** Notices when an object with this prototype is told to keep the program alive or not. */
export function watchHolding(prototype: object): void {
  watchAfter(prototype, 'unref', (self) => holdsProgram(self, false));
  watchAfter(prototype, 'ref', (self) => holdsProgram(self, true));
}
