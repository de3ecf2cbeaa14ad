// One async function awaits sub-calls of four kinds: plain, already resolved, a value, two deep.
import { measured } from './measured.mjs';

async function plain(x) {
  return x;
}
async function resolved(promise) {
  return await promise;
}
async function twoDeep(x) {
  return await plain(x);
}

const ready = Promise.resolve(1);
async function chain(rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i++) {
    sum += await plain(i);
    sum += await resolved(ready);
    sum += await i;
    sum += await twoDeep(i);
  }
  return sum;
}

await measured(
  () => chain(20_000),
  () => chain(250_000),
);
