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

/** The findings in a program that listens to unhandled rejections and goes on. */
async function told(source: string): Promise<string[]> {
  const { report } = await traced(
    `process.on('unhandledRejection', () => {}); const sleep = (ms) => new Promise((done) => setTimeout(done, ms));\n${source}\nsetTimeout(() => {}, 60);`,
  );
  return report.insights.map(({ id, message, line }) => `${line} ${id}: ${message}`);
}

test('of a function that then calls and that fails it tells where, and whose promise was rejected', async () => {
  const found = await told(`async function load() { await sleep(5); return { rows: 1 }; }
const rows = load().then((page) => page.rows);
rows
  .then(function show() { throw new RangeError('no such page'); })
  .finally(() => {});`);
  expect(found).toEqual([
    '5 unhandled-rejection: Nobody handled RangeError: no such page: it came from show() (main.mjs:5), rows.then(…).finally(…) (main.mjs:6),' +
      ' made of load().then(…) (main.mjs:3), was rejected with it, and nobody caught it but a listener of the process.',
  ]);
});

test('a task’s failure is passed on by what then makes of its promise', async () => {
  const found = await told(`async function load() { await sleep(5); throw new Error('no data'); }
const rows = load().then((page) => page.rows);
rows.then((all) => all.length);`);
  expect(found).toEqual([
    '2 unhandled-rejection: Nobody handled Error: no data: load() (main.mjs:2) was rejected with it, which went on through load().then(…) (main.mjs:3)' +
      ' and rows.then(…) (main.mjs:4), and nobody caught it but a listener of the process.',
  ]);
});

test('the same error in a task and in a function that then calls is two failures', async () => {
  const found = await told(`async function load() { await sleep(5); throw new Error('no data'); }
load().catch(() => {}).then(() => { throw new Error('no page'); });`);
  expect(found).toEqual([
    '3 unhandled-rejection: Nobody handled Error: no page: it came from main.mjs:3, load().catch(…).then(…) (main.mjs:3) was rejected with it,' +
      ' and nobody caught it but a listener of the process.',
  ]);
});

test('it begins at Promise.reject, and goes through what was made of that', async () => {
  const found = await told(`function find(id) { return Promise.reject(\`none \${id}\`); }
find(3).then((order) => order.price);`);
  expect(found).toEqual([
    '2 unhandled-rejection: Nobody handled string: none 3: it came from Promise.reject(…) (main.mjs:2), which went on through find(3).then(…) (main.mjs:3),' +
      ' and nobody caught it but a listener of the process.',
  ]);
});

test('what a listener of the program changes of an error is its own: nobody has asked for the stack before', async () => {
  const { stdout } = await traced(`
    process.on('unhandledRejection', (error) => { error.message = 'other words'; console.log(error.stack.split('\\n')[0]); });
    Promise.reject(new Error('no')).then(() => {});
    setTimeout(() => {}, 20);
  `);
  expect(stdout).toBe('Error: other words\n');
});
