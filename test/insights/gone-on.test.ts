// Which tasks a finding names that went on for nobody, if several have the same name.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';

test('calls with the same name are counted, and are others than the one that failed', async () => {
  const { report } = await traced(`
    const users = [0, 90, 100, 110].map((ms) => ({ ms }));
    async function send({ ms }) {
      await new Promise(setImmediate);
      if (ms === 0) throw new Error('the mailbox is full');
      await new Promise((done) => setTimeout(done, ms));
    }
    try { await Promise.all(users.map((user) => send(user))); } catch {}
    try { await Promise.all([send(users[0]), send(users[1])]); } catch {}
  `);
  const lengths = /\d[\d.]* m?s/g;
  expect(report.insights.map(({ id, message }) => [id, message.replace(lengths, '…')])).toEqual([
    [
      'orphaned-siblings',
      'After the Promise.all of main.mjs (main.mjs:7) had failed because of send(), 3 other calls of send() (main.mjs:2) went on for up to … to their end, though nobody waits for them any more.',
    ],
    [
      'orphaned-siblings',
      'After the Promise.all of main.mjs (main.mjs:8) had failed because of send(), another send() (main.mjs:2) went on for … to its end, though nobody waits for it any more.',
    ],
  ]);
});
