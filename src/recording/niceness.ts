import { getPriority, setPriority } from 'node:os';

/**
 * Starts something with the given niceness, if there is one. A child inherits the niceness of the thread that starts it, so that thread
 * has it meanwhile. Setting it on the child afterwards would miss threads that the child has already started. This is for Linux only:
 * only there Electron gives its main thread a lower niceness than the app was started with, where that is allowed, as for root.
 */
export function asNiceAs<T>(niceness: number | undefined, start: () => T): T {
  const own = getPriority();
  if (niceness === undefined || niceness === own || process.platform !== 'linux') return start();
  setIfAllowed(niceness);
  try {
    return start();
  } finally {
    setIfAllowed(own);
  }
}

function setIfAllowed(niceness: number): void {
  try {
    setPriority(niceness);
  } catch {
    // If it is not allowed, the program gets the niceness of this process.
  }
}
