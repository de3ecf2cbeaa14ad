// Every place in an expression or statement where an await can stand: it is counted at its own line, and has the value that it would have
// had without the tracer.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('awaits in templates, conditions, arguments, operators and literals have their places', async () => {
  const run = await traced(`
    const give = (value) => Promise.resolve(value);
    let missing;
    const object = { method: (...values) => values.join('-'), nested: null };
    const results = [
      \`template \${await give(1)} and \${await give(2)}\`,
      (await give(true)) ? await give('yes') : await give('no'),
      missing ?? (await give('nullish')),
      object.method(await give(1), ...(await give([2, 3]))),
      (await give(object))?.method?.(await give('optional')),
      object.nested?.method(await give('never evaluated')),
      { [await give('key')]: await give('value') },
      typeof (await give('')),
      (-(await give(2))) ** 2,
      !(await give(false)),
      (await give(1), await give('comma')),
      await give(await give('twice')),
      await (await give(give))('thrice'),
      new (await give(Array))(await give(2)).length,
      [...(await give('ab'))],
      (await give([5]))[await give(0)],
      void (await give(1)),
      (await give(3)) in [0, 1, 2, 3],
      await give(1) + await give(2) * await give(3),
    ];
    missing ??= await give('assigned');
    missing ||= await give('never evaluated');
    missing &&= await give('and');
    console.log(JSON.stringify([...results, missing]));
  `);
  expect(JSON.parse(run.stdout)).toEqual([
    'template 1 and 2',
    'yes',
    'nullish',
    '1-2-3',
    'optional',
    null,
    { key: 'value' },
    'string',
    4,
    true,
    'comma',
    'twice',
    'thrice',
    2,
    ['a', 'b'],
    5,
    null,
    true,
    7,
    'and',
  ]);
  // There is one entry for each await that was evaluated, in the order of evaluation.
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([
    5, 5, 6, 6, 7, 8, 8, 9, 9, 11, 11, 12, 13, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 20, 20, 21, 22, 23, 23,
    23, 25, 27,
  ]);
});

test('awaits in every kind of statement have their places', async () => {
  const run = await traced(`
    const give = (value) => Promise.resolve(value);
    const { a, b = await give('default') } = await give({ a: 1 });
    for (let i = await give(0); i < (await give(2)); i += await give(1)) console.log('for', i);
    for (const each of await give(['x'])) console.log('of', each);
    for (const each in await give({ y: 1 })) console.log('in', each);
    let left = 2;
    while (await give(left-- > 1)) console.log('while');
    do console.log('do'); while (await give(false));
    switch (await give('second')) {
      case await give('first'):
        console.log('first');
      case await give('second'):
        console.log('second');
    }
    if (await give(false)) console.log('never');
    else if (await give(true)) console.log('if');
    block: {
      console.log('block');
      if (await give(true)) break block;
      console.log('never');
    }
    try {
      throw await give(new Error('thrown'));
    } catch ({ message }) {
      console.log(message);
    }
    export const exported = await give('exported');
    export default await give('default');
    console.log(a, b, exported);
  `);
  expect(run.stdout.split('\n')).toEqual([
    'for 0',
    'for 1',
    'of x',
    'in y',
    'while',
    'do',
    'second',
    'if',
    'block',
    'thrown',
    '1 default exported',
    '',
  ]);
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([
    2, 2, 3, 3, 3, 3, 3, 3, 4, 5, 7, 7, 8, 9, 10, 12, 15, 16, 19, 23, 27, 28,
  ]);
});

test('an await over several lines counts where it begins', async () => {
  const run = await traced(`
    const give = (value) => Promise.resolve(value);
    const value =
      await
        give(
          1,
        );
    console.log(value, await /* comment */ give(2), await// comment
      give(3));
  `);
  expect(run.task('main.mjs').waits.map(({ line, column }) => [line, column])).toEqual([
    [3, 3],
    [7, 20],
    [7, 49],
  ]);
  expect(run.stdout).toBe('1 2 3\n');
});

test('lines that lean on the one before keep their meaning', async () => {
  const run = await traced(`
    const give = (value) => Promise.resolve(value)
    let log = []
    await give(1)
    ;[1, 2].forEach((number) => log.push(number))
    const f = async () => await give('f')
    ;(await f())
    const g = async function () { await give('g') }
    await g()
    if (log) await give(1)
    else await give(2)
    const h = async () => { return await give('h') }
    log.push(await h())
    console.log(log.join())
  `);
  expect(run.stdout).toBe('1,2,h\n');
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([3, 6, 8, 9, 12]);
});

test('returning a promise is a wait, returning a value is none', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function value() {
      return 1;
    }
    async function promise() {
      return sleep(1, 'slept');
    }
    async function task() {
      return value();
    }
    async function either(which) {
      return which ? sleep(1, 'yes') : 'no';
    }
    async function nothing() {
      return;
    }
    const concise = async () => value();
    console.log(await promise(), await task(), await either(true), await either(false));
    console.log(await nothing(), await concise());
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task promise :18, await task task :18, await task either :18 ×2, await task nothing :19, await task concise :19
      promise fulfilled: return timer :6
      task fulfilled: return task value :9
        value fulfilled
      either fulfilled: return timer :12
      either fulfilled
      nothing fulfilled
      concise fulfilled: return task value :17
        value fulfilled
  `);
  expect(run.stdout).toBe('slept 1 yes no\nundefined 1\n');
});

test('an optional chain that stops early awaits nothing', async () => {
  const run = await traced(`
    const api = { load: async () => 'loaded' };
    const none = undefined;
    console.log(await api?.load?.(), await none?.load(), await api.save?.());
  `);
  expect(run.task('main.mjs').waits).toHaveLength(3);
  expect(run.tasks('load')).toHaveLength(1);
  expect(run.stdout).toBe('loaded undefined undefined\n');
});
