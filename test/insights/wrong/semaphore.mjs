// A lock that is not given back where the work fails.
import { setTimeout as sleep } from 'node:timers/promises';

class Lock {
  #taken = false;
  #waiting = [];
  async acquire() {
    // finds never-settled: with it transfer("rent", 2)
    if (this.#taken) await new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
  }
  release() {
    this.#taken = false;
    this.#waiting.shift()?.();
  }
}
const account = new Lock();
async function transfer(what, amount) {
  await account.acquire();
  await sleep(5);
  if (amount < 0) throw new RangeError(`${what}: not enough`);
  account.release();
  return what;
}
const results = await Promise.allSettled([transfer('salary', 10), transfer('car', -1), transfer('rent', 2)]);
console.log(results.length);
