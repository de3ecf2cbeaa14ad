// Two plain functions, one event loop.
//
// A restaurant cooks your food, which takes 2 seconds, and a driver needs 3 to get there. A plain function cannot stop
// in the middle and go on later: once called, it keeps the program until it returns. So nobody can be on the way while
// the food cooks, and the evening takes 5 seconds.
//
// What you should see: one solid bar, functions.mjs, five seconds long. The functions have no rows of their own:
// nothing here is ever suspended, so nothing can be resumed. For five seconds nobody else could have run.

/** Keeps the whole program waiting, as a plain function has to. */
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

function order_food() {
  console.log('order:  the kitchen starts cooking');
  pause(2000);
  console.log('order:  the food is ready');
}

function call_driver() {
  console.log('driver: on the way');
  pause(3000);
  console.log('driver: at the restaurant');
}

order_food();
call_driver();
console.log('dinner is served');
