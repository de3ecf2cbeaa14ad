import type { Case } from '../check.ts';

export const unboundedConcurrency: Case = {
  id: 'unbounded-concurrency',
  // One call of the thread pool each: with a file's four it is the pool that is busy, on a machine that is.
  trap: `
    import { stat } from 'node:fs/promises';
    async function load() { return await stat(new URL(import.meta.url)); }
    await Promise.all(Array.from({ length: 1500 }, () => load()));
  `,
  fix: `
    async function load() { return await readFile(new URL(import.meta.url)); }
    let left = 1500;
    async function worker() { while (left-- > 0) await load(); }
    await Promise.all(Array.from({ length: 4 }, () => worker()));
  `,
  moreTraps: {
    'many that a few have begun': `
      import { stat } from 'node:fs/promises';
      async function load() { return await stat(new URL(import.meta.url)); }
      async function page() { await null; await Promise.all(Array.from({ length: 100 }, () => load())); }
      await Promise.all(Array.from({ length: 20 }, () => page()));
    `,
    'many timers that one task begins': `
      async function nap() { await sleep(400); }
      await Promise.all(Array.from({ length: 1500 }, () => nap()));
    `,
  },
  lookAlikes: {
    'many files and timers, each of a client of its own': `
      import { EventEmitter } from 'node:events';
      import { stat } from 'node:fs/promises';
      const clients = new EventEmitter();
      clients.on('come', () => { void serve(); });
      async function serve() { await stat(new URL(import.meta.url)); await sleep(60); }
      for (let i = 0; i < 1500; i++) setImmediate(() => clients.emit('come'));
    `,
    'many tasks in the queue of a limiter': `
      let free = 10;
      const queue = [];
      async function load() {
        if (free > 0) free--;
        else await new Promise((resolve) => queue.push(resolve));
        await readFile(new URL(import.meta.url));
        const next = queue.shift();
        if (next === undefined) free++;
        else next();
      }
      await Promise.all(Array.from({ length: 1500 }, () => load()));
    `,
    'many, one after the other': `
      async function load() { return await readFile(new URL(import.meta.url)); }
      for (let i = 0; i < 1500; i++) await load();
    `,
  },
};
