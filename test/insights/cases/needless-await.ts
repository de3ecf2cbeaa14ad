import type { Case } from '../check.ts';

export const needlessAwait: Case = {
  id: 'needless-await',
  trap: `
    async function total() { let sum = 0; for (let i = 0; i < 100_000; i++) sum += await i; return sum; }
    await total();
  `,
  fix: `
    async function total() { let sum = 0; for (let i = 0; i < 100_000; i++) sum += i; return sum; }
    await total();
  `,
  lookAlikes: {},
  lookAlikesTogether: {
    'a cache that has to ask once': `
      async function total() { for (let i = 0; i < 60_000; i++) await (i === 0 ? sleep(1) : i); }
      await total();
    `,
    'an async function that need not wait': `
      async function get(key) { return key; }
      async function total() { for (let i = 0; i < 60_000; i++) await get(i); }
      await total();
    `,
    'lists of promises that are empty': `
      async function all(lists) { for (const list of lists) await Promise.all(list.map((one) => one())); }
      await all(Array.from({ length: 60_000 }, () => []));
    `,
    'not enough of them to matter': `
      async function total() { for (let i = 0; i < 900; i++) await i; }
      await total();
    `,
  },
};
