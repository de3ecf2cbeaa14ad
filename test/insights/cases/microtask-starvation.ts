import type { Case } from '../check.ts';

// Half a second of work in steps of 5 ms: a machine has to stand still for long before one is a quarter of it.
export const microtaskStarvation: Case = {
  id: 'microtask-starvation',
  trap: `
    async function stamp() { for (let i = 0; i < 100; i++) { compute(5); await null; } }
    async function alarm() { await sleep(60); }
    await Promise.all([alarm(), stamp()]);
  `,
  fix: `
    import { setImmediate as nextRound } from 'node:timers/promises';
    async function stamp() { for (let i = 0; i < 100; i++) { compute(5); await nextRound(); } }
    async function alarm() { await sleep(60); }
    await Promise.all([alarm(), stamp()]);
  `,
  moreTraps: {
    'ticks, and a callback that is late': `
      let left = 100;
      function tick() { compute(5); if (--left > 0) process.nextTick(tick); }
      setTimeout(function alarm() {}, 20);
      setTimeout(tick, 1);
    `,
    'callbacks of queueMicrotask': `
      let left = 100;
      function job() { compute(5); if (--left > 0) queueMicrotask(job); }
      async function alarm() { await sleep(60); }
      const ringing = alarm();
      await sleep(1);
      job();
      await ringing;
    `,
    'a callback of then that calls then again': `
      let left = 100;
      const step = () => { compute(5); if (--left > 0) return Promise.resolve().then(step); };
      async function alarm() { await sleep(60); }
      const ringing = alarm();
      await sleep(1);
      step();
      await ringing;
    `,
    'a chain of then that a list was made into, and a callback that is late': `
      setTimeout(function alarm() {}, 20);
      setTimeout(() => Array.from({ length: 100 }).reduce((before) => before.then(() => compute(5)), Promise.resolve()), 1);
    `,
    'very many and very short': `
      let steps = 0;
      const usedEnd = usedMs() + 900;
      const isOver = () => usedMs() > usedEnd;
      const step = () => { if (++steps % 1000 > 0 || !isOver()) Promise.resolve().then(step); };
      async function alarm() { await sleep(5); }
      const ringing = alarm();
      await sleep(1);
      step();
      await ringing;
    `,
    'what is awaited is no promise, but has a then': `
      class Row { then(resolve) { compute(5); resolve(1); } }
      async function scan() { for (let i = 0; i < 100; i++) await new Row(); }
      async function alarm() { await sleep(60); }
      const ringing = alarm();
      await sleep(1);
      await Promise.all([ringing, scan()]);
    `,
    'two that take turns with each other only': `
      async function ping() { for (let i = 0; i < 60; i++) { compute(4); await null; } }
      async function pong() { for (let i = 0; i < 60; i++) { compute(4); await undefined; } }
      async function alarm() { await sleep(60); }
      await Promise.all([alarm(), ping(), pong()]);
    `,
    'for ever: the program has to be stopped, and nobody else was ever heard of': `
      async function spin() { for (let i = 1; ; i++) { compute(5); await null; if (i === 150) process.kill(process.pid, 'SIGKILL'); } }
      async function alarm() { await sleep(60); }
      await Promise.all([alarm(), spin()]);
    `,
  },
  lookAlikes: {
    'one long callback of then, with short ones around it': `
      const short = () => compute(1);
      async function alarm() { await sleep(60); }
      await Promise.all([alarm(), sleep(20).then(short).then(() => compute(400)).then(short)]);
    `,
    'others are due only when it is over': `
      async function stamp() { for (let i = 0; i < 50; i++) { compute(2); await null; } }
      async function alarm() { await sleep(1500); }
      await Promise.all([alarm(), stamp()]);
    `,
    // By the clock alone: the system counts a thread's time every few milliseconds, and computing for one of them takes that long. On a busy
    // machine the short ones may have a turn of their own.
    'one piece that computes, with short ones around it': `
      const short = (end = performance.now() + 1) => { while (performance.now() < end); };
      async function parse() { await sleep(20); compute(400); }
      async function stamp() { await sleep(20); for (let i = 0; i < 20; i++) { short(); await null; } }
      async function alarm() { await sleep(60); }
      await Promise.all([parse(), stamp(), alarm()]);
    `,
  },
  lookAlikesTogether: {
    'a chain that nobody else waits beside': `
      async function total() { for (let i = 0; i < 100; i++) { compute(3); await null; } }
      await total();
    `,
    'a chain of then that nobody else waits beside': `
      await Array.from({ length: 100 }).reduce((before) => before.then(() => compute(3)), Promise.resolve());
    `,
    'many short ones, each in a turn of its own': `
      async function stamp() { await sleep(1); compute(3); }
      async function alarm() { await sleep(40); }
      const ringing = alarm();
      for (let i = 0; i < 60; i++) await stamp();
      await ringing;
    `,
    'a stream whose chunks come from a file': `
      import { createReadStream } from 'node:fs';
      async function alarm() { await sleep(20); }
      const ringing = alarm();
      let bytes = 0;
      for (let i = 0; i < 20; i++) for await (const chunk of createReadStream(new URL(import.meta.url))) bytes += chunk.length;
      await ringing;
    `,
  },
};
