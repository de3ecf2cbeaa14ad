// Three parcels, and Promise.all when one gets lost.
//
// Promise.all is rejected at the first rejection. It does not stop the others, it cannot: they go on, and what they
// bring is thrown away.
//
// What you should see: deliver("bowl") fails after 0.6 s, and main is done with all three. deliver("book") and
// deliver("lamp") go on for more than a second, to doors where nobody waits any more. all-settled.mjs waits for all.

import { setTimeout as sleep } from 'node:timers/promises';

async function deliver(parcel, takesMs) {
  await sleep(takesMs);
  if (parcel === 'bowl') throw new Error('the bowl is broken');
  console.log(`${parcel}: at the door`);
  return parcel;
}

async function main() {
  try {
    const parcels = await Promise.all([deliver('book', 1200), deliver('bowl', 600), deliver('lamp', 1800)]);
    console.log(`arrived: ${parcels.join(', ')}`);
  } catch (error) {
    console.log(`nothing arrived: ${error.message}`);
  }
}

await main();
console.log('the shop is closed');
