// One async function awaits three million sub-calls of four kinds: a plain one, one of a resolved promise, one of a value, and one that is
// two deep. Every four of them make 15 promises. The warm-up is short, because a program's start is not warmed up either.
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
