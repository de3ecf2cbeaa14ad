// A metronome beside one carpenter.
//
// As many strokes as in late.mjs, and as long ones. But only one of them is in each round of the loop, so a beat that
// is due waits for one stroke at most. Timers are never exact; how late they come is what the loop has to do before it
// gets to them again.
//
// What you should see: `metronome` waits 100 ms and is ready (hatched) for at most a quarter of that. There are more
// than twice as many beats, and the boards are sawn after the same time.

import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';

let sawing = true;

async function metronome() {
  let beats = 0;
  let lateMs = 0;
  for (; sawing; beats += 1) {
    const due = performance.now() + 100;
    await sleep(100);
    lateMs += performance.now() - due;
  }
  console.log(`${beats} beats, each ${Math.round(lateMs / beats)} ms late`);
}

async function saw(strokes) {
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    await nextRound();
    const end = performance.now() + 25;
    while (performance.now() < end);
  }
}

async function carpenter() {
  await saw(60);
  sawing = false;
  console.log('the boards are sawn');
}

await Promise.all([metronome(), carpenter()]);
