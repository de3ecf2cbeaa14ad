import type { Case } from '../check.ts';

export const unhandledRejection: Case = {
  id: 'unhandled-rejection',
  trap: `
    async function inner() { await sleep(5); throw new RangeError('no such order'); }
    async function save() { await inner(); }
    save();
    await sleep(100);
  `,
  fix: `
    async function inner() { await sleep(5); throw new RangeError('no such order'); }
    async function save() { await inner(); }
    save().catch(() => {});
    await sleep(20);
  `,
  moreTraps: {
    'through a Promise.all, and through whoever returned it': `
      async function inner(what) { await sleep(1); if (what === 'book') throw new RangeError('no such ' + what); }
      async function both() { return Promise.all([inner('lamp'), inner('book')]); }
      async function save() { await both(); }
      save();
      await sleep(100);
    `,
    'of a promise that is no task, returned by one': `
      const load = () => sleep(1).then(() => { throw new RangeError('no such order'); });
      async function save() { return load(); }
      save();
      await sleep(100);
    `,
    'taken by a listener of the process': `
      process.on('unhandledRejection', () => {});
      async function save() { await null; throw new Error('no'); }
      save();
      await sleep(20);
    `,
    'taken by a listener that ends the program': `
      process.on('unhandledRejection', () => process.exit(3));
      async function save() { await null; throw new Error('no'); }
      save();
      await sleep(500);
    `,
    'of a Promise.all that nobody awaits, and the program goes on': `
      process.on('uncaughtException', () => {});
      async function save(what) { await null; if (what === 'book') throw new Error('no ' + what); }
      const saving = Promise.all([save('lamp'), save('book')]);
      await sleep(60);
    `,
    'of what then makes of a promise, which belongs to no task': `
      async function load() { await sleep(5); return { rows: 1 }; }
      function show() { load().then((page) => page.rows).then(() => { throw new RangeError('no such page'); }).finally(() => {}); }
      show();
      await sleep(100);
    `,
    'of a new Promise in a plain function': `
      function ask() { return new Promise((_, no) => setTimeout(() => no(new Error('no answer')), 5)); }
      ask();
      await sleep(100);
    `,
    'of Promise.reject in a plain function': `
      function find(id) { return Promise.reject(new Error('none ' + id)); }
      function show() { find(3).then((order) => order.price); }
      show();
      await sleep(100);
    `,
    'of Promise.reject with something that is no error': `
      process.on('unhandledRejection', () => {});
      setTimeout(() => { Promise.reject('no such order'); }, 5);
      await sleep(60);
    `,
    'of an asynchronous listener': `
      import { EventEmitter } from 'node:events';
      const orders = new EventEmitter();
      orders.on('order', async (id) => { await null; throw new Error('no order ' + id); });
      setTimeout(() => orders.emit('order', 3), 5);
      await sleep(100);
    `,
    'of what then makes of a Promise.all': `
      async function load(what) { await sleep(5); if (what === 'book') throw new Error('no ' + what); }
      function both() { Promise.all([load('lamp'), load('book')]).then((all) => all.length); }
      both();
      await sleep(100);
    `,
    'of what reads a file, which is no task': `
      function config() { return readFile('/no/such/config.json', 'utf8').then(JSON.parse); }
      config();
      await sleep(100);
    `,
    'of a function that then calls, taken by a listener while the program goes on': `
      process.on('unhandledRejection', () => {});
      function show() { sleep(5).then(() => { throw new TypeError('no rows'); }); }
      show();
      await sleep(60);
    `,
    'a callback that throws, and not the rejection before it that was caught': `
      async function save() { await null; throw new Error('no'); }
      save().catch(() => {});
      setTimeout(() => { throw new Error('something else'); }, 20);
    `,
  },
  lookAlikes: {
    'a chain that is handled late, but is': `
      process.on('unhandledRejection', () => {});
      const showing = sleep(5).then(() => { throw new TypeError('no rows'); });
      await sleep(20);
      await showing.catch(() => {});
    `,
    'an error caught at the end, and the code 1': `
      async function main() { await null; throw new Error('no'); }
      main().catch(() => process.exit(1));
    `,
    'a rejection that somebody catches in time, and a code of its own': `
      async function main() { await null; throw new Error('no'); }
      await main().catch(() => { process.exitCode = 1; });
    `,
    'a rejection that is handled late, but is': `
      process.on('unhandledRejection', () => {});
      async function save() { await null; throw new Error('no'); }
      const saving = save();
      await sleep(20);
      try { await saving; } catch {}
    `,
  },
  lookAlikesTogether: {
    'a chain with a catch at its end': `
      function show() { sleep(5).then(() => { throw new TypeError('no rows'); }).then(() => {}).catch(() => {}); }
      show();
      await sleep(60);
    `,
    'a chain that then takes an error in': `
      function show() { Promise.reject(new Error('no')).then(() => {}, () => {}); }
      show();
      await sleep(20);
    `,
    'a chain that loses a race': `
      const slow = () => sleep(20).then(() => { throw new Error('too late'); });
      await Promise.race([slow(), sleep(5)]);
      await sleep(60);
    `,
    'a Promise.all of chains, of which several fail': `
      const load = (ms) => sleep(ms).then(() => { throw new Error('no ' + ms); });
      await Promise.all([load(5), load(10)]).catch(() => {});
      await sleep(60);
    `,
    'a chain that whoever called awaits': `
      const load = () => sleep(5).then(() => { throw new Error('no'); });
      async function main() { try { await load(); } catch { process.exitCode = 1; } }
      await main();
    `,
  },
};
