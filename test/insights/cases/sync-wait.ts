import type { Case } from '../check.ts';

const STILL = `
  import { execFileSync } from 'node:child_process';
  const pause = 'setTimeout(() => {}, 300)';
  const cell = new Int32Array(new SharedArrayBuffer(4));
`;

export const syncWait: Case = {
  id: 'sync-wait',
  trap: `${STILL}
    async function wait() { await sleep(10); Atomics.wait(cell, 0, 0, 300); }
    async function tick() { await sleep(60); }
    await Promise.all([wait(), tick()]);
  `,
  fix: `${STILL}
    async function wait() { await sleep(10); await sleep(300); }
    async function tick() { await sleep(60); }
    await Promise.all([wait(), tick()]);
  `,
  moreTraps: {
    'a key derived while an interval that calls a function is due': `
      import { pbkdf2Sync } from 'node:crypto';
      let beats = 0;
      const heart = setInterval(function beat() { if (++beats === 4) clearInterval(heart); }, 30);
      async function login() { await sleep(40); pbkdf2Sync('password', 'salt', 500_000, 64, 'sha512'); }
      await login();
    `,
    'another program run to its end': `${STILL}
      async function build() { await sleep(10); execFileSync(process.execPath, ['-e', pause]); }
      async function tick() { await sleep(60); }
      await Promise.all([build(), tick()]);
    `,
    'whoever was due is long, too': `${STILL}
      async function tick() { await sleep(60); compute(40); }
      const ticking = tick();
      Atomics.wait(cell, 0, 0, 300);
      await ticking;
    `,
    'short calls, again and again': `${STILL}
      async function tick() { await sleep(60); }
      const ticking = tick();
      for (let i = 0; i < 40; i++) Atomics.wait(cell, 0, 0, 9);
      await ticking;
    `,
  },
  lookAlikes: {
    'a file read at the start, with nobody waiting': `
      import { readFileSync } from 'node:fs';
      readFileSync(process.execPath);
      await sleep(1);
    `,
    'a command line tool that runs others, one after the other': `${STILL}
      async function main() { execFileSync(process.execPath, ['-e', pause]); await null; execFileSync(process.execPath, ['-e', '']); }
      await main();
    `,
    'waiting while others wait for something later': `${STILL}
      async function tick() { await sleep(900); }
      const ticking = tick();
      Atomics.wait(cell, 0, 0, 100);
      await ticking;
    `,
    'computing, whatever it is called': `
      async function parse() { await sleep(20); parseSync(200); }
      const parseSync = (ms) => compute(ms);
      async function tick() { await sleep(60); }
      await Promise.all([parse(), tick()]);
    `,
    'computing, which is another finding': `
      async function parse() { await sleep(20); compute(200); }
      async function tick() { await sleep(60); }
      await Promise.all([parse(), tick()]);
    `,
  },
};
