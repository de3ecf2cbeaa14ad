/** Programs that look as if a task went on for nobody, and are right. */
export const FINE = {
  'a race of a plain function, whose loser somebody else has as well': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      function show(all) { const a = search(1); all.push(a); Promise.race([a, patience()]).then(() => {}, (error) => console.log(error.message)); }
      const all = [];
      show(all);
      await Promise.all(all);
    `,
  'one that is awaited in the end': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function quick() { await sleep(1); }
      function both() { const a = search(1); Promise.race([a, quick()]).then(() => console.log('first')); return a; }
      await both();
    `,
  'a race of a plain function, for whose errors nobody cares': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      function show() { Promise.race([search(1), patience()]).then(() => {}).catch(() => {}); }
      show();
      await sleep(150);
    `,
  'what then puts into a cache, whoever has the first answer': `
      const cache = new Map();
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      async function patience() { await sleep(1); throw new Error('too slow'); }
      try { await Promise.race([search(1).then((found) => cache.set(1, found)), patience()]); } catch {}
      await sleep(150);
    `,
  'a list that is waited for as a whole afterwards': `
      async function search(page) { for (let i = 0; i < 5; i++) await sleep(20); return { page }; }
      const jobs = [];
      for (const page of [1, 2, 3]) jobs.push(search(page));
      await Promise.race(jobs);
      await Promise.all(jobs);
    `,
  'a limiter, which goes on when one of its list is done': `
      async function job(ms) { await sleep(ms); await sleep(20); }
      const running = new Set();
      for (const ms of [5, 30, 10, 40, 15]) {
        const one = job(ms).then(() => running.delete(one));
        running.add(one);
        if (running.size >= 2) await Promise.race(running);
      }
      await Promise.all(running);
    `,
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
};
