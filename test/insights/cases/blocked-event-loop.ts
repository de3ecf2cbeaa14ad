import type { Case } from '../check.ts';

export const blockedEventLoop: Case = {
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
    'a job of many parts, each of which reads a file and computes': `
      async function convert() { await readFile(process.execPath); compute(60); }
      await Promise.all([convert(), convert(), convert(), convert(), convert()]);
    `,
    'computing at the start, with nobody waiting': `compute(200); await sleep(1);`,
    'computing while only its caller waits': `
      async function parse() { await sleep(1); compute(200); }
      await parse();
    `,
    'computing while others wait for something later': `
      async function tick() { await sleep(1200); }
      const ticking = tick();
      compute(70);
      await ticking;
    `,
    'several tasks that compute one after the other': `
      async function work() { await null; compute(70); }
      await Promise.all([work(), work(), work()]);
    `,
  },
};
