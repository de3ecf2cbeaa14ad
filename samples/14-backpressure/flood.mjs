// A tap that does not look at the funnel.
//
// The well gives a bucket of 64 KiB every 5 ms; the garden takes one every 25 ms. write() never waits: what the garden
// cannot take yet is kept in memory, and write() gives back false to say so. This program does not listen.
//
// What you should see: fillBuckets is through after a third of a second. The water is in memory now: almost 4 MiB, and
// with a longer list it would be all memory there is. `water` runs on for more than a second. drained.mjs listens.

import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const bucket = Buffer.alloc(64 * 1024);

const garden = new Writable({
  highWaterMark: 4 * bucket.length,
  write(_bucket, _encoding, done) {
    setTimeout(done, 25);
  },
});

async function fillBuckets(count) {
  let most = 0;
  for (let number = 0; number < count; number += 1) {
    await sleep(5);
    garden.write(bucket);
    most = Math.max(most, garden.writableLength);
  }
  console.log(`kept in memory: up to ${most / bucket.length} buckets`);
  garden.end();
}

async function water() {
  await finished(garden);
  console.log('the garden has all of it');
}

await Promise.all([fillBuckets(60), water()]);
