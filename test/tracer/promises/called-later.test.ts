// Functions that a task hands to the runtime, which calls them later: what they start is on that task's behalf.

import { expect, test } from 'vitest';
import { same } from '../../support/same.ts';

test('what Array.fromAsync maps with, and what is to be done with a lock, is called for who handed it over', async () => {
  const run = await same(`
    async function leaf(value) { await null; return value; }
    const show = (error) => console.log(error.stack);
    // Node 20 does not have it.
    const { fromAsync } = Array;
    async function plain() { await Array.fromAsync([1, 2], function (value, at) { return leaf([this, value, at, arguments.length]); }, 'self').then(console.log); }
    async function maps() {
      async function* source() { yield 1; yield 2; }
      await Array.fromAsync(source(), async function mapper(value) { if (value === 2) show(new Error('here')); return value; });
    }
    async function itself() { const own = () => 'never called'; await Array.fromAsync([1], function () { return this === own; }, own).then(console.log); }
    async function bare() { await Array.fromAsync({ length: 1, 0: leaf(3) }).then(console.log); }
    async function wrong() { for (const given of [5, null, {}]) await Array.fromAsync([1], given).catch(show); }
    // Node has locks since 24.5.
    const locks = globalThis.navigator?.locks;
    async function first() { return locks.request('one', async function holder1() { await leaf(); await new Promise((ok) => setTimeout(ok, 2)); }); }
    async function second() { return locks.request('one', { mode: 'shared' }, async function holder2(lock) { await leaf(); console.log(lock.mode); return 2; }); }
    if (fromAsync) for (const call of [plain, maps, itself, bare, wrong]) await call();
    if (locks) console.log(await Promise.all([first(), second()]));
    console.log(fromAsync?.name, fromAsync?.length, String(fromAsync));
    console.log(JSON.stringify([fromAsync !== undefined, locks !== undefined]));
  `);
  const [hasFromAsync, hasLocks] = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as boolean[];
  const parents = (name: string) => run.tasks(name).map(({ parentId }) => run.taskById(parentId ?? 0).name);
  if (hasFromAsync) {
    expect(parents('leaf').slice(0, 3)).toEqual(['plain', 'plain', 'bare']);
    expect(parents('mapper')).toEqual(['maps', 'maps']);
  }
  if (hasLocks) expect([...parents('holder1'), ...parents('holder2')]).toEqual(['first', 'second']);
});
