// An error that reaches the catch.
//
// The shop of vanished.mjs, with one word more: `await makeCopy(order)`. Now takeOrder is still inside its `try` when
// the copy fails, and the error is thrown there.
//
// What you should see: makeCopy is rejected, and takeOrder, which waits for it, goes on in its `catch`. The program
// knows what happened, says so, tidies up, and ends with exit code 0.

import { setTimeout as sleep } from 'node:timers/promises';

async function makeCopy(order) {
  await sleep(700);
  throw new Error(`the disk is full, no copy of ${order}`);
}

async function takeOrder(order) {
  console.log(`order: ${order}`);
  try {
    await makeCopy(order);
  } catch (error) {
    console.log(`problem: ${error.message}`);
    return false;
  }
  return true;
}

async function tidyUp() {
  await sleep(900);
  console.log('the shop is tidy');
}

const copied = await takeOrder('two lamps');
console.log(copied ? 'every order is copied' : 'one order has no copy');
await tidyUp();
