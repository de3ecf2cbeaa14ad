// A metronome beside somebody who works in short strokes.
//
// As much work as in late.mjs, in strokes of 5 ms. A beat that falls into one waits for 5 ms at most. Timers are never
// exact; how late they come is the longest stretch in which nobody lets the loop go on.
//
// What you should see: `metronome` waits 15 ms and is ready for next to nothing. There are more than twice as many beats,
// and the board is sawn after the same time.

import { setImmediate as nextRound, setTimeout as sleep } from 'node:timers/promises';

let sawing = true;

async function metronome() {
  let beats = 0;
  let lateMs = 0;
  for (; sawing; beats += 1) {
    const due = performance.now() + 15;
    await sleep(15);
    lateMs += performance.now() - due;
  }
  console.log(`${beats} beats, each ${Math.round(lateMs / beats)} ms late`);
}

async function saw(strokes, strokeMs) {
  for (let stroke = 0; stroke < strokes; stroke += 1) {
    const end = performance.now() + strokeMs;
    while (performance.now() < end);
    await nextRound();
  }
  sawing = false;
  console.log('the board is sawn');
}

await Promise.all([metronome(), saw(240, 5)]);
