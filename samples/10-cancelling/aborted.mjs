// Giving up with an AbortSignal: the work ends too.
//
// The library of raced.mjs. The reader hands the librarian a signal. Everything that can wait takes it: timers, fetch,
// files, events. When it is aborted, the wait that is under way is rejected at once, and `finally` tidies up.
//
// What you should see: after 0.6 seconds searchShelves is woken, by the signal and not by its timer, and cancelled.
// The lamp goes off, the reader leaves, and the program is over.

import { setTimeout as sleep } from 'node:timers/promises';

// How long each shelf takes. Travel is the longest, and first: it is nowhere near its end after 0.6 seconds.
const SHELVES = [
  ['travel', 1300],
  ['history', 300],
  ['poetry', 300],
  ['maps', 300],
];

async function searchShelves(signal) {
  console.log('the lamp is on');
  try {
    for (const [shelf, ms] of SHELVES) {
      await sleep(ms, undefined, { signal });
      console.log(`not among ${shelf}`);
    }
  } finally {
    console.log('the lamp is off');
  }
}

async function reader() {
  try {
    await searchShelves(AbortSignal.timeout(600));
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
    console.log('the reader leaves: that takes too long');
  }
}

await reader();
