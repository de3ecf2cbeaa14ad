// Waiting for several things at once: Promise.all, race, any and allSettled.

import { expect, test } from 'vitest';
import { picture, type ReportWait, traced } from '../../support/traced.ts';
import { tree } from '../../support/tree.ts';

// These are lines 1 to 9 of every program here. What a program does with them begins at line 10.
const functions = `
import { setTimeout as sleep } from 'node:timers/promises';
async function hare() {
  await sleep(5);
  return 'hare';
}
async function tortoise() {
  await sleep(300);
  return 'tortoise';
}
`.trimStart();

test('Promise.all waits for the last one', async () => {
  const run = await traced(`${functions}console.log(await Promise.all([tortoise(), hare()]));`);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :10
      tortoise fulfilled: await timer :7
      hare fulfilled: await timer :3
  `);
  expect(run.stdout).toBe("[ 'tortoise', 'hare' ]\n");
  expect(run.endsInOrder('hare', 'tortoise', 'main.mjs')).toBe(true);
});

test('Promise.all of nothing is awaited all the same', async () => {
  const run = await traced(`${functions}console.log(await Promise.all([]));`);
  expect(tree(run)).toBe('main.mjs fulfilled: await promise :10');
});

test('Promise.race of nothing never settles: that is what is told of it', async () => {
  const run = await traced('await Promise.race([]);');
  expect(run.exitCode).toBe(13);
  expect(run.report.insights.map(({ id, message }) => `${id}: ${message}`)).toEqual([
    expect.stringMatching(/^never-settled: .* the first of nothing/),
  ]);
});

test('Promise.all gives up at the first rejection; the others go on', async () => {
  const run = await traced(`${functions}
    async function fail() {
      await sleep(10);
      throw new Error('no');
    }
    try {
      await Promise.all([tortoise(), fail()]);
    } catch (error) {
      console.log(error.message);
    }
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :16
      tortoise fulfilled: await timer :7
      fail rejected: await timer :12
  `);
  expect(run.stdout).toBe('no\n');
  expect(run.endsInOrder('fail', 'main.mjs', 'tortoise')).toBe(true);
});

test('Promise.race ends with the first one; the others go on', async () => {
  const run = await traced(`${functions}console.log(await Promise.race([tortoise(), hare()]));`);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :10
      tortoise fulfilled: await timer :7
      hare fulfilled: await timer :3
  `);
  expect(run.stdout).toBe('hare\n');
  expect(run.endsInOrder('hare', 'main.mjs', 'tortoise')).toBe(true);
});

test('Promise.any passes over rejections', async () => {
  const run = await traced(`${functions}
    async function fail() {
      throw new Error('no');
    }
    console.log(await Promise.any([fail(), tortoise(), hare()]));
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :14
      fail rejected
      tortoise fulfilled: await timer :7
      hare fulfilled: await timer :3
  `);
  expect(run.stdout).toBe('hare\n');
  expect(run.endsInOrder('fail', 'hare', 'main.mjs', 'tortoise')).toBe(true);
});

test('Promise.any of rejections only is rejected with all of them', async () => {
  const run = await traced(`
    async function fail(why) {
      await null;
      throw new Error(why);
    }
    try {
      await Promise.any([fail('one'), fail('two')]);
    } catch (error) {
      console.log(error.name, error.errors.map(({ message }) => message));
    }
  `);
  expect(tree(run, { kinds: false })).toBe(picture`
    main.mjs fulfilled: await :6
      fail rejected: await :2
      fail rejected: await :2
  `);
  expect(run.stdout).toBe("AggregateError [ 'one', 'two' ]\n");
});

test('Promise.allSettled waits for all, whatever becomes of them', async () => {
  const run = await traced(`${functions}
    async function fail() {
      await sleep(1);
      throw new Error('no');
    }
    const results = await Promise.allSettled([fail(), hare()]);
    console.log(results.map(({ status }) => status));
  `);
  expect(tree(run)).toBe(picture`
    main.mjs fulfilled: await promise :15
      fail rejected: await timer :12
      hare fulfilled: await timer :3
  `);
  expect(run.stdout).toBe("[ 'rejected', 'fulfilled' ]\n");
});

test('each of five hundred members is a task of whoever combines them', async () => {
  const run = await traced(`
    async function leaf(number) {
      await null;
      return number;
    }
    const numbers = await Promise.all(Array.from({ length: 500 }, (_, index) => leaf(index)));
    console.log(numbers.length);
  `);
  expect(run.tasks('leaf')).toHaveLength(500);
  expect(new Set(run.tasks('leaf').map(({ parentId }) => parentId))).toEqual(
    new Set([run.task('main.mjs').id]),
  );
  expect(
    run.tasks('leaf').every(({ outcome, suspensions }) => outcome === 'fulfilled' && suspensions === 1),
  ).toBe(true);
});

test('a timer that was due long before the others were there makes nobody ready for as long', async () => {
  const run = await traced(`${functions}
    async function busy() {
      await sleep(1);
      for (const end = performance.now() + 80; performance.now() < end; );
    }
    await Promise.all([busy(), sleep(20)]);
    await Promise.allSettled([busy(), sleep(20)]);
  `);
  const { waits } = run.task('main.mjs');
  expect(waits.map(({ on }) => on.kind)).toEqual(['timer', 'timer']);
  for (const [at, { startMs, suspendedMs }] of waits.entries())
    expect(startMs + suspendedMs + 0.1).toBeGreaterThan(run.tasks('busy')[at]!.endMs!);
});

test('of more than are looked at, a timer that came late was due, too', async () => {
  const run = await traced(`${functions}
    const others = Array.from({ length: 100 }, () => sleep(1));
    async function busy() {
      await Promise.all(others);
      for (const end = performance.now() + 100; performance.now() < end; );
    }
    const elsewhere = busy();
    await Promise.all([...others, sleep(60)]);
    await elsewhere;
  `);
  const [{ startMs, suspendedMs }] = run.task('main.mjs').waits as [ReportWait];
  expect(startMs + suspendedMs).toBeLessThan(run.task('busy').endMs!);
});

test('a member without a name has none, also after others that have one', async () => {
  const run = await traced(`${functions}
    import { readFile } from 'node:fs/promises';
    await Promise.race([readFile(new URL(import.meta.url)), new Promise(() => {})]);
    await Promise.race([sleep(1).then(() => {}), new Promise(() => {})]);
  `);
  const { combinations, texts } = run.model.tables;
  const { reference } = combinations.members;
  expect([0, 1, 2, 3].map((at) => (reference[at]! < 0 ? null : texts.get(reference[at]!)))).toEqual([
    expect.stringMatching(/^readFile .*main\.mjs$/),
    null,
    null,
    null,
  ]);
});
