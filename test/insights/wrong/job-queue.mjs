// A queue whose jobs nobody awaits: the program says goodbye while the last of them is under way.
import { setTimeout as sleep } from 'node:timers/promises';

class Queue {
  #running = 0;
  #waiting = [];
  constructor(limit) {
    this.limit = limit;
  }
  async push(job) {
    if (this.#running >= this.limit) await new Promise((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      return await job();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}

const queue = new Queue(2);

async function sendMail(to) {
  await sleep(20);
  await sleep(to === 'late@example.org' ? 10_000 : 5);
  return to;
}

async function main() {
  for (const to of ['a@example.org', 'b@example.org', 'late@example.org']) {
    // finds never-awaited: started at job-queue.mjs:33
    queue.push(() => sendMail(to));
  }
  await sleep(150);
  console.log('all mails are sent');
  process.exit(0);
}
await main();
