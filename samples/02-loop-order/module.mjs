// Whose turn is it at the top of a module?
//
// Node runs an ES module as a microtask. When it has come to its end that queue is emptied first: other microtasks
// come before nextTick. In a callback it is the other way round, see phases.mjs, and in a CommonJS script, script.cjs.
//
// What you should see: the module ends first, then `microtask`, then `tick`, although tick was asked for first.

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
