// A stock ticker whose every tick is late, since the news are parsed beside it.
import { setTimeout as sleep } from 'node:timers/promises';

/** By the time for which this thread has a processor: a machine that is busy with other things makes it take longer. */
function compute(ms) {
  const start = process.threadCpuUsage();
  for (let used = { user: 0, system: 0 }; used.user + used.system < 1000 * ms; )
    used = process.threadCpuUsage(start);
}
async function news() {
  for (let round = 0; round < 10; round++) {
    compute(28);
    await new Promise(setImmediate);
  }
}
async function ticks() {
  for (let tick = 0; tick < 6; tick++) {
    // finds late-timer
    await sleep(10);
  }
}
await Promise.all([news(), ticks()]);
