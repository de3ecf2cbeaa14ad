import type { Case } from '../check.ts';

export const neverSettled: Case = {
  id: 'never-settled',
  trap: `
    async function main() { await never(); }
    main();
  `,
  fix: `
    async function main() { await sleep(1); }
    main();
  `,
  moreTraps: {
    'a file that is not there, and an error that is not passed on': `
      import { readFile as read } from 'node:fs';
      const load = (path) => new Promise((resolve) => read(path, (error, text) => { if (!error) resolve(text); }));
      async function main() { await load('no-such-file'); }
      main();
    `,
    'a timer that does not keep the program, awaited by a module': `
      await sleep(60_000, undefined, { ref: false });
    `,
    'workers that serve for ever, and somebody who waits for them': `
      const waiting = [];
      async function work() { for (;;) { const job = await new Promise((resolve) => waiting.push(resolve)); await job(); } }
      async function main() { await Promise.all([work(), work()]); console.log('done'); }
      main();
    `,
    'one of several': `
      async function quick() { await null; }
      async function stuck() { await never(); }
      async function main() { await Promise.all([quick(), stuck()]); }
      main();
    `,
  },
  lookAlikes: {
    'the loser of a race': `
      async function aborted() { await never(); }
      async function work() { await sleep(5); }
      await Promise.race([aborted(), work()]);
    `,
    'a consumer that waits for more': `
      let wake;
      async function consume() { for (;;) await new Promise((resolve) => { wake = resolve; }); }
      consume();
      wake();
    `,
    'a consumer to whom nothing ever came': `
      const waiting = [];
      async function consume() { for (;;) { const job = await new Promise((resolve) => waiting.push(resolve)); await job(); } }
      consume();
    `,
    'one that goes through what a generator for ever waits for': `
      const waiting = [];
      async function* jobs() { while (true) yield await new Promise((resolve) => waiting.push(resolve)); }
      async function consume() { for await (const job of jobs()) await job(); }
      consume();
    `,
    'signals that nobody sent': `
      import { once } from 'node:events';
      const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));
      const cancelled = new Promise((_, reject) => { process.on('SIGINT', () => reject(new Error('stopped'))); });
      async function shutdown() { await stopped; }
      async function cancel() { try { await cancelled; } catch { process.exit(1); } }
      async function reload() { await once(process, 'SIGHUP'); }
      await null;
      shutdown();
      cancel();
      reload();
    `,
    'what only then waits for': `
      const closed = new Promise(() => {});
      closed.then(() => console.log('closed')).catch(console.error);
      await sleep(1);
    `,
    'a program that ends itself': `
      async function main() { await never(); }
      main();
      Promise.resolve().then(() => process.exit(0));
    `,
    'a watcher that does not keep the program': `
      import { watch } from 'node:fs/promises';
      async function main() { for await (const _ of watch(new URL('.', import.meta.url), { persistent: false })); }
      main();
    `,
    'a generator nobody reads to its end': `
      async function* numbers() { for (let i = 0; ; i++) yield i; }
      await numbers().next();
    `,
    'a timer that shall not keep the program': `
      async function watch() { await new Promise((resolve) => setTimeout(resolve, 60_000).unref()); }
      watch();
    `,
  },
};
