// Invitations that somebody waits for.
//
// `map` gives the promises back, and Promise.all waits for them. (Where each has to wait for the one before, a plain
// `for … of` with `await` in it does that.)
//
// What you should see: the three `invite` bars begin together as before, and party, which waits for all of them, ends
// with the last one. "all are invited" is true now.

import { setTimeout as sleep } from 'node:timers/promises';

const posted = [];

async function invite(guest, writingMs) {
  await sleep(writingMs);
  posted.push(guest);
  console.log(`${guest} has an invitation`);
}

const guests = [
  { name: 'Ada', writingMs: 900 },
  { name: 'Ben', writingMs: 500 },
  { name: 'Cleo', writingMs: 1300 },
];

async function party() {
  await Promise.all(guests.map(({ name, writingMs }) => invite(name, writingMs)));
  console.log(`all are invited: ${posted.length} of ${guests.length}`);
}

await party();
