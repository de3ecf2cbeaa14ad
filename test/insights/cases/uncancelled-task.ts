import type { Case } from '../check.ts';

export const uncancelledTask: Case = {
  id: 'uncancelled-task',
  trap: `
    async function search() { for (let i = 0; i < 5; i++) await sleep(20); }
    async function patience() { await sleep(1); throw new Error('too slow'); }
    try { await Promise.race([search(), patience()]); } catch {}
    await sleep(300);
  `,
  fix: `
    async function search(signal) { for (let i = 0; i < 5; i++) await sleep(20, undefined, { signal }); }
    try { await search(AbortSignal.timeout(1)); } catch {}
    await sleep(300);
  `,
  moreTraps: {
    'against a timer': `
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      await Promise.race([search(), sleep(1)]);
      await sleep(300);
    `,
    'against a signal': `
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      const signal = AbortSignal.timeout(1);
      const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      try { await Promise.race([search(), aborted]); } catch {}
      await sleep(300);
    `,
    'two that are asked, and one answers': `
      async function ask(steps) { for (let i = 0; i < steps; i++) await sleep(10); return steps; }
      await Promise.any([ask(1), ask(9)]);
      await sleep(300);
    `,
  },
  lookAlikes: {
    'the clock of a race that was won': `
      async function timeout(ms) { await sleep(ms); throw new Error('too slow'); }
      async function work() { await sleep(1); return 1; }
      await Promise.race([work(), timeout(200)]);
      await sleep(300);
    `,
    'one that is awaited again': `
      async function work() { for (let i = 0; i < 5; i++) await sleep(10); }
      const working = work();
      await Promise.race([working, sleep(1)]);
      console.log('it takes a while');
      await working;
    `,
    'a limit of how many run at once': `
      async function work(ms) { await sleep(1); await sleep(ms); }
      const running = new Set();
      for (let i = 0; i < 8; i++) {
        const one = work(i * 5);
        running.add(one);
        one.finally(() => running.delete(one));
        if (running.size >= 3) await Promise.race(running);
      }
      await Promise.all(running);
    `,
    'losers that give up': `
      const control = new AbortController();
      async function ask(ms) { await sleep(ms, undefined, { signal: control.signal }); return ms; }
      await Promise.any([ask(1), ask(5000)]);
      control.abort();
      await sleep(30);
    `,
    'something that comes for ever, asked again and again': `
      async function next() { await sleep(30); await sleep(1); return 1; }
      let coming = next();
      for (let i = 0; i < 4; i++) {
        const answer = await Promise.race([coming, sleep(10)]);
        if (answer !== undefined) coming = next();
      }
      await coming;
    `,
  },
};
