// Counting on the event loop.
//
// A shop window counts all prime numbers up to twelve million, which is about a second of pure computing, and shows a
// clock that ticks five times a second. Nothing here waits for anything, so there is nothing to await: an `async` in
// front of the function would not help.
//
// What you should see: countPrimes is solid. `clock` is ready (hatched) all that time: its ticks come when the counting
// is over. in-a-worker.mjs counts elsewhere.

import { setTimeout as sleep } from 'node:timers/promises';
import { primesUpTo } from './primes.mjs';

let counting = true;

async function clock() {
  for (let tick = 1; counting; tick += 1) {
    await sleep(200);
    console.log(counting ? `tick ${tick}` : 'the clock stops');
  }
}

async function countPrimes(limit) {
  const count = primesUpTo(limit);
  console.log(`${count} primes up to ${limit}`);
}

const ticking = clock();
await countPrimes(12_000_000);
counting = false;
await ticking;
