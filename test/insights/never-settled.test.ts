// What never-settled says of who could have settled it, as far as a program's text tells.

import { expect, test } from 'vitest';
import { traced } from '../support/traced.ts';

test('names what the function that settles a promise was handed to', async () => {
  const { report } = await traced(`
    import { EventEmitter } from 'node:events';
    const queue = new EventEmitter();
    const waiting = [];
    let open;
    const gate = new Promise((resolve) => { open = resolve; });
    const free = () => new Promise((resolve) => waiting.push(resolve));
    function ended(stream) { return new Promise((done, failed) => { stream.on('error', failed); stream.on('end', () => done()); }); }
    async function worker() { await new Promise((resolve) => queue.once('job', resolve)); }
    async function guest() { await gate; }
    async function customer() { await free(); }
    async function reader() { await ended(queue); }
    const door = new Promise((resolve) => { open = resolve; });
    async function other(door) { await door; }
    async function nobody() { await new Promise((resolve) => { if (open === resolve) resolve(); }); }
    await null;
    worker();
    guest();
    customer();
    reader();
    other(new Promise(() => {}));
    nobody();
  `);
  const said = report.insights.map(({ id, message }) => {
    const [, task, by = 'not known'] =
      /while (\w+)\(.*?settled it\.(?: The function that settles it was handed to (.*)\.)?$/.exec(message) ??
      [];
    return `${id} ${task}: ${by}`;
  });
  expect(said.sort()).toEqual([
    'never-settled customer: waiting',
    'never-settled guest: open',
    'never-settled nobody: not known',
    'never-settled other: not known',
    "never-settled reader: stream.on('end')",
    "never-settled worker: queue.once('job')",
  ]);
});
