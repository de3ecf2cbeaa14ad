import type { Case } from '../check.ts';

export const lateTimer: Case = {
  id: 'late-timer',
  // Far from every bound: no turn lasts half of what a blocked loop does, and the last timer is late by eight times what is told.
  // Once the runtime's own threads have done what they do at the beginning: what they compute counts as the program's.
  trap: `
    async function burn() { await sleep(10); compute(20); }
    async function tick() { await sleep(10); }
    await sleep(100);
    await Promise.all([burn(), burn(), burn(), burn(), tick()]);
  `,
  // In pieces, and done before the timer starts: on a busy machine a piece beside it takes long enough to be the cause.
  fix: `
    async function tick() { await sleep(10); }
    for (let i = 0; i < 8; i++) { compute(4); await sleep(1); }
    await tick();
  `,
  moreTraps: {
    'one that calls a function': `
      let rang;
      await sleep(100);
      const ringing = new Promise((resolve) => { rang = resolve; });
      for (let i = 0; i < 4; i++) setTimeout(function burn() { compute(20); }, 10);
      setTimeout(function ring() { rang(); }, 10);
      await ringing;
    `,
    'behind callbacks of then': `
      async function tick() { await sleep(10); }
      await sleep(100);
      await Promise.all([...[1, 2, 3, 4].map(() => sleep(10).then(function burn() { compute(20); })), tick()]);
    `,
  },
  lookAlikes: {
    'one that is late once, by no more than the runtime takes to get something ready': `
      async function first() { await sleep(10); compute(22); }
      async function tick() { await sleep(12); }
      await sleep(100);
      await Promise.all([first(), tick()]);
    `,
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
    'one that is set back': `
      const watching = setTimeout(function giveUp() { console.log('nobody came'); }, 40);
      for (let i = 0; i < 6; i++) { await sleep(20); compute(8); watching.refresh(); }
    `,
    'one that only asks to come later': `
      setTimeout(function later() {}, 0);
      compute(35);
      await null;
    `,
    'one that is not to keep the program': `
      setTimeout(function tidy() {}, 10).unref();
      compute(35);
      await sleep(30);
    `,
    'an interval whose function takes longer than its delay': `
      let ticks = 0;
      const timer = setInterval(function work() { compute(15); if (++ticks === 5) clearInterval(timer); }, 5);
    `,
    'an interval': `
      let ticks = 0;
      await new Promise((resolve) => {
        const timer = setInterval(() => { if (++ticks === 5) { clearInterval(timer); resolve(); } }, 5);
      });
    `,
  },
};
