// A tap that waits for the funnel.
//
// The tap and the garden of flood.mjs. When write() gives back false the garden has enough for now, and the tap is
// closed until it says `drain`. (stream.pipeline does the same for you.)
//
// What you should see: fillBuckets keeps pace with the garden: every four buckets it waits for `drain`. No more than
// four buckets are ever kept in memory, and the garden has everything as early as before.

import { once } from 'node:events';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const bucket = Buffer.alloc(64 * 1024);
let most = 0;
let taken; // what to call when the garden has taken a bucket

const garden = new Writable({
  highWaterMark: 4 * bucket.length,
  write(_bucket, _encoding, done) {
    taken = done;
  },
});

async function water() {
  while (!garden.writableFinished) {
    await sleep(25);
    if (garden.writableLength > 0) taken();
  }
  console.log('the garden has all of it');
}

async function fillBuckets(count) {
  for (let number = 0; number < count; number += 1) {
    const hasRoom = garden.write(bucket);
    most = Math.max(most, garden.writableLength);
    if (!hasRoom) await once(garden, 'drain');
  }
  garden.end();
}

await Promise.all([water(), fillBuckets(60)]);
console.log(`kept in memory: up to ${most / bucket.length} buckets`);
