import type { Case } from '../check.ts';

export const lateTimer: Case = {
  id: 'late-timer',
  trap: `
    async function tick() { await sleep(10); }
    const ticking = tick();
    compute(32);
    await ticking;
  `,
  // In pieces, and done before the timer starts: on a busy machine a piece beside it takes long enough to be the cause.
  fix: `
    async function tick() { await sleep(10); }
    for (let i = 0; i < 8; i++) { compute(4); await sleep(1); }
    await tick();
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
};
