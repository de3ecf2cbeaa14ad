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
  together: {
    'the clock of a race that was won': `
      async function timeout(ms) { await sleep(ms); throw new Error('too slow'); }
      async function work() { await sleep(1); return 1; }
      await Promise.race([work(), timeout(200)]);
      await sleep(300);
    `,
    'two pauses, of which the shorter one counts': `
      async function pause(ms) { await sleep(ms); }
      await Promise.race([pause(1), pause(120)]);
      await sleep(150);
    `,
    'one that was given to a function which puts a timeout before it, and is awaited again': `
      const withTimeout = (work, ms) => Promise.race([work, sleep(ms)]);
      async function work() { for (let i = 0; i < 5; i++) await sleep(10); return 1; }
      const working = work();
      await withTimeout(working, 1);
      await working;
    `,
    'one that a cache keeps, and a timeout goes before': `
      const cache = new Map();
      async function withTimeout(work, ms) { cache.set('page', work); return await Promise.race([work, sleep(ms)]); }
      async function load() { for (let i = 0; i < 5; i++) await sleep(10); return 1; }
      await withTimeout(load(), 1);
      await sleep(150);
      if (cache.size === 0) throw new Error();
    `,
    'one that is over before the timer of whom it is given to': `
      const atLeast = async (ms, work) => { const answer = await work; await sleep(ms); return answer; };
      async function search() { for (let i = 0; i < 5; i++) await sleep(2); return 'found'; }
      await atLeast(40, search());
    `,
    'one that is kept on its way to a function which puts a timeout before it': `
      const cache = new Map();
      async function withTimeout(work, ms) { return await Promise.race([work, sleep(ms)]); }
      const remembered = (work, ms) => { cache.set('page', work); return withTimeout(work, ms); };
      async function load() { for (let i = 0; i < 5; i++) await sleep(10); return 1; }
      await remembered(load(), 1);
      await sleep(150);
    `,
    'one that gives up when its timeout is over': `
      const control = new AbortController();
      const withTimeout = (work, ms) => Promise.race([work, sleep(ms)]).finally(() => control.abort());
      async function load(signal) { await sleep(2000, undefined, { signal }); }
      await withTimeout(load(control.signal).catch(() => {}), 1);
      await sleep(30);
    `,
    'a loop that looks at its signal, and brings to an end what is under way': `
      async function work(signal) { while (!signal.aborted) await sleep(25); }
      await work(AbortSignal.timeout(10));
    `,
    'an object that stops when its own signal tells it to, and tidies up in another method': `
      class Poller {
        constructor(signal) { this.signal = signal; }
        async run() { while (!this.signal.aborted) await sleep(5); }
        async stop() { for (let i = 0; i < 6; i++) await sleep(5); return this.signal.aborted; }
      }
      const control = new AbortController();
      setTimeout(() => control.abort(), 20);
      const poller = new Poller(control.signal);
      await poller.run();
      await poller.stop();
    `,
    'objects that stop when a private signal, or that of their own controller, tells them to': `
      class Poller {
        #signal;
        constructor(signal) { this.#signal = signal; }
        async run() { while (!this.#signal.aborted) await sleep(5); }
      }
      class Reader {
        #control = new AbortController();
        async run() { try { for (;;) await sleep(5, undefined, { signal: this.#control.signal }); } catch { return 'stopped'; } }
        stop() { this.#control.abort(); }
      }
      const control = new AbortController();
      const reader = new Reader();
      setTimeout(() => { control.abort(); reader.stop(); }, 20);
      await Promise.all([new Poller(control.signal).run(), reader.run()]);
    `,
    'functions that stop when a signal around them tells them to, and one that tidies up': `
      const control = new AbortController();
      const { signal } = control;
      async function poll() { while (!signal.aborted) await sleep(5); }
      async function read() { try { for (;;) await sleep(5, undefined, { signal: control.signal }); } catch { return 'stopped'; } }
      async function tidy() { for (let i = 0; i < 6; i++) await sleep(5); return signal.reason; }
      setTimeout(() => control.abort(), 20);
      await Promise.all([poll(), read()]);
      await tidy();
    `,
    'one that tells others to stop, and goes on': `
      const control = new AbortController();
      async function poll() { while (!control.signal.aborted) await sleep(5); }
      async function main() {
        const polling = poll();
        for (let i = 0; i < 8; i++) { await sleep(5); if (i === 2) control.abort(); }
        await polling;
        return control.signal.reason;
      }
      await main();
    `,
    'one that is called before the controller around it is there': `
      async function early() { for (let i = 0; i < 6; i++) await sleep(5); return control.signal.aborted; }
      const running = early();
      const control = new AbortController();
      control.abort();
      await running;
    `,
    'one that has a signal of its own, called like the one around it': `
      const signal = AbortSignal.timeout(10);
      async function other() { const { signal } = new AbortController(); for (let i = 0; i < 6; i++) await sleep(5); return signal.aborted; }
      await other();
      if (!signal.aborted) await sleep(30);
    `,
    'an object whose controller tells others to stop, not this one': `
      class Jobs {
        #control = new AbortController();
        async run() { for (let i = 0; i < 8; i++) await sleep(5); return this.#control.signal.aborted; }
        async stop() { await sleep(1); this.#control.abort(); }
      }
      const jobs = new Jobs();
      await jobs.run();
      await jobs.stop();
      await sleep(30);
    `,
    'one that tidies up when its signal tells it to stop': `
      const parts = Array.from({ length: 6 }, (_, at) => at);
      async function work(signal) {
        try { for (;;) await sleep(5, undefined, { signal }); }
        catch { for (const _ of parts) await sleep(10); return 'tidy'; }
      }
      await work(AbortSignal.timeout(20));
    `,
    'a signal that tells nobody to stop until all is done': `
      const control = new AbortController();
      async function work(signal) { for (let i = 0; i < 6; i++) await sleep(5, undefined, { signal }); }
      await work(control.signal);
      control.abort();
      await sleep(30);
    `,
    'one that is given a signal which is aborted already': `
      async function tidy(signal) { for (let i = 0; i < 6; i++) await sleep(10); return signal; }
      await tidy(AbortSignal.abort());
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
