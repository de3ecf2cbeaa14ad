// Chains of `then` instead of async functions, as in older libraries.
import { measured } from './measured.mjs';

function step(value) {
  return Promise.resolve(value)
    .then((x) => x + 1)
    .then((x) => x * 2)
    .catch(() => 0)
    .finally(() => {});
}
function chains(rounds) {
  let all = Promise.resolve(0);
  for (let i = 0; i < rounds; i++)
    all = all.then(() => Promise.all(Array.from({ length: 100 }, (_, at) => step(at))));
  return all;
}

await measured(
  () => chains(5),
  () => chains(8_000),
);
