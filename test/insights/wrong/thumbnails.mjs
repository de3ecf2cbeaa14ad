// A pool of workers that is never closed: the pictures are done, and the program is not.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const code = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', (picture) => parentPort.postMessage(picture + '.thumb'));
`;

class Pool {
  #idle;
  constructor(size) {
    // finds leaked-resource: 2 workers
    this.#idle = Array.from({ length: size }, () => new Worker(code, { eval: true }));
  }
  async run(picture) {
    const worker = this.#idle.pop();
    worker.postMessage(picture);
    const [thumbnail] = await once(worker, 'message');
    this.#idle.push(worker);
    return thumbnail;
  }
}

const pool = new Pool(2);
console.log(await Promise.all(['a.jpg', 'b.jpg'].map((picture) => pool.run(picture))));
setTimeout(() => console.log('stop me now'), 1500).unref();
