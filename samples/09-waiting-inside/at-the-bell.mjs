// Waiting for the bell: the event loop is the loop.
//
// The parcel of at-the-window.mjs. Nobody looks out of the window: `await` hands the loop back until the bell rings.
// Patience ends after 1.5 seconds here too, but by a timer, which needs nobody to count.
//
// What you should see: waitForTheBell is suspended until postman wakes it after half a second. The event loop is idle
// in between, and free for anybody else.

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const bell = new EventEmitter();

async function postman() {
  await sleep(500);
  console.log('ring!');
  bell.emit('ring');
}

async function waitForTheBell() {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 1500);
  try {
    await once(bell, 'ring', { signal: patience.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

const round = postman();
console.log((await waitForTheBell()) ? 'the parcel is here' : 'no parcel today');
await round;
