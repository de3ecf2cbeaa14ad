// A program that listens to a signal, and ends because of it: what is cut off then is cut off on purpose.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';
import { STOP, TOOLS } from './check.ts';

/** What the program has begun when the signal comes: a call that nobody awaits, a wait that nothing ends, and an open file. */
const AT_WORK = `
  ${TOOLS}
  import { open } from 'node:fs/promises';
  async function upload() { await sleep(60_000, undefined, { ref: false }); }
  async function serve() {
    const log = await open(new URL(import.meta.url));
    upload();
    console.log('${STOP}');
    await never();
    await log.close();
  }
  const waiting = setInterval(() => {}, 1000);
`;

test.each([
  ['calls process.exit', `process.on('SIGTERM', () => process.exit(0));`, []],
  ['lets go of what keeps it', `process.on('SIGTERM', () => clearInterval(waiting));`, []],
  [
    'begins something more, and does not wait for it',
    `
      async function flush() { await sleep(60_000); }
      process.on('SIGTERM', async () => { flush(); await sleep(5); process.exit(0); });
    `,
    ['never-awaited'],
  ],
])('that %s', async (_name, listens, ids) => {
  const { report } = await traced(`${AT_WORK}\n${listens}\nserve();`, { stopAt: STOP });
  expect(report.program.exitCode).toBe(0);
  expect(report.insights.map(({ id }) => id)).toEqual(ids);
});
