// When tasks begin, stop, go on and end. The tracer does not look at the clock where nothing of the program lies in between.

import { expect, test } from 'vitest';
import { traced } from '../../support/traced.ts';

/** Each call of it keeps the loop for so many milliseconds. */
const HOLD = `
  function hold(ms) {
    for (const until = performance.now() + ms; performance.now() < until; );
  }
`;

test('a function that only returns ends as it begins, and is awaited as it ends', async () => {
  const run = await traced(`
    async function quick() {
      return 1;
    }
    async function passed() {
      return await quick();
    }
    await passed();
  `);
  const { startMs, endMs } = run.task('quick');
  expect(endMs).toBe(startMs);
  expect(run.task('passed').waits[0]!.startMs).toBe(endMs);
});

test('what runs before a task stops or ends is its own', async () => {
  const run = await traced(`
    ${HOLD}
    async function ends(x) {
      hold(20);
      return x;
    }
    async function stops() {
      hold(20);
      await null;
    }
    async function awaitsFirst() {
      await (hold(20), null);
    }
    async function worksOn() {
      const value = await null;
      hold(20);
      return value;
    }
    async function tidies() {
      try {
        return await null;
      } finally {
        hold(20);
      }
    }
    for (const each of [ends, stops, awaitsFirst, worksOn, tidies]) await each();
  `);
  for (const name of ['ends', 'stops', 'awaitsFirst', 'worksOn', 'tidies'])
    expect([name, run.task(name).runningMs >= 20]).toEqual([name, true]);
});

test('a function of the same name may do work of its own before it hands on a promise', async () => {
  const run = await traced(`
    ${HOLD}
    async function load() {
      await null;
    }
    function around() {
      const promise = load();
      hold(20);
      return promise;
    }
    async function given(load) {
      await load();
    }
    async function assigned() {
      await again();
    }
    let again = async () => {};
    const before = again;
    again = () => {
      const promise = before();
      hold(20);
      return promise;
    };
    await given(around);
    await assigned();
  `);
  for (const name of ['given', 'assigned'])
    expect([name, run.task(name).runningMs >= 20]).toEqual([name, true]);
});
