// A thread that has started holds 2.7 MiB more than it needs (none on Node 26): what was compiled for its start, and what that left
// behind. V8 gives that back once it has collected eight times, which it would not do for long: this thread makes next to no garbage.

import { performance } from 'node:perf_hooks';

/** More than the heap of the sending thread may have, so V8 collects. Nobody writes to it, so the system gives no memory for it. */
const PRESSURE_BYTES = 65 * 2 ** 20;
const COLLECTIONS = 8;
/** Each takes 5 to 10 ms, in which nothing is sent. */
const EVERY_MS = 250;

let left = COLLECTIONS;
let nextMs = performance.now() + EVERY_MS;

/** To be called again and again: has V8 collect this thread's garbage now and then, until it has done so often enough. */
export function giveBack(): void {
  if (left === 0 || performance.now() < nextMs) return;
  left--;
  nextMs = performance.now() + EVERY_MS;
  try {
    new ArrayBuffer(PRESSURE_BYTES);
  } catch {
    // The process may have no more addresses either.
    left = 0;
  }
}
