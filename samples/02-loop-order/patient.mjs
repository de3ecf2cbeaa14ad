// A queue that lets everybody in.
//
// The same hundred letters as in starving.mjs. `await setImmediate()` goes on in the loop's next round, in its
// check phase. In between, the loop sees to timers, files and the network.
//
// What you should see: `alarm` rings after 0.3 seconds, in the middle of the work: it had to wait for one letter
// at most. stampLetters takes no longer than before.

import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';

function stamp() {
  const end = performance.now() + 10;
  while (performance.now() < end);
}

async function stampLetters(count) {
  for (let letter = 0; letter < count; letter += 1) {
    stamp();
    await nextRound();
  }
  console.log('all letters are stamped');
}

async function alarm() {
  await sleep(300);
  console.log('the alarm rings');
}

await Promise.all([alarm(), stampLetters(100)]);
