// Explicit resource management: blocks that declare with `using` and `await using`, without and with the tracer.

import { expect, test } from 'vitest';
import { nodeVersion } from '../../support/program.ts';
import { same } from '../../support/same.ts';

test('what `await using` disposes of is waited for, where the runtime has it', async () => {
  if (nodeVersion() < 24) return;
  const run = await same(`
    async function uses() {
      await using late = { async [Symbol.asyncDispose]() { await null; console.log('late'); } };
      using early = { [Symbol.dispose]() { console.log('early'); } };
      await null;
      console.log('body');
    }
    await uses();
    for (using each of [{ [Symbol.dispose]() { console.log('each'); } }]) console.log('loop');
    await using top = { async [Symbol.asyncDispose]() { console.log('top'); } };
  `);
  expect(run.task('uses').outcome).toBe('fulfilled');
});

test('what is awaited where a block is left comes in the same order, is asked for as often, and fails with the same errors', async () => {
  if (nodeVersion() < 24) return;
  await same(`
    let ticks = 0;
    const count = () => { if (++ticks < 200) queueMicrotask(count); };
    const at = (what) => console.log(what, ticks);
    const held = (name) => ({ async [Symbol.asyncDispose]() { at(name); await null; at(name + ' over'); } });
    const plain = (name, error) => ({ [Symbol.dispose]() { at(name); if (error) throw new Error(error); } });
    const asked = (name) => ({
      get [Symbol.asyncDispose]() { at('asked ' + name); return undefined; },
      get [Symbol.dispose]() { at('asked again ' + name); return function () { at(this === own); }; },
    });
    let own;
    const tried = async (what, act) => {
      ticks = 0;
      queueMicrotask(count);
      try { at(await act()); } catch (error) { at(what + ': ' + error.name + ' ' + error.message + ' ' + error.error?.message + ' ' + error.suppressed?.message); }
      await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await tried('two', async () => { await using a = held('a'); await using b = held('b'); return 'returned'; });
    await tried('several', async () => { await using a = held('a'), b = held('b'); });
    await tried('several, the second fails', async () => { await using a = held('a'), b = (() => { throw new Error('of b'); })(), c = held('c'); });
    await tried('several, one of them wrong', async () => { await using a = held('a'), b = {}, c = held('c'); });
    await tried('a head', async () => { for (await using a = held('a'), b = null, c = plain('c'); ; ) { at(typeof c); break; } });
    await tried('a head, and turns', async () => { for (await using a = held('a'), i = { at: 0, ...plain('i') }; i.at < 2; i.at++) { await null; at(typeof a); } });
    await tried('each', async () => { for (await using each of [held(1), null, plain(2), held(3)]) { at(typeof each); if (each?.toString) continue; } });
    await tried('each, left early', async () => {
      function* gives() { try { yield held(1); yield held(2); } finally { at('closed'); } }
      around: for (const i of [1, 2]) for (await using each of gives()) { let each = i; at(each); if (i === 1) continue around; return each; }
    });
    await tried('each, and it is wrong', async () => { const all = [held(1), {}].values(); for (await using each of all) at(typeof each); });
    await tried('each, awaited', async () => { for await (await using each of [held(1), Promise.resolve(held(2))]) at(typeof each); });
    await tried('none', async () => { await using a = null; await using b = undefined; });
    await tried('none and one', async () => { await using a = null; await using b = held('b'); await using c = null; });
    await tried('plain', async () => { await using a = plain('a'); using b = plain('b'); });
    await tried('throws', async () => { await using a = plain('a', 'of a'); await using b = plain('b', 'of b'); throw new Error('of body'); });
    await tried('asked', async () => { await using a = (own = asked('a')); at(a === own); });
    await tried('wrong', async () => { await using a = {}; });
    await tried('wrong too', async () => { await using a = { [Symbol.asyncDispose]: 1 }; });
    await tried('value', async () => { await using a = 1; });
    await tried('a thenable', async () => { await using a = { [Symbol.asyncDispose]: () => ({ then(done) { at('then'); done(); } }) }; });
    await tried('a generator', async () => {
      async function* gives() { await using a = held('a'); yield 1; yield 2; }
      for await (const value of gives()) { at(value); break; }
    });
    await tried('a loop', async () => { for (let i = 0; i < 2; i++) { await using a = held(i); if (i === 0) continue; at('in') } });
    await tried('switch', async () => { switch (1) { case 1: { await using a = held('case'); at('in case'); } } });
    await tried('no semicolon', async () => {
      await using a = held('a')
      at('body')
    });
  `);
});
