// Where an unhandled error began, and through whom it went.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';

test('goes through what then and finally make of a task’s promise', async () => {
  const { report } = await traced(`
    async function load() { await new Promise((done) => setTimeout(done, 5)); throw new Error('no data'); }
    async function page() { return await load().then((all) => all.rows).then((rows) => rows.length).finally(() => {}); }
    async function other() { return await load().then(null, () => { throw new Error('no page'); }); }
    async function main() {
      const [length] = await Promise.all([page(), other().catch(() => {})]);
      return length;
    }
    main();
  `);
  expect(report.insights.map(({ id, message }) => [id, message])).toEqual([
    [
      'unhandled-rejection',
      'The program ended because of Error: no data: load() (main.mjs:1) was rejected with it, which went on through page() (main.mjs:2) and main() (main.mjs:5), and nobody caught it.',
    ],
  ]);
});
