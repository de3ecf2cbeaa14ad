// Messages of errors that quote the program's own text.

import { test } from 'vitest';
import { same } from '../../support/same.ts';

// V8 shortens a text of more than 128 characters.
test('messages that quote a function have the text that its author wrote, also where V8 shortens it', async () => {
  await same(`
    import { MessageChannel, Worker } from 'node:worker_threads';
    const { port1 } = new MessageChannel();
    const functions = [
      async () => { await 1; },
      async function declared(a, b) { await a; await b; return [await a, await b]; },
      async (one, two) => { const sum = (await one) + (await two); for (const each of [one, two]) console.log(await each, sum, 'and more', 'and more'); },
      class Shop { async order(what) { return await what; } static async open() { await 1; } },
      { async method(a) { await a; } }.method, { async ['comp' + 'uted'](a = () => 1) { await a; } }.computed,
      (class { static async *stored() { yield await 1; } }).stored,
      Object.getOwnPropertyDescriptor({ get got() { return (async () => { await 1; })(); } }, 'got').get,
      (a) => setTimeout(() => a, 1), async()=>1, async (a) => a, async (a) => (await a), (a) => [...a], (a) => a.then((b) => b), (a) => Promise.all([a]), function plain() { return Promise.all([1, 2].map(async (x) => await x)); },
    ];
    for (const fn of functions) {
      for (const clone of [structuredClone, (value) => port1.postMessage(value), (value) => new Worker('', { eval: true, workerData: value })])
        try { clone(fn); } catch (error) { console.log(error.message, error.stack.split('\\n')[0]); }
      await (async () => { class Bad extends fn {} })().catch((error) => console.log(error.message));
    }
    port1.close();
  `);
});
