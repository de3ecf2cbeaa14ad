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
  },
  lookAlikes: {
    'an error caught at the end, and the code 1': `
      async function main() { await null; throw new Error('no'); }
      main().catch(() => process.exit(1));
    `,
    'a rejection that somebody catches in time, and a code of its own': `
      async function main() { await null; throw new Error('no'); }
      await main().catch(() => { process.exitCode = 1; });
    `,
    'a callback that throws, after a rejection that was caught': `
      async function save() { await null; throw new Error('no'); }
      save().catch(() => {});
      setTimeout(() => { throw new Error('something else'); }, 20);
    `,
    'a rejection that is handled late, but is': `
      process.on('unhandledRejection', () => {});
      async function save() { await null; throw new Error('no'); }
      const saving = save();
      await sleep(20);
      try { await saving; } catch {}
    `,
  },
};
