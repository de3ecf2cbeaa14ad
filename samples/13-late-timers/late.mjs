// A metronome beside twelve carpenters, each of whom is polite.
//
// sleep(100) means: not before 100 ms. The timer comes when it is due *and* the loop gets to its timers. Each carpenter
// saws for 25 ms and lets the loop go on. But so do the eleven others: all twelve strokes are callbacks of one phase,
// and the loop calls every one of them before it looks at its timers again.
//
// What you should see: each wait of `metronome` is 100 ms of waiting (the thin band), then 200 of being ready
// (hatched), until the round is over. Nobody held the loop for longer than 25 ms. on-time.mjs saws one stroke a round.

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

async function carpenters() {
  await Promise.all(Array.from({ length: 12 }, () => saw(5)));
  sawing = false;
  console.log('the boards are sawn');
}

await Promise.all([metronome(), carpenters()]);
