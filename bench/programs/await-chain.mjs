// One async function awaits three million sub-calls of four kinds: plain, of a promise that is already resolved, of a
// value, two deep. 15 promises every four of them. Hardly warmed up: a program's own start is not either.
import { measured } from './measured.mjs';

const ready = Promise.resolve(1);
async function plain(x) {
  return x;
}
async function resolved() {
  return await ready;
}
async function value(x) {
  return await x;
}
async function oneDeep(x) {
  return (await plain(x)) + 1;
}
async function twoDeep(x) {
  return (await oneDeep(x)) + 1;
}

async function chain(calls) {
  let sum = 0;
  for (let i = 0; i < calls; i += 4) {
    sum += await plain(i);
    sum += await resolved();
    sum += await value(i);
    sum += await twoDeep(i);
  }
  return sum;
}

await measured(
  () => chain(40),
  () => chain(3_000_000),
);
