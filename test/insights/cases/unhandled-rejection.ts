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
    'a rejection that a listener of the process takes': `
      process.on('unhandledRejection', () => { process.exitCode = 1; });
      async function save() { await null; throw new Error('no'); }
      save();
    `,
  },
};
