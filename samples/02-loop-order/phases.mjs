// Whose turn is it? The event loop's own order.
//
// The loop goes round: timers, then poll (files, network), then check (setImmediate), then timers again. After each
// single callback it first empties two queues that belong to no phase: nextTick, then the microtasks of promises.
//
// What you should see: the letter is read in the poll phase. The callback ends first, then nextTick, then the
// microtask, although they were asked for last. Then check, and the timer of 0 ms last of all.

import { readFile } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Takes a moment, so that each turn can be seen on the chart. */
function say(what) {
  console.log(what);
  const end = performance.now() + 30;
  while (performance.now() < end);
}

async function microtask() {
  await null; // there is nothing to wait for: it goes on as a microtask
  say('microtask: await');
}

function letterWasRead() {
  setTimeout(function timer() {
    say('timers: setTimeout');
  }, 0);
  setImmediate(function check() {
    say('check: setImmediate');
  });
  microtask();
  process.nextTick(function tick() {
    say('nextTick');
  });
  say('poll: the letter was read');
}

await sleep(200);
readFile(new URL(import.meta.url), letterWasRead);
