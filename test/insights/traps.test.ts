// Every finding on real programs: the trap shows exactly it, its fix nothing, nor do programs that look like it.

import { describe, expect, test } from 'vitest';
import { findings, TOOLS } from './check.ts';

interface Case {
  readonly id: string;
  readonly trap: string;
  readonly fix: string;
  readonly lookAlikes: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  {
    id: 'blocked-event-loop',
    trap: `
      async function parse() { await sleep(20); compute(200); }
      async function tick() { await sleep(60); }
      await Promise.all([parse(), tick()]);
    `,
    fix: `
      async function parse() { await sleep(20); for (let i = 0; i < 20; i++) { compute(5); await sleep(1); } }
      async function tick() { await sleep(60); }
      await Promise.all([parse(), tick()]);
    `,
    lookAlikes: {
      'computing at the start, with nobody waiting': `compute(200); await sleep(1);`,
      'computing while only its caller waits': `
        async function parse() { await sleep(1); compute(200); }
        await parse();
      `,
      'computing while others wait for something later': `
        const later = sleep(600);
        compute(150);
        await later;
        async function tick() { await sleep(600); }
        const ticking = tick();
        compute(150);
        await ticking;
      `,
      'several tasks that compute one after the other': `
        async function work() { await null; compute(70); }
        await Promise.all([work(), work(), work()]);
      `,
    },
  },
  {
    id: 'late-timer',
    trap: `
      async function busy() { await sleep(5); compute(42); }
      async function tick() { await sleep(10); }
      await Promise.all([busy(), tick()]);
    `,
    fix: `
      async function busy() { await sleep(5); for (let i = 0; i < 8; i++) { compute(5); await sleep(1); } }
      async function tick() { await sleep(10); }
      await Promise.all([busy(), tick()]);
    `,
    lookAlikes: {
      'a long timer a little late': `
        async function busy() { await sleep(390); compute(42); }
        async function tick() { await sleep(400); }
        await Promise.all([busy(), tick()]);
      `,
      'a timer that was over before anybody awaited it': `
        const timer = sleep(5);
        compute(45);
        await timer;
      `,
      'an interval': `
        let ticks = 0;
        await new Promise((resolve) => {
          const timer = setInterval(() => { if (++ticks === 5) { clearInterval(timer); resolve(); } }, 5);
        });
      `,
    },
  },
  {
    id: 'never-settled',
    trap: `
      async function main() { await never(); }
      main();
    `,
    fix: `
      async function main() { await sleep(1); }
      main();
    `,
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
      'a program that ends itself': `
        async function main() { await never(); }
        main();
        Promise.resolve().then(() => process.exit(0));
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
  },
  {
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
  },
  {
    id: 'unbounded-concurrency',
    trap: `
      async function load() { return await readFile(new URL(import.meta.url)); }
      await Promise.all(Array.from({ length: 1500 }, () => load()));
    `,
    fix: `
      async function load() { return await readFile(new URL(import.meta.url)); }
      let left = 1500;
      async function worker() { while (left-- > 0) await load(); }
      await Promise.all(Array.from({ length: 10 }, () => worker()));
    `,
    lookAlikes: {
      'many timers': `
        async function nap() { await sleep(20); }
        await Promise.all(Array.from({ length: 1500 }, () => nap()));
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
  },
  {
    id: 'needless-await',
    trap: `
      async function total() { let sum = 0; for (let i = 0; i < 100_000; i++) sum += await i; return sum; }
      await total();
    `,
    fix: `
      async function total() { let sum = 0; for (let i = 0; i < 100_000; i++) sum += i; return sum; }
      await total();
    `,
    lookAlikes: {
      'a cache that has to ask once': `
        async function total() { for (let i = 0; i < 60_000; i++) await (i === 0 ? sleep(1) : i); }
        await total();
      `,
      'an async function that need not wait': `
        async function get(key) { return key; }
        async function total() { for (let i = 0; i < 60_000; i++) await get(i); }
        await total();
      `,
      'not enough of them to matter': `
        async function total() { for (let i = 0; i < 900; i++) await i; }
        await total();
      `,
    },
  },
];

describe.each(cases)('$id', ({ id, trap, fix, lookAlikes }) => {
  test('the trap shows it, and nothing else', async () => {
    expect(await findings(TOOLS + trap)).toEqual([id]);
  });
  test('its fix shows nothing', async () => {
    expect(await findings(TOOLS + fix)).toEqual([]);
  });
  test.each(Object.entries(lookAlikes))('%s is fine', async (_name, program) => {
    // Of its own kind: on a machine that is busy with other things, timers may truly come late.
    expect(await findings(TOOLS + program)).not.toContain(id);
  });
});
