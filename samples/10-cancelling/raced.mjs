// Giving up with Promise.race: only the asking ends.
//
// A librarian looks for a book, shelf by shelf. After 0.6 seconds the reader has had enough. Promise.race goes on with
// whoever is first, the book or the reader's patience, and does not tell the other one.
//
// What you should see: the reader leaves after 0.6 seconds. searchShelves goes on to the last shelf, for a reader who
// is not there, and the lamp is on until then. aborted.mjs tells the librarian.

import { setTimeout as sleep } from 'node:timers/promises';

// How long each shelf takes. Travel is the longest, and first: it is nowhere near its end after 0.6 seconds.
const SHELVES = [
  ['travel', 1300],
  ['history', 300],
  ['poetry', 300],
  ['maps', 300],
];

async function searchShelves() {
  console.log('the lamp is on');
  try {
    for (const [shelf, ms] of SHELVES) {
      await sleep(ms);
      console.log(`not among ${shelf}`);
    }
  } finally {
    console.log('the lamp is off');
  }
}

async function patience() {
  await sleep(600);
  throw new Error('that takes too long');
}

async function reader() {
  try {
    await Promise.race([searchShelves(), patience()]);
  } catch (error) {
    console.log(`the reader leaves: ${error.message}`);
  }
}

await reader();
