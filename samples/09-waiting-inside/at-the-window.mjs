// Waiting at the window: a loop inside the event loop.
//
// A parcel comes after half a second, and somebody looks out of the window again and again until it is there. But the
// bell can only ring when the event loop gets round to it, and this loop does not let it.
//
// What you should see: at-the-window.mjs is solid for 1.5 seconds. postman was due after half a second and stays ready
// (hatched). When the waiting is given up the bell rings at once: the parcel was there all along.
// at-the-bell.mjs hears it in time.

import { setTimeout as sleep } from 'node:timers/promises';

let parcelIsHere = false;

async function postman() {
  await sleep(500);
  parcelIsHere = true;
  console.log('ring!');
}

/** Keeps the whole program waiting. */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function waitAtTheWindow() {
  for (let look = 0; look < 30 && !parcelIsHere; look += 1) pause(50);
}

const round = postman();
waitAtTheWindow();
console.log(parcelIsHere ? 'the parcel is here' : 'no parcel today');
await round;
