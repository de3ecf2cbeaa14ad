// Thousands of timers, many of which are cleared before they fire, as timeouts are.
import { setTimeout as after } from 'node:timers/promises';
import { measured } from './measured.mjs';

function limited(job) {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, 1_000);
    setTimeout(() => {
      clearTimeout(limit);
      resolve(job);
    }, job % 5);
  });
}
async function load(rounds) {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(
      Array.from({ length: 1_000 }, (_, job) => (job % 4 === 0 ? after(job % 5) : limited(job))),
    );
  }
}

await measured(
  () => load(3),
  () => load(120),
);
