// Whose turn is it at the top of a CommonJS script?
//
// The same lines as in module.mjs, in a file that is called .cjs. Node calls a CommonJS script as it calls a callback:
// when it has returned, the queue of nextTick is emptied first, then the microtasks.
//
// What you should see: the script ends first, then `tick`, then `microtask`.

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

process.nextTick(function tick() {
  say('nextTick');
});
microtask();
say('the file itself');
