import type { Case } from '../check.ts';

export const orphanedSiblings: Case = {
  id: 'orphaned-siblings',
  trap: `
    async function deliver(what, steps) {
      for (let i = 0; i < steps; i++) await sleep(10);
      if (what === 'bowl') throw new Error('broken');
    }
    try { await Promise.all([deliver('book', 8), deliver('bowl', 1)]); } catch {}
    await sleep(200);
  `,
  fix: `
    async function deliver(what, steps) {
      for (let i = 0; i < steps; i++) await sleep(10);
      if (what === 'bowl') throw new Error('broken');
    }
    await Promise.allSettled([deliver('book', 8), deliver('bowl', 1)]);
    await sleep(200);
  `,
  moreTraps: {
    'cut off by the end of the program': `
      let rounds = 0;
      async function work() { for (;;) { await sleep(2); rounds++; } }
      async function fail() { await sleep(1); throw new Error('broken'); }
      try { await Promise.all([work(), fail()]); } catch {}
      while (rounds < 30) await sleep(20);
      process.exit(0);
    `,
  },
  trapsTogether: {
    'in a plain function, where then takes what comes of both': `
      async function work() { for (let i = 0; i < 8; i++) await sleep(10); }
      async function fail() { await sleep(1); throw new Error('broken'); }
      function both() { Promise.all([work(), fail()]).then((all) => all.length).catch((error) => console.log(error.message)); }
      both();
      await sleep(200);
    `,
    'of which then makes a value': `
      async function work() { for (let i = 0; i < 8; i++) await sleep(10); return { rows: 1 }; }
      async function fail() { await sleep(1); throw new Error('broken'); }
      try { await Promise.all([work().then(({ rows }) => rows), fail()]); } catch {}
      await sleep(200);
    `,
    'begun in a plain function, which returns both': `
      async function work() { for (let i = 0; i < 8; i++) await sleep(10); }
      async function fail() { await sleep(1); throw new Error('broken'); }
      function both() { return Promise.all([work(), fail()]); }
      try { await both(); } catch {}
      await sleep(200);
    `,
  },
  lookAlikes: {
    'a program that ends then': `
      async function work() { await sleep(5000); }
      async function fail() { await sleep(1); throw new Error('broken'); }
      try { await Promise.all([work(), fail()]); } catch { process.exit(2); }
    `,
  },
  lookAlikesTogether: {
    'told to stop, and tidying up': `
      const control = new AbortController();
      async function work() {
        try { await sleep(5000, undefined, { signal: control.signal }); } finally { await sleep(40); }
      }
      async function fail() { await sleep(1); throw new Error('broken'); }
      try { await Promise.all([work(), fail()]); } catch { control.abort(); }
      await sleep(100);
    `,
    'a timer that is the last of them, since one of the others held the loop when it was due': `
      async function bake() { await sleep(1); compute(60); }
      await Promise.all([bake(), sleep(20)]);
    `,
    'awaited in the end': `
      async function deliver(what, ms) { await sleep(ms); if (what === 'bowl') throw new Error('broken'); }
      const all = [deliver('book', 60), deliver('bowl', 1)];
      try { await Promise.all(all); } catch {} finally { await Promise.allSettled(all); }
    `,
    'work that others wait for, too': `
      let loading;
      const load = () => loading ??= read();
      async function read() { await sleep(60); return 1; }
      async function fail() { await sleep(1); throw new Error('broken'); }
      const other = load();
      try { await Promise.all([load(), fail()]); } catch {}
      other.then(() => console.log('there'));
      await sleep(150);
    `,
    'a consumer that nothing came for': `
      async function consume() { await never(); }
      async function fail() { await sleep(1); throw new Error('broken'); }
      try { await Promise.all([consume(), fail()]); } catch {}
      await sleep(60);
    `,
  },
};
