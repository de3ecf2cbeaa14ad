// Three parcels, and Promise.allSettled when one gets lost.
//
// Promise.allSettled waits until every one of them is over, and is never rejected. It tells of each how it ended, so
// that what went well is not lost with what did not.
//
// What you should see: deliver("bowl") fails after 0.6 s, and main goes on waiting. It ends with the last parcel, and
// knows about all three. The shop closes when nobody is under way any more.

import { setTimeout as sleep } from 'node:timers/promises';

async function deliver(parcel, takesMs) {
  await sleep(takesMs);
  if (parcel === 'bowl') throw new Error('the bowl is broken');
  console.log(`${parcel}: at the door`);
  return parcel;
}

async function main() {
  const results = await Promise.allSettled([
    deliver('book', 1200),
    deliver('bowl', 600),
    deliver('lamp', 1800),
  ]);
  const arrived = results.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  const problems = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
  console.log(`arrived: ${arrived.join(', ')}`);
  console.log(`not arrived: ${problems.join(', ')}`);
}

await main();
console.log('the shop is closed');
