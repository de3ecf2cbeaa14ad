// A command that gives up after a while, and never clears the timers that were to tell it so.
import { setTimeout as sleep } from 'node:timers/promises';

function withTimeout(promise, ms) {
  return new Promise((resolve, reject) => {
    // finds leaked-resource: 3 timers of 1200 ms
    setTimeout(() => reject(new Error(`timed out after ${ms} ms`)), ms);
    promise.then(resolve, reject);
  });
}

async function lookUp(name) {
  await sleep(10);
  return `${name} is at home`;
}

async function main() {
  for (const name of ['ann', 'bob', 'eve']) console.log(await withTimeout(lookUp(name), 1200));
}
await main();
