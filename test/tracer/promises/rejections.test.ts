// Errors inside asynchronous functions: who is rejected, who is not, and what a finally does in between.

import { expect, test } from 'vitest';
import { picture, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

test('an error before the first await rejects the task', async () => {
  const run = await traced(`
    async function fail() {
      throw new TypeError('at once');
    }
    try {
      await fail();
    } catch (error) {
      console.log(error.message);
    }
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task fail :5
      fail rejected
  `);
  expect(run.stdout).toBe('at once\n');
});

test('an error goes through three levels until somebody catches it', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function top() {
      try {
        await middle();
      } catch (error) {
        return error.message;
      }
    }
    async function middle() {
      await bottom();
      console.log('never');
    }
    async function bottom() {
      await sleep(1);
      throw new Error('from below');
    }
    console.log(await top());
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task top :17
      top fulfilled: await task middle :4
        middle rejected: await task bottom :10
          bottom rejected: await timer :14
  `);
  expect(run.stdout).toBe('from below\n');
});

test('a task whose error .catch takes is rejected all the same', async () => {
  const run = await traced(`
    async function fail() {
      await null;
      throw new Error('no');
    }
    console.log(await fail().catch((error) => error.message));
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :5
      fail rejected: await :2
  `);
  expect(run.stdout).toBe('no\n');
});

test('a task that catches its error itself is fulfilled', async () => {
  const run = await traced(`
    async function careful() {
      try {
        await Promise.reject(new Error('no'));
      } catch {
        return 'caught';
      }
    }
    console.log(await careful());
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await task careful :8
      careful fulfilled: await promise :3
  `);
  expect(run.stdout).toBe('caught\n');
});

test('a task may be rejected with what is no error', async () => {
  const run = await traced(`
    async function fail(value) {
      throw value;
    }
    for (const value of [undefined, null, 0, '', 'text', Symbol.iterator, Object.create(null)]) {
      await fail(value).then(
        () => console.log('fulfilled'),
        (reason) => console.log(reason === value),
      );
    }
  `);
  expect(run.tasks('fail').map(({ outcome }) => outcome)).toEqual(Array(7).fill('rejected'));
  expect(run.stdout).toBe('true\n'.repeat(7));
});

test('finally runs in the task, awaits included', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function careful() {
      try {
        await sleep(1);
        throw new Error('no');
      } finally {
        await sleep(1);
        console.log('finally');
      }
    }
    await careful().catch(() => {});
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :11
      careful rejected: await :4, await :7
  `);
  expect(run.stdout).toBe('finally\n');
});

test('a return in finally wins over the error, and over another return', async () => {
  const run = await traced(`
    async function forgiving() {
      try {
        throw new Error('lost');
      } finally {
        return 'finally';
      }
    }
    async function indecisive() {
      try {
        return other();
      } finally {
        return 'finally';
      }
    }
    async function other() {
      return 'other';
    }
    console.log(await forgiving(), await indecisive());
  `);
  expect(run.task('forgiving').outcome).toBe('fulfilled');
  expect(run.task('indecisive').outcome).toBe('fulfilled');
  expect(run.stdout).toBe('finally finally\n');
});

test('return await catches, return does not', async () => {
  const run = await traced(`
    async function fail() {
      await null;
      throw new Error('no');
    }
    async function waits() {
      try {
        return await fail();
      } catch {
        return 'caught';
      }
    }
    async function passesOn() {
      try {
        return fail();
      } catch {
        return 'never';
      }
    }
    console.log(await waits(), await passesOn().catch(() => 'rejected'));
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :19 ×2
      waits fulfilled: await :7
        fail rejected: await :2
      passesOn rejected: return :14
        fail rejected: await :2
  `);
  expect(run.stdout).toBe('caught rejected\n');
});

test('an error in the middle of nested expressions leaves no task behind', async () => {
  const run = await traced(`
    async function value(number) {
      await null;
      if (number === 2) throw new Error('two');
      return number;
    }
    async function sum() {
      return [await value(1), await value(2), await value(3)];
    }
    await sum().catch(() => {});
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :9
      sum rejected: await :7 ×2
        value fulfilled: await :2
        value rejected: await :2
  `);
});

test('a rejection may be awaited later', async () => {
  const run = await traced(`
    import { setTimeout as sleep } from 'node:timers/promises';
    async function fail() {
      throw new Error('early');
    }
    process.on('unhandledRejection', () => {});
    const failing = fail();
    await sleep(5);
    await failing.catch((error) => console.log(error.message));
  `);
  expect(run.task('fail').outcome).toBe('rejected');
  expect(run.task('main.mjs').waits.map(({ line }) => line)).toEqual([7, 8]);
  expect(run.stdout).toBe('early\n');
});
