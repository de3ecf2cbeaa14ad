import { inspect } from 'node:util';

/** Whether a promise has been rejected. The language has no way to ask without handling it; `inspect` has. */
export function isRejected(promise: object): boolean {
  // Only the start tells: behind it stands the value, which may say anything. Of that nothing of the program's runs.
  const text = inspect(promise, { depth: 0, customInspect: false, getters: false, maxStringLength: 0 });
  return /^[^{]*\{\s*<rejected>/.test(text);
}
