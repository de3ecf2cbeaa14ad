// Promise.all over many small async functions with immediates and timers inside.
import { measured } from './measured.mjs';

const immediate = () => new Promise((resolve) => setImmediate(resolve));
const timer = () => new Promise((resolve) => setTimeout(resolve, 1));

async function leaf(i) {
  await null;
  if (i % 6 === 0) await immediate();
  if (i % 30 === 0) await timer();
  return i;
}
async function fanOut(rounds) {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: 10_000 }, (_, i) => leaf(i)));
  }
}

await measured(
  () => fanOut(1),
  () => fanOut(150),
);
