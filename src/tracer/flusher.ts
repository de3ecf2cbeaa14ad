// A thread of its own sends the records: the program's thread never waits for a system call, and what it did last
// is on its way even when it never returns to the event loop, or is killed.

import { workerData } from 'node:worker_threads';
import { Control, drain, type RingMemory } from './ring.ts';

const ring = workerData as RingMemory;

/** While records come, look every 4 ms (a quarter of a frame); after 50 empty looks every 16 ms: 60 wake-ups of
 * some 10 µs a second are not to be noticed. */
const BUSY_MS = 4;
const QUIET_MS = 16;
let quiet = 0;

while (Atomics.load(ring.control, Control.CLOSED) === 0) {
  quiet = drain(ring) > 0 ? 0 : quiet + 1;
  const tail = Atomics.load(ring.control, Control.TAIL);
  if (Atomics.load(ring.control, Control.HEAD) === tail) {
    // Nobody notifies this word: it is only a way to sleep.
    Atomics.wait(ring.control, Control.CLOSED, 0, quiet > 50 ? QUIET_MS : BUSY_MS);
  }
}
