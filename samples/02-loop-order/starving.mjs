// A queue that lets nobody else in.
//
// The clerk stamps a hundred letters and is polite: after each letter, `await null` lets others go first. But what
// waits for a value that is there goes on as a microtask, and the loop empties all microtasks before it goes on.
// Politeness of this kind only ever reaches other microtasks. patient.mjs is polite to everybody.
//
// What you should see: stampLetters stops a hundred times, and the event loop is still busy without a gap.
// `alarm` was due after 0.3 seconds. It is ready (hatched) until the last letter is stamped.

import { setTimeout as sleep } from 'node:timers/promises';

function stamp() {
  const end = performance.now() + 10;
  while (performance.now() < end);
}

async function stampLetters(count) {
  for (let letter = 0; letter < count; letter += 1) {
    stamp();
    await null;
  }
  console.log('all letters are stamped');
}

async function alarm() {
  await sleep(300);
  console.log('the alarm rings');
}

await Promise.all([alarm(), stampLetters(100)]);
