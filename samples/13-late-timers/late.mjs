// A metronome beside somebody who works in long strokes.
//
// sleep(15) means: not before 15 ms. The timer comes when it is due *and* the loop is free. A carpenter saws in strokes
// of 45 ms and lets the loop go on after each, so every beat falls into the middle of one.
//
// What you should see: zoom in on `metronome`. Each wait is 15 ms of waiting (the thin band), then some 30 ms of being
// ready (hatched), until the stroke is over. Two of three beats are lost. on-time.mjs saws in short strokes.

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

await Promise.all([metronome(), saw(27, 45)]);
