// An error that no catch can see.
//
// A shop takes an order and makes a copy of it. Copying fails, and there is a `try` around it. But nobody awaits
// the copy: the `try` is left long before anything fails, and there is nobody to throw at.
//
// What you should see: "every order is copied", which is not true. makeCopy is rejected (the cross at its end) when
// takeOrder is over. Node finds nobody who handles it and ends the program, with exit code 1, in the middle of what
// `tidyUp` was doing. caught.mjs hears of the error.

import { setTimeout as sleep } from 'node:timers/promises';

async function makeCopy(order) {
  await sleep(700);
  throw new Error(`the disk is full, no copy of ${order}`);
}

async function takeOrder(order) {
  console.log(`order: ${order}`);
  try {
    makeCopy(order);
  } catch (error) {
    console.log(`problem: ${error.message}`);
  }
  await sleep(400);
}

async function tidyUp() {
  await sleep(900);
  console.log('the shop is tidy');
}

await takeOrder('two lamps');
console.log('every order is copied');
await tidyUp();
