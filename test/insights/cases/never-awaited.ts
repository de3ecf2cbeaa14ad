import type { Case } from '../check.ts';

/** Something that takes its time. */
const WORK = 'async function save(order) { await sleep(15); return order; }';

export const neverAwaited: Case = {
  id: 'never-awaited',
  trap: `
    ${WORK}
    async function main() { save('lamp'); save('book').then(() => {}); await sleep(40); }
    await main();
  `,
  fix: `
    ${WORK}
    async function main() { await save('lamp'); await sleep(40); }
    await main();
  `,
  moreTraps: {
    'one that is cut off': `
      async function upload() { await sleep(5000); }
      async function main() { upload(); await sleep(10); process.exit(0); }
      await main();
    `,
  },
  trapsTogether: {
    'in a list that nothing reads': `
      ${WORK}
      async function main() { const all = []; for (let i = 0; i < 3; i++) all.push(save(i)); console.log(all.length); await sleep(40); }
      await main();
    `,
    'an async function in forEach': `
      ${WORK}
      async function main() { ['lamp', 'book'].forEach(async (order) => { await save(order); }); await sleep(40); }
      await main();
    `,
    'what forEach starts through a plain function': `
      ${WORK}
      async function main() { ['lamp', 'book'].forEach((order) => save(order)); await sleep(40); }
      await main();
    `,
    'a Promise.all that is no statement to wait for': `
      ${WORK}
      async function main() { Promise.all(['lamp', 'book'].map((order) => save(order))); await sleep(40); }
      await main();
    `,
    'many at one line': `
      ${WORK}
      async function main() { for (let i = 0; i < 5; i++) save(i); await sleep(40); }
      await main();
    `,
    'a method, and a module that goes on awaiting': `
      class Shop { async close() { await sleep(15); } }
      new Shop().close();
      await sleep(40);
    `,
  },
  lookAlikes: {
    'one that goes round for ever, until the program says that it is enough': `
      async function watch() { for (;;) await sleep(5); }
      async function main() { watch(); await sleep(30); process.exit(0); }
      await main();
    `,
  },
  lookAlikesTogether: {
    'one that handles its errors itself': `
      let left = 3;
      async function drain() {
        try { while (left-- > 0) await sleep(2); } catch (error) { console.error(error); } finally { left = 0; }
      }
      async function main() { drain(); await sleep(20); }
      await main();
    `,
    'main() as the last thing a module does': `
      ${WORK}
      async function main() { await save('lamp'); }
      main();
    `,
    'void says that nobody is to wait': `
      ${WORK}
      async function main() { void save('lamp'); await sleep(40); }
      await main();
    `,
    'stored, and awaited later': `
      ${WORK}
      async function main() { const saving = save('lamp'); await sleep(5); await saving; }
      await main();
    `,
    'Promise.all, race and allSettled': `
      ${WORK}
      async function main() {
        await Promise.all([save(1), save(2)]);
        await Promise.race([save(3), save(4)]);
        await Promise.allSettled([save(5)]);
        const later = Promise.all([save(6), save(7)]);
        await later;
      }
      await main();
    `,
    'put together by a Promise.all that nobody awaits, and each awaited later': `
      ${WORK}
      async function main() { const all = ['lamp', 'book'].map((order) => save(order)); Promise.all(all); for (const one of all) await one; }
      await main();
    `,
    'then, catch and finally': `
      ${WORK}
      async function main() {
        save(1).catch(() => {});
        save(2).then(() => {}, () => {});
        save(3).finally(() => {}).catch(() => {});
        await sleep(40);
      }
      await main();
    `,
    'returned to the caller': `
      ${WORK}
      async function main() { await (() => save(1))(); await (async () => save(2))(); }
      await main();
    `,
    'put in an array, a Set and a Map': `
      ${WORK}
      async function main() {
        const list = [], set = new Set(), map = new Map();
        list.push(save(1)); set.add(save(2)); map.set('a', save(3)); list[1] = save(4);
        await Promise.all([...list, ...set, ...map.values()]);
      }
      await main();
    `,
    'begun early, kept by whoever was called, and awaited later': `
      ${WORK}
      const kept = new Map();
      const shop = { load(id) { if (!kept.has(id)) kept.set(id, save(id)); return kept.get(id); } };
      async function main() { shop.load(1); await sleep(5); await shop.load(1); shop.load(2); await sleep(40); }
      await main();
    `,
    'begun early by a function that remembers its promise': `
      const once = (begin) => { let promise; return () => (promise ??= begin()); };
      const load = once(async function load() { await sleep(15); return 1; });
      async function main() { load(); await sleep(5); await load(); }
      await main();
    `,
    'listeners and callbacks': `
      import { EventEmitter } from 'node:events';
      ${WORK}
      const bell = new EventEmitter();
      bell.on('ring', async () => { await save(1); });
      bell.on('ring', () => { save(2); });
      setTimeout(() => { save(3); }, 5);
      setTimeout(async () => { await save(4); }, 5);
      bell.emit('ring');
      await sleep(40);
    `,
    'promises of others': `
      import { rm } from 'node:fs/promises';
      async function main() { rm('no-such-file', { force: true }); sleep(1); fetch('data:,a'); await sleep(40); }
      await main();
    `,
    'a stream that awaits what its forEach calls': `
      import { Readable } from 'node:stream';
      ${WORK}
      async function main() { await Readable.from([1, 2, 3]).forEach(async (order) => { await save(order); }); }
      await main();
    `,
    'one that is over when its call is': `
      async function log(text) { text.trim(); }
      async function main() { log('a'); [1].forEach(async () => {}); await sleep(5); }
      await main();
    `,
  },
};
