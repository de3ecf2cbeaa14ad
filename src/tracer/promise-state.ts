import { inspect } from 'node:util';

/** Whether a promise has been rejected. The language has no way to ask without handling it; `inspect` has. */
export function isRejected(promise: object): boolean {
  // Depth -1: of the reason nothing is looked at.
  return inspect(promise, { depth: 0, customInspect: false, getters: false, maxStringLength: 0 }).includes(
    '<rejected>',
  );
}
