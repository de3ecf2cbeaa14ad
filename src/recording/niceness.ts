import { getPriority, setPriority } from 'node:os';

/**
 * Starts something as nice as `niceness`, where that is given. A child is as nice as the thread that starts it, so that thread
 * is made so meanwhile: made so afterwards, the child would have threads by then that stay as they are. Linux only: only
 * there is an app's main thread less nice than what it was started from, and that for those who may have it so, like root.
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
    // Not allowed: the program runs as nice as we do.
  }
}
