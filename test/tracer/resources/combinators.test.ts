// What a wait for several promises at once says of them: its members, and who decided.

import { expect, test } from 'vitest';
import { both, type ReportWait, type TracedRun, traced } from '../../support/traced.ts';

// One takes far longer than the other, since a busy machine may stand still between their calls.
const combinators = `
  import { setTimeout as sleep } from 'node:timers/promises';
  async function order() { await sleep(150); }
  async function driver() { await sleep(1); }
  async function fail() { await sleep(1); throw new Error('no'); }
`;

/** Each combination that a module waited for: its kind, its members, and which of them decided. */
const combined = (run: TracedRun) =>
  run
    .task('main.mjs')
    .waits.map(({ on }) => [
      on.combinator,
      on.members.map(({ kind, taskId, delayMs, name }) =>
        taskId === null ? `${kind} ${delayMs ?? name ?? ''}`.trim() : run.taskById(taskId).name,
      ),
      on.decidedBy,
    ]);

test('combinators name their members, and who decided', async () => {
  const run = await traced(`${combinators}
    import { readFile } from 'node:fs/promises';
    await Promise.all([order(), driver()]);
    await Promise.race([order(), sleep(2)]);
    await Promise.any([fail(), order()]);
    await Promise.allSettled([driver(), 5, readFile('main.mjs')]);
    await Promise.all([order(), fail()]).catch(() => {});
    await Promise.all([driver(), order()]).then((both) => driver()).finally(() => {});
    await Promise.all([driver()]).then(Promise.reject(0).catch(() => {}));
    const all = [driver(), order()];
    try { await Promise.all([...all, fail()]); } catch {}
    await Promise.all(new Set([driver()]));
    await Promise.all([]);
    await Promise.all([Promise.race([driver()]), order()]);
  `);
  expect(combined(run)).toEqual([
    ['all', ['order', 'driver'], 0],
    ['race', ['order', 'timer 2'], 1],
    ['any', ['fail', 'order'], 1],
    ['allSettled', ['driver', 'unknown', 'file readFile main.mjs'], expect.any(Number)],
    ['all', ['order', 'fail'], 1],
    ['all', ['driver', 'order'], 1],
    [null, [], null],
    ['all', ['driver', 'order', 'fail'], 2],
    [null, [], null],
    ['all', [], null],
    ['all', ['promise Promise.race of 1', 'order'], 1],
  ]);
});

test('a combinator of more than can be told says how many there are', async () => {
  const run = await traced(`${combinators}
    await Promise.all(Array.from({ length: 250 }, driver));
  `);
  const [{ on }] = run.task('main.mjs').waits as [ReportWait];
  expect([on.memberCount, on.members.length, on.decidedBy]).toEqual([250, 100, null]);
});

test('a combinator behaves as ever, whatever it is given', async () => {
  const { plain, traced: run } = await both(`
    const log = [];
    const spy = new Proxy([1, 2], { get: (target, key) => (log.push(String(key)), Reflect.get(target, key)) });
    const odd = Object.defineProperty([0], 0, { get: () => (log.push('element'), 7) });
    function* numbers() { log.push('next'); yield 1; }
    class Mine extends Promise {}
    console.log(await Promise.all(spy), await Promise.all(odd), await Promise.all(numbers()));
    console.log(await Mine.all([1]), (Promise.all([]) instanceof Promise), await Promise.race([3, 4]));
    await Promise.all(undefined).catch(({ message }) => console.log(message));
    await Promise.all().catch(({ message }) => console.log(message));
    (() => {
      const Promise = { all: (list) => list.length };
      console.log(Promise.all([1, 2, 3]));
    })();
    console.log(log.join());
    console.log(String(() => Promise.all([1])));
  `);
  expect(run.ending).toEqual(plain);
});
