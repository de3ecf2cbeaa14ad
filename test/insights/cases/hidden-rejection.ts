import type { Case } from '../check.ts';

export const hiddenRejection: Case = {
  id: 'hidden-rejection',
  trap: `
    async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
    try { await Promise.all([save('lamp', 1), save('book', 60)]); } catch {}
    await sleep(150);
  `,
  fix: `
    async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
    await Promise.allSettled([save('lamp', 1), save('book', 60)]);
    await sleep(150);
  `,
  trapsTogether: {
    'in a plain function, where then takes what comes of both': `
      async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
      function both() { Promise.all([save('lamp', 1), save('book', 60)]).then(() => {}).catch((error) => console.log(error.message)); }
      both();
      await sleep(150);
    `,
    'what then would have made a value of, after a race': `
      async function load() { await sleep(80); throw new Error('no such page'); }
      const timeout = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), ms));
      try { await Promise.race([load().then((page) => page.rows), timeout(1)]); } catch {}
      await sleep(200);
    `,
    'two that fail at once': `
      async function save(what) { await null; throw new RangeError('no room for the ' + what); }
      const saving = ['lamp', 'book'].map(async (what) => save(what));
      try { await Promise.all(saving); } catch {}
    `,
    'where what a Promise.all leads to is awaited': `
      async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
      await Promise.all([save('lamp', 1), save('book', 60)]).catch((error) => console.log(error.message));
      await sleep(150);
    `,
    'work that is a single wait, when a timer has decided': `
      async function load() { await sleep(80); throw new Error('no such page'); }
      const timeout = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), ms));
      try { await Promise.race([load(), timeout(1)]); } catch {}
      await sleep(200);
    `,
    'one of hundreds': `
      async function save(what) {
        await sleep(1);
        if (what === 3) throw new RangeError('no room for ' + what);
        if (what !== 299) return;
        await sleep(60);
        throw new Error('no room at all');
      }
      try { await Promise.all(Array.from({ length: 300 }, (_, what) => save(what))); } catch {}
      await sleep(200);
    `,
    'what lost against the clock, and failed': `
      async function load() { await readFile(new URL(import.meta.url)); for (let i = 0; i < 8; i++) await sleep(10); throw new Error('no such page'); }
      const timeout = async (ms) => { await sleep(ms); throw new Error('too slow'); };
      try { await Promise.race([load(), timeout(1)]); } catch {}
      await sleep(200);
    `,
  },
  lookAlikes: {},
  lookAlikesTogether: {
    'a member whose errors a catch of its own takes': `
      async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
      function both() { Promise.all([save('lamp', 40).catch(() => 0), save('book', 1)]).then(() => {}).catch((error) => console.log(error.message)); }
      both();
      await sleep(100);
    `,
    'the same error twice': `
      async function connect(ms) { await sleep(ms); throw new Error('no connection'); }
      try { await Promise.all([connect(1), connect(40)]); } catch {}
      await sleep(100);
    `,
    'the clock of a race that was won': `
      const timeout = async (ms) => { await sleep(ms); throw new Error('too slow'); };
      const load = async () => readFile(new URL(import.meta.url));
      await Promise.race([load(), timeout(300)]);
      await sleep(400);
    `,
    'a second one that was told to stop': `
      const control = new AbortController();
      async function one() { await sleep(1); throw new Error('no'); }
      async function other() {
        try { await sleep(5000, undefined, { signal: control.signal }); } catch { throw new Error('other gave up'); }
      }
      try { await Promise.all([one(), other()]); } catch { control.abort(); }
      await sleep(20);
    `,
    'one that is looked after besides': `
      async function save(what, ms) { await sleep(ms); throw new Error('no room for the ' + what); }
      const second = save('book', 40);
      second.catch(() => {});
      try { await Promise.all([save('lamp', 1), second]); } catch {}
      await sleep(100);
    `,
    'errors that nobody cares for': `
      async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
      await Promise.all([save('lamp', 1), save('book', 60)]).catch(() => {});
      await sleep(150);
    `,
    'what is handled in a chain, one by one': `
      async function save(what, ms) { await sleep(ms); throw new RangeError('no room for the ' + what); }
      const looked = (what, ms) => save(what, ms).catch((error) => error.message);
      await Promise.all([looked('lamp', 1), looked('book', 40)]).then((all) => console.log(all.length));
    `,
    'one that is awaited afterwards': `
      async function save(what, ms) { await sleep(ms); throw new Error('no room for the ' + what); }
      const both = [save('lamp', 1), save('book', 40)];
      try { await Promise.all(both); } catch { await Promise.allSettled(both); }
    `,
    'any: the failures of the others do not matter': `
      async function mirror(what, ms) { await sleep(ms); if (ms > 1) throw new Error('no ' + what); }
      await Promise.any([mirror('a', 1), mirror('b', 40)]);
      await sleep(100);
    `,
  },
};
