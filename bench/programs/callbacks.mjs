// Callbacks in the old style: events, ticks, immediates, and a queue that works on four jobs at once.
import { EventEmitter } from 'node:events';
import { measured } from './measured.mjs';

class Queue extends EventEmitter {
  #waiting = [];
  #busy = 0;
  add(job) {
    this.#waiting.push(job);
    process.nextTick(() => this.#next());
  }
  #next() {
    if (this.#busy === 4 || this.#waiting.length === 0) return;
    this.#busy++;
    const job = this.#waiting.shift();
    setImmediate(() => {
      this.#busy--;
      this.emit('done', JSON.stringify({ job }).length);
      this.#next();
    });
  }
}

function work(jobs) {
  return new Promise((resolve) => {
    const queue = new Queue();
    let done = 0;
    let added = 0;
    const add = () => {
      for (let i = 0; i < 50 && added < jobs; i++) queue.add(added++);
    };
    queue.on('done', () => {
      if (++done === jobs) resolve();
      else if (done % 50 === 0) add();
    });
    add();
  });
}

await measured(
  () => work(1_000),
  () => work(300_000),
);
