// Who could have settled a promise, as the finding `never-settled` tells it from a program's text.

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
    class Lock { queue = []; take() { if (this.queue.length > 9) return null; return new Promise((resolve) => this.queue.push(resolve)); } }
    const store = { failed(stream) { return new Promise((_, reject) => stream.once('error', reject)); } };
    async function holder() { await new Lock().take(); }
    async function watcher() { await store.failed(queue); }
    async function nobody() { await new Promise((resolve) => { if (open === resolve) resolve(); }); }
    await null;
    worker();
    guest();
    customer();
    reader();
    other(new Promise(() => {}));
    nobody();
    holder();
    watcher();
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
    'never-settled holder: this.queue',
    'never-settled nobody: not known',
    'never-settled other: not known',
    "never-settled reader: stream.on('end')",
    "never-settled watcher: stream.once('error')",
    "never-settled worker: queue.once('job')",
  ]);
});

test('two that wait for each other at one line are told once', async () => {
  const { report } = await traced(`
    class Lock {
      queue = [];
      taken = false;
      async take() { if (this.taken) await new Promise((resolve) => this.queue.push(resolve)); this.taken = true; }
      give() { this.taken = false; this.queue.shift()?.(); }
    }
    const [one, other] = [new Lock(), new Lock()];
    async function transfer() {
      await one.take();
      await null;
      await other.take();
    }
    async function audit() {
      await other.take();
      await null;
      await one.take();
    }
    async function main() { await Promise.all([transfer(), audit()]); }
    main();
  `);
  expect(report.insights.map(({ message }) => message)).toEqual([
    'The program ended while take() (main.mjs:4) still waited for a promise, and with it transfer() and main(): nothing was left that could have settled it. The function that settles it was handed to this.queue. 1 other waited there, too (audit()).',
  ]);
});

test('two that wait for each other at lines of their own are told once, too', async () => {
  const { report } = await traced(`
    const never = () => new Promise(() => {});
    async function left() { await never(); }
    async function right() { await never(); }
    async function main() { await Promise.all([left(), right()]); }
    main();
  `);
  expect(report.insights.map(({ line, message }) => [line, /while (\w+)/.exec(message)?.[1]])).toEqual([
    [2, 'left'],
    [3, 'right'],
  ]);
});
