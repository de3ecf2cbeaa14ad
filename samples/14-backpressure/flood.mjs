// A tap that does not look at the funnel.
//
// The tap fills sixty buckets of 64 KiB as quickly as it can; the garden takes one every 25 ms. write() never waits:
// what the garden cannot take yet is kept in memory, and write() gives back false to say so. This program does not look.
//
// What you should see: fillBuckets is over in an instant. The water is in memory now: almost 4 MiB, and with more
// buckets it would be all memory there is. `water` goes on for a second and a half. drained.mjs listens.

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
    garden.write(bucket);
    most = Math.max(most, garden.writableLength);
  }
  garden.end();
}

await Promise.all([water(), fillBuckets(60)]);
console.log(`kept in memory: up to ${most / bucket.length} buckets`);
