import type { Case } from '../check.ts';
import { FINE } from '../uncancelled-fine.ts';

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
    'that has others work for it, cut off by the end of the program': `
      async function withRetries(work) { for (;;) { try { return await work(); } catch { await sleep(10); } } }
      async function charge() { return withRetries(async () => { await sleep(5); throw new Error('503'); }); }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      try { await Promise.race([charge(), patience()]); } catch {}
      await sleep(300);
      process.exit();
    `,
  },
  trapsTogether: {
    'in a plain function, where then takes what comes of the race': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      function show() { Promise.race([search(1), patience()]).then((found) => console.log(found), (error) => console.log(error.message)); }
      show();
      await sleep(300);
    `,
    'in a callback, of any': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function quick() { await sleep(1); return 1; }
      setTimeout(() => { Promise.any([search(1), quick()]).then((found) => console.log(found)).catch((error) => console.log(error)); }, 5);
      await sleep(300);
    `,
    'whose members have names, as those of others do': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      async function other() { const a = sleep(1); const b = sleep(1); await a; await b; return [a, b]; }
      async function first() { const a = search(1); const b = patience(); try { await Promise.race([a, b]); } catch {} }
      await other(); await first();
      await sleep(300);
    `,
    'whose members are put into a list': `
      async function search(page) { for (let i = 0; i < 5 * page; i++) await sleep(10); return page; }
      async function first() { const jobs = []; for (const page of [1, 6, 8]) jobs.push(search(page)); return await Promise.race(jobs); }
      await first();
      await sleep(300);
    `,
    'of which then makes a value': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      try { await Promise.race([search(1).then((found) => found.page), patience()]); } catch {}
      await sleep(300);
    `,
    'against a timer': `
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      await Promise.race([search(), sleep(1)]);
      await sleep(300);
    `,
    'a single wait, against a timeout of another function': `
      async function search() { await sleep(120); return 'found'; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      try { await Promise.race([search(), patience()]); } catch {}
      await sleep(300);
    `,
    'against a signal': `
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      const signal = AbortSignal.timeout(1);
      const aborted = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      try { await Promise.race([search(), aborted]); } catch {}
      await sleep(300);
    `,
    'behind a timeout that a function puts before it': `
      function withTimeout(work, ms) {
        let timer;
        const clock = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('too slow')), ms); });
        return Promise.race([work, clock]).finally(() => clearTimeout(timer));
      }
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      try { await withTimeout(search(), 1); } catch {}
      await sleep(300);
    `,
    'behind one that is an async function': `
      async function withTimeout(ms, work) {
        const control = new AbortController();
        try { return await Promise.race([work, sleep(ms, undefined, { signal: control.signal }).then(() => { throw new Error('too slow'); })]); }
        finally { control.abort(); }
      }
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      try { await withTimeout(1, search()); } catch {}
      await sleep(300);
    `,
    'behind one that nothing is known of but that its timer ended it': `
      function withTimeout(ms, work) {
        return new Promise((resolve, reject) => {
          const clock = setTimeout(() => reject(new Error('too slow')), ms);
          work.then(resolve, reject).finally(() => clearTimeout(clock));
        });
      }
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      try { await withTimeout(1, search()); } catch {}
      await sleep(300);
    `,
    'where a plain function puts both together': `
      async function search() { for (let i = 0; i < 5; i++) await sleep(20); return 'found'; }
      function first() { return Promise.race([search(), sleep(1)]); }
      await first();
      await sleep(300);
    `,
    'a signal that nobody looks at': `
      async function search({ signal }) { for (let i = 0; i < 12; i++) await sleep(10); return signal === undefined; }
      const searching = search({ signal: AbortSignal.timeout(15) });
      await searching;
    `,
    'a signal in options, aborted by hand, and only the first call hears of it': `
      async function report(options) {
        await sleep(1, undefined, { signal: options.signal });
        for (let i = 0; i < 12; i++) await sleep(10);
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 30);
      await report({ signal: control.signal });
    `,
    'a signal of the object itself': `
      class Search {
        constructor(signal) { this.signal = signal; }
        async run(context) {
          await sleep(1, undefined, { signal: this.signal });
          for (let i = 0; i < 12; i++) await sleep(10);
          return context;
        }
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 30);
      await new Search(control.signal).run('all');
    `,
    'a private signal of the object itself': `
      class Search {
        #signal;
        constructor(signal) { this.#signal = signal; }
        async run() {
          await sleep(1, undefined, { signal: this.#signal });
          for (let i = 0; i < 12; i++) await sleep(10);
        }
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 30);
      await new Search(control.signal).run();
    `,
    'the signal of a controller that the object keeps': `
      class Search {
        control = new AbortController();
        async run() {
          await sleep(1, undefined, { signal: this.control.signal });
          for (let i = 0; i < 12; i++) await sleep(10);
        }
      }
      const search = new Search();
      setTimeout(() => search.control.abort(), 30);
      await search.run();
    `,
    'that of a private controller': `
      class Search {
        #control = new AbortController();
        async run() {
          await sleep(1, undefined, { signal: this.#control.signal });
          for (let i = 0; i < 12; i++) await sleep(10);
        }
        stop() { this.#control.abort(); }
      }
      const search = new Search();
      setTimeout(() => search.stop(), 30);
      await search.run();
    `,
    'a controller that it is given': `
      async function report(control) {
        await sleep(1, undefined, { signal: control.signal });
        for (let i = 0; i < 12; i++) await sleep(10);
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 30);
      await report(control);
    `,
    'a signal that a request brings along': `
      async function answer(request) {
        await sleep(1, undefined, { signal: request.signal });
        for (let i = 0; i < 12; i++) await sleep(10);
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 30);
      await answer({ signal: control.signal, path: '/' });
    `,
    'the signal of a controller around it': `
      const control = new AbortController();
      async function report() {
        await sleep(1, undefined, { signal: control.signal });
        for (let i = 0; i < 12; i++) await sleep(10);
      }
      setTimeout(() => control.abort(), 30);
      await report();
    `,
    'a signal that a function within another one finds there': `
      function crawler({ signal }) {
        const seen = [];
        const visit = async (page) => {
          for (let i = 0; i < 12; i++) { await sleep(10); seen.push(page + i); }
          return signal.aborted ? [] : seen;
        };
        return { visit };
      }
      await crawler({ signal: AbortSignal.timeout(25) }).visit('/');
    `,
    'options around it': `
      const load = (options) => {
        const parts = async () => { for (let i = 0; i < 12; i++) await sleep(10); return options.signal.aborted; };
        return parts();
      };
      await load({ signal: AbortSignal.timeout(25) });
    `,
    'a time limit around it, whatever its name': `
      const deadline = AbortSignal.any([AbortSignal.timeout(25), new AbortController().signal]);
      async function work() { for (let i = 0; i < 12; i++) await sleep(10); return deadline.aborted; }
      await work();
    `,
    'two that are asked, and one answers': `
      async function ask(steps) { for (let i = 0; i < steps; i++) await sleep(10); return steps; }
      await Promise.any([ask(1), ask(9)]);
      await sleep(300);
    `,
  },
  lookAlikes: {},
  lookAlikesTogether: FINE,
};
