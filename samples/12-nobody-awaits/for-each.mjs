// Invitations that nobody waits for.
//
// forEach calls its function and does not look at what comes back. An async function gives back a promise, so three
// invitations are under way and forEach is through. The next line runs before the first of them is posted.
//
// What you should see: "all are invited" comes first. The three `invite` bars begin together, and nobody waits for
// them: party ends at once, before any of them. all-awaited.mjs waits for them.

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
  guests.forEach(async ({ name, writingMs }) => {
    await invite(name, writingMs);
  });
  console.log(`all are invited: ${posted.length} of ${guests.length}`);
}

await party();
