// A tap that does not look at the funnel.
//
// The well gives a bucket of 64 KiB every 5 ms; the garden takes one every 25 ms.
// write() never waits: what the garden cannot take yet is kept in memory, and write()
// gives back false to say so. This program does not listen.
//
// What you should see: fillBuckets is through after less than half a second. The water
// is in memory now: some 3 MiB, and with more buckets it would be all memory there is.
// `water` goes on for more than a second. drained.mjs listens.

import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const bucket = Buffer.alloc(64 * 1024);
let most = 0;

const garden = new Writable({
  highWaterMark: 4 * bucket.length,
  write(_bucket, _encoding, done) {
    setTimeout(done, 25);
  },
});

async function water() {
  await finished(garden);
  console.log('the garden has all of it');
}

async function fillBuckets(count) {
  for (let number = 0; number < count; number += 1) {
    await sleep(5);
    garden.write(bucket);
    most = Math.max(most, garden.writableLength);
  }
  garden.end();
}

await Promise.all([water(), fillBuckets(60)]);
console.log(`kept in memory: up to ${most / bucket.length} buckets`);
