// A cache that shares one load among all who ask: where that fails, it forgets to tell the others.
import { setTimeout as sleep } from 'node:timers/promises';

class Cache {
  #loading = new Map();
  #loader;
  constructor(loader) {
    this.#loader = loader;
  }
  async get(key) {
    const waiting = this.#loading.get(key);
    if (waiting !== undefined) {
      // finds never-settled: was handed to waiting
      return await new Promise((resolve) => waiting.push(resolve));
    }
    this.#loading.set(key, []);
    const value = await this.#loader(key);
    for (const resolve of this.#loading.get(key)) resolve(value);
    this.#loading.delete(key);
    return value;
  }
}

const prices = new Cache(async (key) => {
  await sleep(10);
  if (key === 'gold') throw new Error('no price today');
  return 42;
});

async function show(key) {
  try {
    console.log(key, await prices.get(key));
  } catch (error) {
    console.log(key, error.message);
  }
}

async function main() {
  await Promise.all([show('tin'), show('tin'), show('gold'), show('gold')]);
}
main();
