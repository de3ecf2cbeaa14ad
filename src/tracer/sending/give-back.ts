// A thread that has started holds 2.7 MiB more than it needs (none on Node 26): code that was compiled for its start, and the garbage of
// that. V8 gives it back after eight garbage collections. This thread makes next to no garbage, so it would not collect for a long time.

import { performance } from 'node:perf_hooks';

/** More than the heap that the sending thread may have, so V8 collects garbage. Nobody writes to it, so the system gives no memory for it. */
const PRESSURE_BYTES = 65 * 2 ** 20;
const COLLECTIONS = 8;
/** Each collection takes 5 to 10 ms, in which nothing is sent. */
const EVERY_MS = 250;

let left = COLLECTIONS;
let nextMs = performance.now() + EVERY_MS;

/** To be called at each look. Makes V8 collect this thread's garbage now and then, until it has done so often enough. */
export function giveBack(): void {
  if (left === 0 || performance.now() < nextMs) return;
  left--;
  nextMs = performance.now() + EVERY_MS;
  try {
    new ArrayBuffer(PRESSURE_BYTES);
  } catch {
    // The process may be limited in its addresses, so that the buffer cannot be made.
    left = 0;
  }
}
