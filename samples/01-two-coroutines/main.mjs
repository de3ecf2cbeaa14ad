// Two coroutines, one event loop.
//
// The same evening as in functions.mjs: cooking takes 2 seconds, the driver takes 3. An async function can stop in the
// middle, at an `await`, and go on later. Both start together, so the whole evening takes 3 seconds, not 5.
//
// What you should see: two bars below main.mjs that begin at the same moment. Each runs for an instant,
// waits for its timer, and runs for an instant again. While both wait, the event loop has nothing to do.

import { setTimeout as sleep } from 'node:timers/promises';

async function order_food() {
  console.log('order:  the kitchen starts cooking');
  await sleep(2000);
  console.log('order:  the food is ready');
}

async function call_driver() {
  console.log('driver: on the way');
  await sleep(3000);
  console.log('driver: at the restaurant');
}

// Calling an async function starts it at once: it runs up to its first `await`, then hands the loop back.
const order = order_food();
const driver = call_driver();

// Both are under way already. This only waits until the slower one is done.
await Promise.all([order, driver]);
console.log('dinner is served');
