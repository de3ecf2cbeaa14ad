// Counting in a thread of its own.
//
// The same prime numbers as in on-the-loop.mjs. A worker has an event loop of its own: it may be busy there as long as
// it likes. To this program it is somebody who will send a message, and that can be awaited.
//
// What you should see: countPrimes is suspended, waiting for the worker's answer, and `clock` ticks five times a
// second. The main thread's event loop is idle; the worker has rows, and a loop, of its own below.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

let counting = true;

async function clock() {
  for (let tick = 1; counting; tick += 1) {
    await sleep(200);
    console.log(counting ? `tick ${tick}` : 'the clock stops');
  }
}

async function countPrimes(limit) {
  const worker = new Worker(new URL('count-primes.mjs', import.meta.url), { workerData: limit });
  const [count] = await once(worker, 'message');
  console.log(`${count} primes up to ${limit}`);
}

const ticking = clock();
await countPrimes(12_000_000);
counting = false;
await ticking;
